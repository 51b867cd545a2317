"""The two signatures under a reached goal."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.ideas import queries as ideas
from app.kernel.db import atomic
from app.support import commands, policies
from app.web.actor import access, current_actor
from app.web.answers import done

bp = Blueprint("support_staff", __name__)


@bp.post("/ideas/<int:number>/goal-signature")
@access(policies.may_sign_goals)
def sign_goal(number: int) -> Response:
    """Sign that the last goal is reached; the second person completes it."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        commands.sign_goal(actor, idea)
    message = _("Signed. Two different people make it final.")
    return done("ideas.show", number=number, message=message)
