"""An idea shown elsewhere: the picture of its link, and a poster with a code."""

from flask import Response, current_app, make_response, request, url_for
from flask_babel import gettext as _

from app.discovery.views.blueprint import bp
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import site
from app.kernel.errors import Missing
from app.web import cards
from app.web.actor import PUBLIC, access, current_actor


@bp.get("/ideas/<int:number>/card.jpg")
@access(PUBLIC)
def card(number: int) -> Response:
    """The picture that stands beside a link to an idea."""
    return _answer(cards.card(_face(_public(number))))


@bp.get("/ideas/<int:number>/poster.jpg")
@access(PUBLIC)
def poster(number: int) -> Response:
    """A poster to save, to show or to print."""
    face = _face(_public(number))
    address = current_app.config["ORIGIN"] + url_for("ideas.show", number=number)
    return _answer(cards.poster(face, address, _("Scan it and support it")))


def _public(number: int) -> Idea:
    idea = ideas.visible_to(current_actor()).get(number)
    if idea.published_at is None or idea.state == "withdrawn":
        raise Missing
    return idea


def _face(idea: Idea) -> cards.Face:
    is_gathering = idea.stage == "gathering"
    return cards.Face(
        number=idea.number,
        title=idea.title,
        site=site.get("name"),
        supporters=idea.support_count,
        goal=idea.next_rung if is_gathering else None,
        percent=idea.percent,
        cover=idea.cover_name,
    )


def _answer(drawn: cards.Drawn) -> Response:
    answer = make_response(drawn.content)
    answer.headers["Content-Type"] = "image/jpeg"
    answer.set_etag(drawn.digest)
    answer.make_conditional(request)
    return answer
