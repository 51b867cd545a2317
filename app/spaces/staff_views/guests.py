"""Who was invited into a space, and the links that lead there."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.policies import require
from app.people import queries as people
from app.spaces import commands, forms, policies, queries
from app.spaces.models import Space
from app.spaces.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import done, page


@bp.get("/staff/spaces/<slug>/guests")
@access(policies.may_invite_anywhere)
def guests(slug: str) -> Response:
    """The members and the invitations of a space."""
    return page("spaces/staff/guests.html", **_shown(_space(slug)))


@bp.post("/staff/spaces/<slug>/invitations")
@access(policies.may_invite_anywhere)
def invite(slug: str) -> Response:
    """Make a link; it is shown in this answer and never again."""
    space, form = _space(slug), forms.InvitationForm()
    if not form.validate():
        return page("spaces/staff/guests.html", 422, **_shown(space, form))
    new = commands.NewInvitation(
        form.uses.data or 0, form.days.data or 0, form.note.data or ""
    )
    with atomic():
        token = commands.invite(current_actor(), space, new)
    link = current_app.config["ORIGIN"] + url_for("spaces.invitation", token=token)
    return page("spaces/staff/guests.html", **_shown(space), link=link)


@bp.post("/staff/spaces/<slug>/invitations/<int:invitation_id>/ending")
@access(policies.may_invite_anywhere)
def end_invitation(slug: str, invitation_id: int) -> Response:
    """Let nobody else in by a link."""
    space = _space(slug)
    with atomic():
        found = queries.invitation_by_id(space, invitation_id)
        commands.end_invitation(current_actor(), space, found)
    words = _("The link works no more.")
    return done("spaces_staff.guests", slug=slug, message=words)


@bp.post("/staff/spaces/<slug>/guests/<int:number>/removal")
@access(policies.may_invite_anywhere)
def remove_guest(slug: str, number: int) -> Response:
    """Take a person out of a space."""
    space = _space(slug)
    with atomic():
        person = people.by_number(number)
        commands.remove_member(current_actor(), space, person.id)
    words = _("%(name)s sees this space no more.", name=person.display_name)
    return done("spaces_staff.guests", slug=slug, message=words)


def _space(slug: str) -> Space:
    actor = current_actor()
    space = queries.by_slug(actor, slug)
    require(policies.may_invite, actor, space)
    return space


def _shown(space: Space, form: forms.InvitationForm | None = None) -> dict[str, Any]:
    return {
        "space": space,
        "form": form or forms.InvitationForm(None),
        "members": queries.members_page(space.id, request.args.get("after")),
        "invitations": queries.invitations_page(space.id, request.args.get("older")),
        "may_manage": policies.may_manage(current_actor()),
    }
