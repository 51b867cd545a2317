"""Joining the test, and leaving it."""

from flask import Response
from flask_babel import gettext as _

from app.builds import commands, queries
from app.builds.views.blueprint import bp
from app.builds.views.channels import said_of
from app.kernel.db import atomic
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done


@bp.post("/builds/<int:number>/enrolment")
@access(SIGNED_IN)
def enrol(number: int) -> Response:
    """Join the test that this build belongs to."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        row = commands.enrol(actor, build.train.channel)
    return done("builds.show", number=number, message=said_of(row), anchor="get")


@bp.post("/builds/<int:number>/enrolment/withdrawal")
@access(SIGNED_IN)
def leave(number: int) -> Response:
    """Leave the test."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        commands.leave(actor, build.train.channel)
    words = _("You have left the test. Coming back is one tap.")
    return done("builds.show", number=number, message=words, anchor="get")
