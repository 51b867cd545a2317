"""What lies open on the desk, and how the desk is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Response, request, url_for
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict

from app.comments import queries as comments
from app.ideas import queries as ideas
from app.ideas.models import CRITERIA_LABELS, REASON_LABELS
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.duties import Duty
from app.kernel.errors import Missing
from app.kernel.words import N_
from app.moderation import policies, queries
from app.moderation.forms import (
    FIX_ROWS,
    AnswerForm,
    FixesForm,
    RefusalForm,
    RulingForm,
)
from app.moderation.models import ACT_LABELS, REPORT_LABELS, Ruling
from app.moderation.queries import KINDS, Desk, Filters, Row, Subject
from app.people import queries as people
from app.web.answers import page
from app.web.i18n import LANGUAGES

KIND_LABELS = {
    "ideas": N_("New ideas"),
    "reports": N_("Reports"),
    "appeals": N_("Appeals"),
}


@dataclass(frozen=True, slots=True)
class Open:
    """What lies open on the desk: its template, its address, all that it shows."""

    kind: str
    endpoint: str
    args: dict[str, Any]
    subject: Subject
    duty: Duty | None
    context: dict[str, Any] = field(default_factory=dict)


def filters() -> Filters:
    """What the address narrows the queue to; unknown words narrow nothing."""
    kind = request.args.get("of", "")
    reads = (lang for lang in request.args.getlist("reads") if lang in LANGUAGES)
    return Filters(kind if kind in KINDS else "", tuple(reads))


def open_idea(
    actor: Actor,
    number: int,
    fixes: FixesForm | None = None,
    refusal: RefusalForm | None = None,
) -> Open:
    """An idea at the gate: its words, what was asked before, its author."""
    idea = ideas.visible_to(actor).get(number)
    fixes_form = fixes or FixesForm(MultiDict())
    fixes_form.offer()
    context = {
        "idea": idea,
        "revision": ideas.revision_of(idea.id),
        "pictures": ideas.pictures_of(idea.id),
        "asked": ideas.fixes_of(idea.id, idea.tries - 1),
        "criteria": CRITERIA_LABELS,
        "fixes_form": fixes_form,
        "refusal_form": refusal or RefusalForm(MultiDict()),
        "library": queries.reasons("refusal", _lang()),
        "rules": REASON_LABELS,
        "rows": range(1, FIX_ROWS + 1),
    }
    return Open(
        kind="idea",
        endpoint="moderation_staff.item",
        args={"number": number},
        subject=queries.subject_of(("idea", idea.id)),
        duty=queries.duty_of(("idea", idea.id), KINDS["ideas"]),
        context=context,
    )


def open_reported(
    actor: Actor, key: queries.Key, form: RulingForm | None = None
) -> Open:
    """A reported thing: who says what about it, and what was ruled before."""
    subject = queries.subject_of(key)
    if not policies.moderates(actor, subject.space_id):
        raise Missing
    ruling_form = form or RulingForm(MultiDict())
    ruling_form.offer()
    is_idea = subject.kind == "idea"
    context = {
        "revision": ideas.revision_of(subject.id) if is_idea else None,
        "pictures": _pictures_of(subject),
        "reports": queries.open_reports(key),
        "before": queries.about(subject.author.id).items,
        "form": ruling_form,
        "codes": REPORT_LABELS,
    }
    return Open(
        kind="report",
        endpoint="moderation_staff.reported",
        args={"kind": key[0], "key": key[1]},
        subject=subject,
        duty=queries.duty_of(key, KINDS["reports"]),
        context=context,
    )


def open_appeal(actor: Actor, appeal_id: int, form: AnswerForm | None = None) -> Open:
    """An appeal: what was decided, by whom, and what its author says to it."""
    asked = queries.appeal(appeal_id)
    ruling = queries.ruling(asked.ruling_id)
    if not policies.moderates(actor, ruling.space_id):
        raise Missing
    subject = queries.subject_of((ruling.subject_kind, ruling.subject_id))
    context = {
        "asked": asked,
        "ruling": ruling,
        "reason": queries.reason(ruling.code, _lang()),
        "first": people.get(asked.first_by_id),
        "may_answer": policies.may_answer(actor, asked, ruling),
        "form": form or AnswerForm(MultiDict()),
        "rules": REASON_LABELS,
    }
    return Open(
        kind="appeal",
        endpoint="moderation_staff.appealed",
        args={"appeal_id": appeal_id},
        subject=subject,
        duty=queries.duty_of(("appeal", appeal_id), ("appeal",)),
        context=context,
    )


def open_row(actor: Actor, row: Row) -> Open:
    """What a row of the queue leads to."""
    if row.appeal is not None:
        return open_appeal(actor, row.appeal.id)
    if row.kind == "reports":
        return open_reported(actor, row.subject.key)
    return open_idea(actor, row.subject.thing.number)


def open_ruled(actor: Actor, ruling: Ruling) -> Open:
    """The thing of a ruling that was taken back."""
    subject = queries.subject_of((ruling.subject_kind, ruling.subject_id))
    if ruling.act in ("publish", "ask_fixes", "refuse"):
        return open_idea(actor, subject.thing.number)
    return open_reported(actor, subject.key)


def address(opened: Open) -> str:
    """Where an open item stands, with the filters of now."""
    return url_for(opened.endpoint, **opened.args, **filters().args())


def row_address(row: Row) -> str:
    """The same for a row of the queue, which is not opened yet."""
    narrowed = filters().args()
    if row.appeal is not None:
        key = row.appeal.id
        return url_for("moderation_staff.appealed", appeal_id=key, **narrowed)
    if row.kind == "reports":
        kind, key = row.subject.key
        return url_for("moderation_staff.reported", kind=kind, key=key, **narrowed)
    number = row.subject.thing.number
    return url_for("moderation_staff.item", number=number, **narrowed)


def show(actor: Actor, opened: Open, status: int = 200, message: str = "") -> Response:
    """The desk with one item open."""
    desk = queries.desk(actor, filters())
    return answer(actor, desk, opened, status, message)


def answer(
    actor: Actor,
    desk: Desk,
    opened: Open | None,
    status: int = 200,
    message: str = "",
) -> Response:
    """The whole page, or the desk alone where it is replaced in place."""
    is_htmx = request.headers.get("HX-Request") == "true"
    template = "_desk" if is_htmx else "queue"
    narrowed = filters()
    return page(
        f"moderation/staff/{template}.html",
        status,
        desk=desk,
        opened=opened,
        message=message,
        filters=narrowed,
        kinds=KIND_LABELS,
        languages=LANGUAGES,
        url_of=row_address,
        acts=ACT_LABELS,
        now=clock.now(),
        last=_last(actor),
        is_htmx=is_htmx,
        **(_beside(actor, desk, opened) if opened else {}),
    )


def _beside(actor: Actor, desk: Desk, opened: Open) -> dict[str, Any]:
    """What stands around every open item: its author, its neighbours, its address."""
    keys = [row.duty.id for row in desk.rows]
    at = opened.duty.id if opened.duty else 0
    place = keys.index(at) if at in keys else None
    neighbours = _neighbours(desk.rows, place)
    return {
        **opened.context,
        "subject": opened.subject,
        "here": address(opened),
        "at": {**filters().args(), "at": at},
        "place": place,
        "previous": neighbours[0],
        "following": neighbours[1],
        "may_rule": policies.may_rule(actor, opened.subject),
        "trust": queries.trust_of(opened.subject.author.id),
    }


def _neighbours(rows: list[Row], place: int | None) -> tuple[Row | None, Row | None]:
    if place is None:
        return None, rows[0] if rows else None
    before = rows[place - 1] if place else None
    return before, rows[place + 1] if place + 1 < len(rows) else None


def _pictures_of(subject: Subject) -> Sequence[Any]:
    """What is to be seen of a thing; people have no pictures."""
    if subject.kind == "idea":
        return ideas.pictures_of(subject.id)
    return comments.pictures_of(subject.id) if subject.kind == "comment" else []


def _last(actor: Actor) -> Ruling | None:
    """What the actor decided a moment ago, for one key to take back."""
    ruling = queries.last_by(actor)
    if ruling is None:
        return None
    minutes = queries.game_of(ruling.space_id).undo_minutes
    is_fresh = clock.now() - ruling.created_at <= timedelta(minutes=minutes)
    return ruling if is_fresh else None


def _lang() -> str:
    return str(get_locale())
