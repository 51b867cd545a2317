"""The front page and search."""

from flask import Response, request

from app.discovery import queries
from app.discovery.views.blueprint import bp
from app.ideas import queries as ideas
from app.ideas.models import STAGE_LABELS
from app.kernel.words import N_
from app.web import nav
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import page

nav.add("main", N_("Discover"), "discovery.home", PUBLIC, icon="compass", order=10)


@bp.get("/")
@access(PUBLIC)
def home() -> Response:
    """What is worth backing now, and what moved since Friday."""
    actor = current_actor()
    rails = queries.rails(actor)
    since = queries.since_friday(actor, rails) if actor.is_person else None
    return page("discovery/home.html", rails=rails, since=since)


@bp.get("/search")
@access(PUBLIC)
def search() -> Response:
    """Ideas by title and text, narrowed like the list."""
    words = request.args.get("q", "").strip()
    filters = ideas.Filters.asked(request.args)
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "discovery/_found.html" if is_fragment else "discovery/search.html",
        is_fragment=is_fragment,
        q=words,
        found=queries.search(current_actor(), words, filters),
        filters=filters,
        stages={key: STAGE_LABELS[key] for key in ideas.LISTED_STAGES},
    )
