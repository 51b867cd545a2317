"""Triage: what was reported, and the Move form."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import queries as builds
from app.feedback import commands, policies, queries
from app.feedback.commands import MOVES, Move
from app.feedback.forms import SEVERITY_LABELS, STATE_LABELS, MoveForm, SeverityForm
from app.feedback.models import Bug
from app.feedback.staff_views.blueprint import bp
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import queries as people
from app.people.models import Person
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page
from app.web.form import choices

nav.add(
    "staff",
    N_("Bugs"),
    "feedback_staff.triage",
    policies.may_see_triage,
    icon="bug",
    order=45,
    switch="builds",
)


@bp.get("/staff/bugs")
@access(policies.may_see_triage)
def triage() -> Response:
    """What waits for the team, the oldest first."""
    found = queries.triage_page(current_actor(), request.args.get("after"))
    return page(
        "feedback/staff/triage.html",
        page=found,
        severities=SEVERITY_LABELS,
        states=STATE_LABELS,
        due=queries.due_of([bug.id for bug in found.items]),
        now=clock.now(),
    )


@bp.route("/staff/bugs/<int:number>", methods=["GET", "POST"])
@access(policies.may_see_triage)
def bug(number: int) -> Response:
    """One bug with its Move form."""
    actor = current_actor()
    found = _mine(actor, number)
    engineers = people.holders_of("engineer", found.space_id)
    form = _move_form(actor, found, engineers)
    if request.method == "GET":
        return _bug_page(page, found, form)
    if form.validate():
        try:
            with atomic():
                mine = _mine(actor, number)
                commands.move(actor, mine, _wanted(actor, form, engineers))
            return done("feedback_staff.bug", number=number, message=_("Moved."))
        except Refusal as refusal:
            form.refuse(refusal)
    return _bug_page(invalid, _mine(actor, number), form)


@bp.post("/staff/bugs/<int:number>/severity")
@access(policies.may_see_triage)
def severity(number: int) -> Response:
    """How bad the team thinks it is."""
    actor, form = current_actor(), SeverityForm()
    with atomic():
        word = form.severity.data or ""
        commands.set_severity(actor, _mine(actor, number), word)
    return done("feedback_staff.bug", number=number, message=_("Saved."))


def _bug_page(answer: Any, found: Bug, form: MoveForm) -> Response:
    response: Response = answer(
        "feedback/staff/bug.html",
        bug=found,
        form=form,
        severity_form=SeverityForm(formdata=None, obj=found),
        history=queries.history_of(found.id),
        states=STATE_LABELS,
        severities=SEVERITY_LABELS,
    )
    return response


def _mine(actor: Actor, number: int) -> Bug:
    found = queries.visible_to(actor).get(number)
    require(policies.may_triage, actor, found)
    return found


def _move_form(actor: Actor, found: Bug, engineers: list[Person]) -> MoveForm:
    """Only the moves that this bug can make, its engineers and its builds."""
    form = MoveForm(engineer_id=found.assignee_id or actor.id)
    ways = [state for state in MOVES[found.state] if state not in ("new", "verified")]
    form.to.choices = choices([(way, STATE_LABELS[way]) for way in ways])
    named = [(str(person.id), person.display_name) for person in engineers]
    form.engineer_id.choices = choices([("0", _("None")), *named])
    known = [(str(row.id), row.version) for row in builds.recent(found.space_id)]
    form.build_id.choices = choices([("0", _("None")), *known])
    return form


def _wanted(actor: Actor, form: MoveForm, engineers: list[Person]) -> Move:
    other = form.duplicate_of.data
    chosen = [one for one in engineers if one.id == form.engineer_id.data]
    build_id = form.build_id.data or 0
    return Move(
        to=form.to.data,
        engineer=chosen[0] if chosen else None,
        build=builds.by_ids([build_id]).get(build_id),
        text=form.text.data or "",
        duplicate_of=queries.by_number(actor, other) if other else None,
    )
