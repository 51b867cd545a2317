"""No other site posts in a person's name, and no anonymous page needs a cookie for it.

Every POST passes the same-site check (Sec-Fetch-Site, else Origin); a signed-in
person's form also carries an HMAC of the session row.
"""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.datastructures import Headers

from app.kernel.errors import NotAllowed
from app.web.actor import current_session

FIELD = "csrf_token"
_SAFE = ("GET", "HEAD", "OPTIONS")


def init_app(app: Flask) -> None:
    """Check every unsafe request; give templates `csrf_token()`."""
    app.before_request(_check)
    app.jinja_env.globals["csrf_token"] = token


def token() -> str:
    """The value of the hidden field, empty for the anonymous."""
    row = current_session()
    return "" if row is None else _sign(row.id)


def same_site(headers: Headers, host: str) -> bool | None:
    """Whether a request came from our own pages; None when no browser says so."""
    if site := headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    if origin := headers.get("Origin"):
        return origin != "null" and urlsplit(origin).netloc == host
    return None


def exempt(view: object) -> None:
    """Mark a route that proves its sender another way (a signature, a bearer token)."""
    view.csrf_exempt = True  # type: ignore[attr-defined]


def _check() -> None:
    if request.method in _SAFE or request.endpoint is None:
        return
    if getattr(current_app.view_functions[request.endpoint], "csrf_exempt", False):
        return
    ours = same_site(request.headers, request.host)
    row = current_session()
    if ours is False or (ours is None and row is not None):
        raise NotAllowed("same_site")
    if row is not None and not _matches(row.id):
        raise NotAllowed("csrf_token")


def _matches(session_id: int) -> bool:
    sent = request.form.get(FIELD) or request.headers.get("X-CSRF-Token", "")
    return hmac.compare_digest(sent.encode(), _sign(session_id).encode())


def _sign(session_id: int) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"csrf:{session_id}".encode(), hashlib.sha256).hexdigest()
