"""The tokens by which systems register builds."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.forms import HookForm
from app.builds.staff_views.blueprint import acted, bp
from app.kernel.db import atomic
from app.web.actor import access, current_actor
from app.web.answers import done, page
from app.web.form import choices


@bp.route("/staff/builds/hooks", methods=["GET", "POST"])
@access(policies.may_see_trains)
def hooks() -> Response:
    """The tokens there are; a new one is shown in this answer and never again."""
    actor, form = current_actor(), HookForm()
    known = queries.crew_spaces(actor)
    form.space_id.choices = choices([(str(one.id), one.name) for one in known])

    def make() -> Any:
        space = next(one for one in known if one.id == form.space_id.data)
        return commands.make_hook(actor, space, form.name.data or "")

    answer, token = acted(form, make)
    return (answer or page)(
        "builds/staff/hooks.html",
        form=form if answer else None,
        token=token,
        spaces={space.id: space for space in known},
        page=queries.hooks_page(actor, request.args.get("after")),
        address=current_app.config["ORIGIN"] + url_for("builds.register_build"),
    )


@bp.post("/staff/builds/hooks/<int:hook_id>/ending")
@access(policies.may_see_trains)
def end_hook(hook_id: int) -> Response:
    """Let a token open nothing any more."""
    with atomic():
        commands.end_hook(current_actor(), queries.hook(hook_id))
    return done("builds_staff.hooks", message=_("The token works no more."))
