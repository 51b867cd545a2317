"""What a person was told: unread first, then by day, grouped by idea."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from app.ideas import queries as ideas
from app.kernel import clock
from app.kernel.db import atomic
from app.kernel.pages import Page
from app.notifications import commands, mails, queries
from app.notifications.models import FAMILIES, FAMILY_LABELS, Notice
from app.notifications.views.blueprint import bp
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, page

_NOTHING: Page[Notice] = Page([], None)


@bp.get("/notices")
@access(SIGNED_IN)
def index() -> Response:
    """What is new, and what was read before; `of` shows one family alone."""
    shown = _shown(request.args.get("of", ""), _instant(request.args.get("undo")))
    return page("notifications/index.html", **shown)


@bp.post("/notices/read")
@access(SIGNED_IN)
def read() -> Response:
    """Put one aside (`id`), or all that is shown; it can be taken back."""
    ids, family = request.form.getlist("id", type=int), request.form.get("of", "")
    with atomic():
        at = commands.read(current_actor(), ids or None, family)
    return _answer(family, at)


@bp.post("/notices/unread")
@access(SIGNED_IN)
def unread() -> Response:
    """Take back what was put aside at an instant (`at`)."""
    at = _instant(request.form.get("at"))
    if at is not None:
        with atomic():
            commands.unread(current_actor(), at)
    return _answer(request.form.get("of", ""), None)


def _answer(family: str, at: datetime | None) -> Response:
    return done(
        ".index",
        fragment=("notifications/_list.html", _shown(family, at)),
        of=family or None,
        undo=at and at.isoformat(),
    )


def _shown(family: str, undo: datetime | None) -> dict[str, Any]:
    """Both lists of the page; a cursor shows the rest of one of them alone."""
    actor, chosen = current_actor(), family if family in FAMILIES else ""
    newer, older = request.args.get("new"), request.args.get("after")
    fresh = _NOTHING if older else queries.unread_page(actor, chosen, newer)
    known = _NOTHING if newer else queries.read_page(actor, chosen, older)
    about = {n.idea_id for n in (*fresh.items, *known.items) if n.idea_id}
    seen = ideas.by_ids(actor, sorted(about))
    return {
        "fresh": fresh,
        "known": known,
        "groups": mails.grouped(fresh.items, seen),
        "days": [(day, mails.grouped(told, seen)) for day, told in _days(known.items)],
        "family": chosen,
        "families": [(key, _(label)) for key, label in FAMILY_LABELS.items()],
        "undo": undo,
    }


def _days(notices: Sequence[Notice]) -> Iterable[tuple[date, list[Notice]]]:
    """Notices by day; an import may have told of an earlier day later."""
    days: dict[date, list[Notice]] = {}
    for notice in notices:
        day = to_user_timezone(notice.created_at).date()
        days.setdefault(day, []).append(notice)
    return days.items()


def _instant(words: str | None) -> datetime | None:
    """The instant of an undo; nothing that is none."""
    try:
        return clock.parse(words) if words else None
    except ValueError:
        return None
