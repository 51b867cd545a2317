"""Atom feeds: of the site, a space and an idea.

A feed reader is nobody: it is told what everyone may see.
"""

from flask import Response, url_for
from flask_babel import gettext as _

from app.comments.models import Comment
from app.discovery import queries
from app.discovery.views.blueprint import bp
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import site
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import Missing
from app.spaces import queries as spaces
from app.web import feed, lineage
from app.web.actor import PUBLIC, access
from app.web.feed import Entry, Feed
from app.web.lineage import Link


@bp.get("/feed.atom")
@access(PUBLIC)
def site_feed() -> Response:
    """The newest ideas of all spaces."""
    told = queries.newest_ideas()
    title = _("New ideas: %(name)s", name=site.get("name"))
    home = url_for("discovery.home")
    return feed.answer(Feed("ideas", title, home, [_of_idea(one) for one in told]))


@bp.get("/s/<slug>/feed.atom")
@access(PUBLIC)
def space_feed(slug: str) -> Response:
    """The newest ideas of one space."""
    space = spaces.by_slug(ANONYMOUS, slug)
    told = queries.newest_ideas(slug)
    title = _("New ideas: %(name)s", name=space.name)
    page = url_for("ideas.index", space=slug)
    key = f"space/{space.id}"
    return feed.answer(Feed(key, title, page, [_of_idea(one) for one in told]))


@bp.get("/ideas/<int:number>/feed.atom")
@access(PUBLIC)
def idea_feed(number: int) -> Response:
    """What became of one idea, and what is said about it."""
    idea = ideas.visible_to(ANONYMOUS).get(number)
    if idea.published_at is None:
        raise Missing
    way = [_of_link(idea, link) for link in lineage.of(ANONYMOUS, [idea.id])]
    talk = [_of_comment(idea, comment) for comment in queries.talk_of(idea)]
    page = url_for("ideas.show", number=number)
    return feed.answer(Feed(f"idea/{number}", idea.title, page, way + talk))


def _of_idea(told: queries.Told) -> Entry:
    idea, words = told.idea, told.revision
    return Entry(
        key=f"idea/{idea.number}",
        title=idea.title,
        url=url_for("ideas.show", number=idea.number),
        at=idea.published_at or idea.created_at,
        author=idea.author.display_name,
        summary=idea.problem,
        html=words.body_html,
    )


def _of_link(idea: Idea, link: Link) -> Entry:
    moment = int(link.at.timestamp())
    return Entry(
        key=f"idea/{idea.number}/{link.kind}/{moment}",
        title=link.label,
        url=link.url,
        at=link.at,
    )


def _of_comment(idea: Idea, comment: Comment) -> Entry:
    anchor = f"comment-{comment.id}"
    name = comment.author.display_name
    return Entry(
        key=f"comment/{comment.id}",
        title=_("%(name)s said something", name=name),
        url=url_for("ideas.show", number=idea.number, _anchor=anchor),
        at=comment.created_at,
        author=name,
        html=comment.body_html,
    )
