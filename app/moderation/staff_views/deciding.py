"""One decision a key; the next item comes in its place."""

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Conflict, Invalid
from app.kernel.words import N_
from app.moderation import commands, policies, queries
from app.moderation.forms import AnswerForm, FixesForm, RefusalForm, RulingForm
from app.moderation.models import Ruling
from app.moderation.queries import Row, Subject
from app.moderation.staff_views import desks
from app.moderation.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import leave_for, safe_next
from app.web.errors import sentence
from app.web.form import Form

DONE = {
    "publish": N_("Published."),
    "ask_fixes": N_("Sent back to its author."),
    "refuse": N_("Refused, with your reason."),
    "keep": N_("It stays."),
    "hide": N_("It is hidden."),
    "remove": N_("It is removed."),
    "spam": N_("All of it is hidden, and its author may only read."),
    "warn": N_("The warning is sent."),
    "slow": N_("From now on they can write little."),
    "suspend": N_("From now on they can only read."),
}


@bp.post("/staff/queue/<int:number>/publication")
@access(policies.may_see_queue)
def publish(number: int) -> Response:
    """Let it gather support."""
    actor = current_actor()
    return _decide(
        actor,
        lambda: commands.publish(actor, _idea(actor, number)),
        lambda: desks.open_idea(actor, number),
    )


@bp.post("/staff/queue/<int:number>/fixes")
@access(policies.may_see_queue)
def ask_fixes(number: int) -> Response:
    """Send it back with what to change."""
    actor, form = current_actor(), FixesForm()
    picked = form.library.data or []
    return _decide(
        actor,
        lambda: commands.ask_fixes(actor, _idea(actor, number), form.fixes(), picked),
        lambda: desks.open_idea(actor, number, fixes=form),
        form,
    )


@bp.post("/staff/queue/<int:number>/refusal")
@access(policies.may_see_queue)
def refuse(number: int) -> Response:
    """Refuse it, for a rule and in words."""
    actor, form = current_actor(), RefusalForm()
    return _decide(
        actor,
        lambda: commands.refuse(actor, _idea(actor, number), form.words()),
        lambda: desks.open_idea(actor, number, refusal=form),
        form,
    )


@bp.post("/staff/rulings/<kind>/<int:key>/<act>")
@access(policies.may_see_queue)
def rule(kind: str, key: int, act: str) -> Response:
    """Rule on what was reported, or on what a moderator came across."""
    actor, form = current_actor(), RulingForm()
    return _decide(
        actor,
        lambda: _ruling(actor, queries.subject_of((kind, key)), act, form),
        lambda: desks.open_reported(actor, (kind, key), form),
        form,
    )


@bp.post("/staff/queue/appeals/<int:appeal_id>/<outcome>")
@access(policies.may_see_queue)
def answer(appeal_id: int, outcome: str) -> Response:
    """Answer an appeal."""
    actor, form = current_actor(), AnswerForm()
    text = form.text.data or ""
    return _decide(
        actor,
        lambda: commands.answer(actor, queries.appeal(appeal_id), outcome, text),
        lambda: desks.open_appeal(actor, appeal_id, form),
        form,
    )


@bp.post("/staff/rulings/<int:ruling_id>/undo")
@access(policies.may_see_queue)
def undo(ruling_id: int) -> Response:
    """Take a ruling back, and look at its thing again."""
    actor = current_actor()
    with atomic():
        ruling = queries.ruling(ruling_id)
        commands.undo(actor, ruling)
    opened = desks.open_ruled(actor, ruling)
    if request.headers.get("HX-Request") == "true":
        return desks.show(actor, opened, message=_("Taken back."))
    return leave_for(desks.address(opened), message=_("Taken back."))


def _decide(
    actor: Actor,
    command: Callable[[], Any],
    again: Callable[[], desks.Open],
    form: Form | None = None,
) -> Response:
    """Decide and go on; a refusal shows the same item with what was said."""
    place = _place(actor)
    try:
        with atomic():
            made = command()
    except Invalid as refusal:
        if form is None:
            raise
        form.refuse(refusal)
        return desks.show(actor, again(), status=422)
    except Conflict as refusal:
        if request.headers.get("HX-Request") != "true":
            raise
        return _onward(actor, place, sentence(refusal))
    message = _(DONE[made.act]) if isinstance(made, Ruling) else _("Answered.")
    back = safe_next(request.form.get("next"))
    return leave_for(back, message=message) if back else _onward(actor, place, message)


def _ruling(actor: Actor, subject: Subject, act: str, form: RulingForm) -> Ruling:
    if act == "keep":
        return commands.keep(actor, subject)
    if act == "spam":
        return commands.spam(actor, subject)
    if act in ("hide", "remove"):
        for_good = act == "remove"
        return commands.conceal(actor, subject, form.words(), for_good=for_good)
    return commands.sanction(actor, subject, act, form.words(), form.days.data or 0)


def _onward(actor: Actor, place: int, message: str) -> Response:
    """On to the one that moved up to this place, else the first, else nothing."""
    desk = queries.desk(actor, desks.filters())
    rows = _for(actor, desk.rows)
    row = next(iter([*rows[place:], *rows]), None)
    if request.headers.get("HX-Request") == "true":
        opened = desks.open_row(actor, row) if row else None
        return desks.answer(actor, desk, opened, message=message)
    empty = url_for("moderation_staff.queue", **desks.filters().args())
    return leave_for(desks.row_address(row) if row else empty, message=message)


def _place(actor: Actor) -> int:
    """Where the item that is decided stands among those the actor may decide."""
    at = request.args.get("at", type=int)
    rows = _for(actor, queries.desk(actor, desks.filters()).rows)
    places = (place for place, row in enumerate(rows) if row.duty.id == at)
    return next(places, 0)


def _for(actor: Actor, rows: list[Row]) -> list[Row]:
    return [row for row in rows if policies.may_rule(actor, row.subject)]


def _idea(actor: Actor, number: int) -> Idea:
    return ideas.visible_to(actor).get(number)
