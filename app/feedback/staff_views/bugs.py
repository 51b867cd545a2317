"""One bug of the team: its Move form, how bad it is."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from app.builds import queries as builds
from app.feedback import commands, policies, queries
from app.feedback.commands import Move
from app.feedback.forms import SEVERITY_LABELS, STATE_LABELS, MoveForm, SeverityForm
from app.feedback.models import Bug
from app.feedback.staff_views.blueprint import bp
from app.feedback.staff_views.board import BY_HAND
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.people import queries as people
from app.people.models import Person
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, leave_for, page, safe_next
from app.web.form import choices


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
            return leave_for(_back_to(number), message=_("Moved."))
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
        log=queries.log_of(found.id),
        beside=queries.beside(current_actor(), found.id),
        now=clock.now(),
        duplicates=queries.duplicates_of(found.id),
        next=safe_next(request.form.get("next")) or "",
        states=STATE_LABELS,
        severities=SEVERITY_LABELS,
    )
    return response


def _back_to(number: int) -> str:
    """Where the form stood: the board as it was narrowed, else the bug."""
    here = url_for("feedback_staff.bug", number=number)
    return safe_next(request.form.get("next")) or here


def _mine(actor: Actor, number: int) -> Bug:
    found = queries.visible_to(actor).get(number)
    require(policies.may_triage, actor, found)
    return found


def _move_form(actor: Actor, found: Bug, engineers: list[Person]) -> MoveForm:
    """Only the moves that this bug can make, its engineers and its builds."""
    coming = builds.waiting_builds(found.space_id)
    is_one = actor.id in {person.id for person in engineers}
    form = MoveForm(
        engineer_id=found.assignee_id or (actor.id if is_one else 0),
        build_id=coming[0].id if coming else 0,
    )
    ways = [(way, STATE_LABELS[way]) for way in BY_HAND[found.state]]
    form.to.choices = choices(ways)
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
        change=form.change.data or "",
        duplicate_of=queries.by_number(actor, other) if other else None,
    )
