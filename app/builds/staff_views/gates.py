"""The gate of a build, taking one back, and letting it go on."""

from collections.abc import Callable

from flask import Response
from flask_babel import gettext as _

from app.builds import commands, policies
from app.builds.forms import ReasonForm
from app.builds.models import Build
from app.builds.staff_views.blueprint import acted, bp, filled_by_me
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.web.actor import access
from app.web.answers import done


@bp.post("/staff/builds/<int:number>/gate/signature")
@access(policies.may_see_trains)
def sign_gate(number: int) -> Response:
    """Let a build through that no inner tester tries."""
    with atomic():
        actor, build = filled_by_me(number)
        commands.sign_gate(actor, build)
    return done("builds_staff.show", number=number, message=_("Signed."))


@bp.route("/staff/builds/<int:number>/halt", methods=["GET", "POST"])
@access(policies.may_see_trains)
def halt(number: int) -> Response:
    """Offer a build to nobody any more."""
    return _with_reason(number, commands.halt, _("Taken back."))


@bp.route("/staff/builds/<int:number>/resumption", methods=["GET", "POST"])
@access(policies.may_see_trains)
def resume(number: int) -> Response:
    """Offer it again."""
    return _with_reason(number, commands.resume, _("Offered again."))


def _with_reason(
    number: int, command: Callable[[Actor, Build, str], None], words: str
) -> Response:
    actor, _build = filled_by_me(number)
    form = ReasonForm()

    def act() -> None:
        command(actor, filled_by_me(number)[1], form.reason.data or "")

    answer, _result = acted(form, act)
    if answer is None:
        return done("builds_staff.show", number=number, message=words)
    return answer("builds/staff/halt.html", form=form, build=filled_by_me(number)[1])
