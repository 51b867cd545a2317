"""What a person was told: unread first, then by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from app.kernel.db import atomic
from app.notifications import commands, mails, queries
from app.notifications.models import Notice
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, page

bp = Blueprint("notifications", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in the reader's words."""

    notice: Notice
    sentence: str


@bp.get("/notices")
@access(SIGNED_IN)
def index() -> Response:
    """Everything new on the first page, what was read before by day."""
    actor, after = current_actor(), request.args.get("after")
    unread = [] if after else queries.unread(actor)
    old = queries.read_page(actor, after)
    return page(
        "notifications/index.html",
        unread=_lines(unread),
        days=_by_day(old.items),
        old=old,
    )


@bp.post("/notices/read")
@access(SIGNED_IN)
def read() -> Response:
    """Put one aside (`id`), or all."""
    ids = request.form.getlist("id", type=int)
    with atomic():
        commands.read(current_actor(), ids or None)
    return done(".index", message=None if ids else _("All read."))


def _lines(notices: Iterable[Notice]) -> list[Line]:
    return [Line(n, mails.sentence(n.what, n.values)) for n in notices]


def _by_day(notices: Iterable[Notice]) -> list[tuple[date, list[Line]]]:
    days = groupby(notices, key=lambda n: to_user_timezone(n.created_at).date())
    return [(day, _lines(told)) for day, told in days]
