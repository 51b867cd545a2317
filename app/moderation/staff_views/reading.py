"""The queue and what lies open on the desk; reading writes nothing."""

from flask import Response, make_response, request
from flask_babel import gettext as _

from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.kernel.db import atomic
from app.kernel.words import N_
from app.moderation import policies, queries
from app.moderation.staff_views import desks
from app.moderation.staff_views.blueprint import bp
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done

nav.add(
    "staff",
    N_("Moderation"),
    "moderation_staff.queue",
    policies.may_see_queue,
    icon="inbox",
    order=10,
)
nav.add(
    "staff",
    N_("Reasons library"),
    "moderation_staff.reasons",
    policies.may_edit_reasons,
    icon="list",
    order=95,
)


@bp.get("/staff/queue")
@access(policies.may_see_queue)
def queue() -> Response:
    """What waits, oldest due first."""
    actor = current_actor()
    desk = queries.desk(actor, desks.filters(), request.args.get("after"))
    return desks.answer(actor, desk, None)


@bp.get("/staff/queue/<int:number>")
@access(policies.may_see_queue)
def item(number: int) -> Response:
    """One idea in full, with what may be decided about it."""
    actor = current_actor()
    return desks.show(actor, desks.open_idea(actor, number))


@bp.get("/staff/queue/reports/<kind>/<int:key>")
@access(policies.may_see_queue)
def reported(kind: str, key: int) -> Response:
    """One reported thing in full, or a person with all rulings on him."""
    actor = current_actor()
    return desks.show(actor, desks.open_reported(actor, (kind, key)))


@bp.get("/staff/queue/appeals/<int:appeal_id>")
@access(policies.may_see_queue)
def appealed(appeal_id: int) -> Response:
    """One appeal, beside the ruling that it is against."""
    actor = current_actor()
    return desks.show(actor, desks.open_appeal(actor, appeal_id))


@bp.post("/staff/queue/<int:number>/look")
@access(policies.may_see_queue)
def look(number: int) -> Response:
    """Note that a moderator reads it: from now on it cannot be taken back."""
    actor = current_actor()
    with atomic():
        ideas.open_item(actor, idea_queries.visible_to(actor).get(number))
    if request.headers.get("HX-Request") == "true":
        return make_response("", 204)
    message = _("Its author knows now that somebody reads it.")
    values = desks.filters().args()
    return done("moderation_staff.item", number=number, message=message, **values)
