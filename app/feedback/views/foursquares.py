"""The Friday report on a page of its own."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import queries as builds
from app.feedback import commands, policies, queries
from app.feedback.forms import FourSquareForm
from app.feedback.views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, invalid, page


@bp.route("/builds/<int:number>/report", methods=["GET", "POST"])
@access(SIGNED_IN)
def foursquare(number: int) -> Response:
    """Say how a build was, until reports close; a refused report comes back filled."""
    actor = current_actor()
    shown = _context(actor, number)
    form = shown["form"]
    if request.method == "GET":
        return page("feedback/foursquare.html", **shown)
    if form.validate():
        try:
            with atomic():
                build = builds.visible_to(actor).get(number)
                ran = bool(form.ran.data)
                commands.send_foursquare(actor, build, form.answers(), ran=ran)
            words = _("Thank you. Your report counts.")
            return done("builds.show", number=number, message=words, anchor="report")
        except Invalid as refusal:
            form.refuse(refusal)
    return invalid("feedback/foursquare.html", **_context(actor, number, form))


def _context(
    actor: Actor, number: int, form: FourSquareForm | None = None
) -> dict[str, Any]:
    build = builds.visible_to(actor).get(number)
    require(policies.may_send_foursquare, actor, build)
    found = queries.reporting_of(actor, build)
    if form is None:
        wanted = found.said.want_idea_id if found.said else None
        ideas = queries.awaited_ideas(actor, build.space_id, wanted)
        form = FourSquareForm.about(queries.items_out(build.id), ideas, found.said)
    return {
        "build": build,
        "said": found.said,
        "form": form,
        "has_run": found.has_run,
    }
