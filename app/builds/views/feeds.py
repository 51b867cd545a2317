"""The changelog for feed readers, as Atom and as JSON Feed, of the site and a space.

A feed reader is nobody: it is told what everyone may see.
"""

import hashlib
import json
from typing import Any

from flask import Response, current_app, make_response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.builds import queries
from app.builds.models import Build, BuildItem
from app.builds.views.blueprint import bp
from app.kernel import site
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import Missing
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.web import feed
from app.web.actor import PUBLIC, access
from app.web.feed import Entry, Feed

_JSON_FEED = "https://jsonfeed.org/version/1.1"


@bp.get("/builds/feed.atom")
@access(PUBLIC)
def site_atom() -> Response:
    """What went out on Fridays, with every change."""
    return feed.answer(_feed())


@bp.get("/builds/feed.json")
@access(PUBLIC)
def site_json() -> Response:
    """The same as JSON Feed."""
    return _as_json(_feed())


@bp.get("/s/<slug>/builds.atom")
@access(PUBLIC)
def space_atom(slug: str) -> Response:
    """What went out in one space."""
    return feed.answer(_feed(_space(slug)))


@bp.get("/s/<slug>/builds.json")
@access(PUBLIC)
def space_json(slug: str) -> Response:
    """The same as JSON Feed."""
    return _as_json(_feed(_space(slug)))


def _space(slug: str) -> Space:
    """A space that everyone may see and that has its builds."""
    space = spaces.by_slug(ANONYMOUS, slug)
    if not space.has_builds:
        raise Missing
    return space


def _feed(space: Space | None = None) -> Feed:
    filters = queries.Filters(space=space.slug if space else "")
    found = queries.index_page(ANONYMOUS, None, filters).builds.items
    return Feed(
        key=f"space/{space.id}/builds" if space else "builds",
        title=_(
            "Friday builds: %(name)s", name=space.name if space else site.get("name")
        ),
        page=url_for("builds.index", space=space.slug if space else None),
        entries=[_entry(build) for build in found],
    )


def _entry(build: Build) -> Entry:
    return Entry(
        key=f"build/{build.number}",
        title=build.name,
        url=url_for("builds.show", number=build.number),
        at=build.published_at or build.created_at,
        summary=" · ".join(_change(item) for item in build.shown_items),
        html=build.body_html,
    )


def _change(item: BuildItem) -> str:
    """A change, and who asked for it."""
    asked = [c.person.display_name for c in item.credits if c.role == "idea"]
    if not asked:
        return item.title
    words: str = _(
        "%(change)s, asked for by %(names)s",
        change=item.title,
        names=_(", ").join(asked),
    )
    return words


def _as_json(told: Feed) -> Response:
    """A feed as JSON Feed 1.1; 304 where nothing is new."""
    root = current_app.config["ORIGIN"]
    content = {
        "version": _JSON_FEED,
        "title": told.title,
        "home_page_url": root + told.page,
        "feed_url": root + request.path,
        "language": str(get_locale()).replace("_", "-"),
        "items": [_item(root, entry) for entry in told.entries],
    }
    body = json.dumps(content, ensure_ascii=False)
    answer = make_response(body)
    answer.headers["Content-Type"] = "application/feed+json; charset=utf-8"
    answer.last_modified = told.updated
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32], weak=True)
    answer.make_conditional(request)
    return answer


def _item(root: str, entry: Entry) -> dict[str, Any]:
    words = {"content_html": entry.html} if entry.html else {}
    return {
        "id": feed.tag(entry.key),
        "url": root + entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_text": entry.summary,
        "date_published": entry.at.isoformat(),
        **words,
    }
