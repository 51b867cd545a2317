"""What every page's frame shows: who is signed in, the site, what was just said."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, has_request_context, request, url_for

from app.kernel import site
from app.kernel.db import atomic
from app.web.actor import current_actor, current_session


def init_app(app: Flask) -> None:
    """Give templates `actor`, `site`, `flashes` and `shown_page`."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    if not has_request_context():
        return {}
    return {
        "actor": current_actor(),
        "site": SimpleNamespace(
            name=site.get("name"), colours=_colours(), off=site.get("switched_off")
        ),
        "flashes": _flashes(),
        "shown_page": _shown_page(),
    }


def _shown_page() -> SimpleNamespace:
    """Where the reader is: of a fragment, the page that it is put into.

    Its arguments are without the language, which one chooses from there. Two slashes
    at its beginning would lead to another site.
    """
    sent_from = urlsplit(request.headers.get("HX-Current-URL", ""))
    is_ours = sent_from.netloc == request.host
    path = "/" + (sent_from.path if is_ours else request.path).lstrip("/\\")
    args = parse_qsl(sent_from.query if is_ours else request.query_string.decode())
    address = f"{path}?{urlencode(args)}" if args else path
    kept = [(name, value) for name, value in args if name != "lang"]
    return SimpleNamespace(path=path, args=kept, address=address)


def _colours() -> str:
    """The address of the site's own colours; none where they are the usual ones."""
    colour = str(site.get("colour"))
    return url_for("spaces.brand", colour=colour.removeprefix("#")) if colour else ""


def _flashes() -> list[Any]:
    """What the session has to say, once."""
    row = current_session()
    if row is None or not row.flashes or request.method != "GET":
        return []
    with atomic():
        return row.take_flashes()
