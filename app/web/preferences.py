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
    answer = leave_for(safe_next(request.form.get("next")) or "/")
    return keep_theme(answer, request.form.get("theme", "auto"))


def keep_theme(answer: Response, chosen: str) -> Response:
    """Let an answer carry the chosen theme, for this device."""
    kept = chosen if chosen in THEMES else "auto"
    answer.set_cookie("theme", kept, max_age=31_536_000, samesite="Lax", httponly=True)
    return answer


def current_theme() -> str:
    """The theme that this device has chosen."""
    chosen = request.cookies.get("theme", "auto") if has_request_context() else "auto"
    return chosen if chosen in THEMES else "auto"


def init_app(app: Flask) -> None:
    """Give templates `theme`."""
    app.register_blueprint(bp)
    app.context_processor(_context)


def _context() -> dict[str, str]:
    return {"theme": current_theme()}
