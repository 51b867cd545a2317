"""Looking at supports: what is held, what two people decide, the reached goals."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.kernel.words import N_
from app.support import commands, policies, queries
from app.support.forms import VERDICT_LABELS, VERDICTS_ON, RulingForm
from app.support.models import REASONS
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, page

bp = Blueprint("support_staff", __name__)
nav.add(
    "staff",
    N_("Support checks"),
    "support_staff.index",
    policies.may_look_at_supports,
    icon="shield",
    order=20,
)


@bp.post("/ideas/<int:number>/goal-signature")
@access(policies.may_look_at_supports)
def sign_goal(number: int) -> Response:
    """Sign that the last goal is reached; the second person completes it."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        commands.sign_goal(actor, idea)
    message = _("Signed. Two different people make it final.")
    return done("ideas.show", number=number, message=message)


@bp.get("/staff/supports")
@access(policies.may_look_at_supports)
def index() -> Response:
    """The ideas whose supports wait for somebody, the most held first."""
    return page("support/staff/index.html", waiting=queries.waiting(current_actor()))


@bp.get("/staff/ideas/<int:number>/supports")
@access(policies.may_look_at_supports)
def show(number: int) -> Response:
    """An idea's supports in one state, the open proposals, the reports on its goals."""
    idea = ideas.visible_to(current_actor()).get(number)
    form = RulingForm()
    form.offer(_state())
    return _show(idea, form)


@bp.post("/staff/ideas/<int:number>/supports/rulings")
@access(policies.may_look_at_supports)
def propose(number: int) -> Response:
    """Put a decision forward; a second person confirms it."""
    actor, form = current_actor(), RulingForm()
    form.offer(_state())
    idea = ideas.visible_to(actor).get(number)
    if form.validate():
        try:
            with atomic():
                idea = ideas.visible_to(actor).get(number)
                commands.propose(actor, idea, form.proposal())
            message = _("Put forward. A second person confirms it.")
            return done(".show", number=number, state=_state(), message=message)
        except Invalid as refusal:
            form.refuse(refusal)
    return _show(idea, form)


@bp.post("/staff/ideas/<int:number>/supports/rulings/<int:ruling_id>/confirmation")
@access(policies.may_look_at_supports)
def confirm(number: int, ruling_id: int) -> Response:
    """Agree as the second person."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        ruling = queries.get_ruling(idea.id, ruling_id)
        commands.confirm(actor, idea, ruling)
    return done(".show", number=number, message=_("Decided, and on the history."))


@bp.post("/staff/ideas/<int:number>/supports/rulings/<int:ruling_id>/withdrawal")
@access(policies.may_look_at_supports)
def drop(number: int, ruling_id: int) -> Response:
    """Take a proposal off the table."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        commands.drop(actor, idea, queries.get_ruling(idea.id, ruling_id))
    return done(".show", number=number, message=_("Dropped. Nothing changed."))


@bp.post("/staff/ideas/<int:number>/goals/<int:n>/clearance")
@access(policies.may_look_at_supports)
def find_clean(number: int, n: int) -> Response:
    """Say that the report on a goal shows nothing wrong."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        commands.find_clean(actor, idea, queries.get_audit(idea.id, n))
    return done(".show", number=number, message=_("Noted: nothing wrong here."))


def _show(idea: Idea, form: RulingForm) -> Response:
    actor, state = current_actor(), _state()
    return page(
        "support/staff/show.html",
        422 if form.errors else 200,
        idea=idea,
        form=form,
        state=state,
        supports=queries.supports_page(idea.id, state, request.args.get("after")),
        standing=queries.standing(actor, idea.id),
        rulings=queries.open_rulings(idea.id),
        audits=queries.audits_of(idea.id),
        may_rule=policies.may_rule(actor, idea),
        may_find_clean=policies.may_find_clean(actor, idea),
        reasons=REASONS,
        verdicts=VERDICT_LABELS,
    )


def _state() -> str:
    """Which supports are looked at: those being checked unless asked otherwise."""
    asked = request.values.get("state", "held")
    return asked if asked in VERDICTS_ON else "held"
