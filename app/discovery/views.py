"""The front page, search, and ideas that say something alike."""

from flask import Blueprint, Response, request

from app.discovery import queries
from app.kernel.words import N_
from app.web import nav
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import page

bp = Blueprint("discovery", __name__)
nav.add("main", N_("Discover"), "discovery.home", PUBLIC, icon="compass", order=10)


@bp.get("/")
@access(PUBLIC)
def home() -> Response:
    """What is worth backing now."""
    return page("discovery/home.html", rails=queries.rails(current_actor()))


@bp.get("/search")
@access(PUBLIC)
def search() -> Response:
    """Ideas by title and text."""
    words = request.args.get("q", "").strip()
    found = queries.search(current_actor(), words)
    return page("discovery/search.html", q=words, found=found)


@bp.get("/ideas/similar")
@access(PUBLIC)
def similar() -> Response:
    """A fragment: at most five ideas like a title that is being written."""
    title = request.args.get("title", "").strip()
    found = queries.similar(current_actor(), title)
    return page("discovery/_similar.html", ideas=found)
