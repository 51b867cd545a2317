"""What a reader chooses for the pages, signed in or not: the theme."""

from flask import Blueprint, Flask, Response, has_request_context, request

from app.web.actor import PUBLIC, access
from app.web.answers import leave_for, safe_next

THEMES = ("auto", "light", "dark")
bp = Blueprint("preferences", __name__)


@bp.post("/preferences/theme")
@access(PUBLIC)
def theme() -> Response:
    """Keep a theme in a cookie and go back."""
    chosen = request.form.get("theme", "auto")
    answer = leave_for(safe_next(request.form.get("next")) or "/")
    kept = chosen if chosen in THEMES else "auto"
    answer.set_cookie("theme", kept, max_age=31_536_000, samesite="Lax", httponly=True)
    return answer


def init_app(app: Flask) -> None:
    """Give templates `theme`."""
    app.register_blueprint(bp)
    app.context_processor(_context)


def _context() -> dict[str, str]:
    chosen = request.cookies.get("theme", "auto") if has_request_context() else "auto"
    return {"theme": chosen if chosen in THEMES else "auto"}
