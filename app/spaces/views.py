"""The site's own colour, as a stylesheet."""

from flask import Blueprint, Response

from app.kernel import colour as colours
from app.kernel import site
from app.kernel.errors import Missing
from app.web.actor import PUBLIC, access

bp = Blueprint("spaces", __name__)


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
