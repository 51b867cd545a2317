"""Refusals become answers: a status, a sentence in the reader's language, what next."""

import contextlib
import logging
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.kernel import site
from app.kernel.db import db
from app.kernel.errors import Conflict, Gone, Invalid, Missing, NotAllowed, Refusal
from app.web.filters import day

STATUS: dict[type[Refusal], int] = {
    NotAllowed: 403,
    Missing: 404,
    Gone: 410,
    Conflict: 409,
    Invalid: 422,
}
_log = logging.getLogger("cobuild.web")


def sentence(refusal: Refusal) -> str:
    """A refusal in the reader's words."""
    words: str = gettext(refusal.text)
    values = {key: _shown(value) for key, value in refusal.values.items()}
    return words % values if values else words


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: of its nearest named ancestor, else 409."""
    for cls in type(refusal).__mro__:
        if cls in STATUS:
            return STATUS[cls]
    return 409


def init_app(app: Flask) -> None:
    """Answer refusals, HTTP errors and crashes with our own pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(DataError, _beyond)
    app.register_error_handler(OverflowError, _beyond)
    app.register_error_handler(Exception, _crashed)


def _shown(value: Any) -> Any:
    """Instants as days in the reader's zone; other values are words already."""
    return day(value) if isinstance(value, datetime) else value


def _refused(refusal: Refusal) -> tuple[str, int]:
    return _answer(status_of(refusal), sentence(refusal), code=refusal.code)


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    body, status = _answer(error.code, None, code=error.name)
    headers = [h for h in error.get_headers() if h[0] in ("Allow", "Retry-After")]
    return body, status, headers


def _unavailable(error: OperationalError) -> tuple[str, int]:
    _log.error("the database did not answer: %s", type(error.orig).__name__)
    _do_without_database()
    return _answer(503, None, code="unavailable")


def _beyond(error: DataError | OverflowError) -> tuple[str, int]:
    """A number or a sign that no column can hold: whoever asks by it finds nothing."""
    if isinstance(error, OverflowError) and "SQLite" not in str(error):
        return _crashed(error)
    db.session.rollback()
    status = 404 if request.method in ("GET", "HEAD") else 400
    return _answer(status, None, code="beyond")


def _crashed(error: Exception) -> tuple[str, int]:
    if current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"] is None:
        raise error
    _log.exception("request %s failed", g.get("request_id"), exc_info=error)
    _do_without_database()
    return _answer(500, None, code=InternalServerError().name)


def _do_without_database() -> None:
    """The page that says so must not ask the database again: nobody is signed in."""
    with contextlib.suppress(Exception):
        db.session.rollback()
    g.sign_in_session = None
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where flask-login looks
    site.remember({})


def _answer(status: int, words: str | None, code: str) -> tuple[str, int]:
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "errors/_fragment.html" if is_fragment else "errors/page.html"
    page = render_template(
        template,
        status=status,
        sentence=words,
        code=code,
        request_id=g.get("request_id"),
        back=_back(),
    )
    return page, status


def _back() -> str:
    """The page of ours that the reader came from, if it was another one."""
    came_from, ours = request.referrer or "", request.host_url
    if not came_from.startswith(ours) or came_from == request.url:
        return ""
    return "/" + came_from.removeprefix(ours)
