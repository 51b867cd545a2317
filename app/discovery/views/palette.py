"""The command palette and the list of keys: dialogs, or pages without JavaScript."""

from types import SimpleNamespace
from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from app.discovery import queries
from app.discovery.views.blueprint import bp
from app.kernel.text import fold
from app.web import nav
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import page

MENUS = ("main", "mine", "staff")
FOUND = 8


@bp.get("/palette")
@access(PUBLIC)
def palette() -> Any:
    """Search and places to go; as a page of its own it is the search."""
    words = request.args.get("q")
    if not _is_fragment():
        return redirect(url_for("discovery.search", q=words), 303)
    template = "discovery/_palette.html" if words is None else "discovery/_options.html"
    return page(template, places=_places(words or ""), ideas=_ideas(words or ""))


@bp.get("/keys")
@access(PUBLIC)
def keys() -> Response:
    """What the keys of the keyboard do here."""
    name = "_keys_dialog" if _is_fragment() else "keys"
    return page(f"discovery/{name}.html", keys=_keys())


def _is_fragment() -> bool:
    return request.headers.get("HX-Request") == "true"


def _places(words: str) -> list[SimpleNamespace]:
    """The entries of the menus whose name has these words, each page once."""
    wanted = fold(words)
    entries = {entry.url: entry for menu in MENUS for entry in nav.of(menu)}
    return [entry for entry in entries.values() if wanted in fold(entry.label)]


def _ideas(words: str) -> list[Any]:
    if not words.strip():
        return []
    return queries.search(current_actor(), words, limit=FOUND).ideas


def _keys() -> list[tuple[list[str], str]]:
    return [
        (["Ctrl", "K"], _("Search and go to a page")),
        (["/"], _("Search ideas")),
        (["s"], _("Support the idea you are reading")),
        (["g", "h"], _("To the front page")),
        (["g", "r"], _("To the roadmap")),
        (["g", "b"], _("To the Friday builds")),
        (["?"], _("Show these keys")),
        (["Esc"], _("Close")),
    ]
