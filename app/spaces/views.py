"""The way in by an invitation, and the site's own colour as a stylesheet."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.kernel import colour as colours
from app.kernel import site
from app.kernel.db import atomic
from app.kernel.errors import Missing
from app.people import queries as people
from app.spaces import commands, policies, queries
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import done, page

bp = Blueprint("spaces", __name__)


@bp.get("/invitations/<token>")
@access(PUBLIC)
def invitation(token: str) -> Response:
    """Who invites whom into what; a link that is over says so."""
    try:
        found = queries.invitation(token)
    except Missing:
        return page("spaces/invitation_over.html", 404)
    space = queries.get(found.space_id)
    host = people.get(found.made_by_id)
    return page("spaces/invitation.html", space=space, host=host, token=token)


@bp.post("/invitations/<token>/acceptance")
@access(policies.may_accept)
def accept(token: str) -> Response:
    """Come in."""
    with atomic():
        space = commands.accept(current_actor(), token)
    words = _("You are in: %(name)s.", name=space.name)
    return done("ideas.index", space=space.slug, message=words)


@bp.get("/brand/<colour>.css")
@access(PUBLIC)
def brand(colour: str) -> Response:
    """The tokens of the site's colour; another colour has another address."""
    known = str(site.get("colour"))
    if not known or known != f"#{colour}":
        raise Missing
    answer = Response(colours.css(known), mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
