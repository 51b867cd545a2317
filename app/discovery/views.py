"""The front page and search."""

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
