"""Stored files by their hash: nosniff, immutable, never a script."""

from flask import Blueprint, Response, send_file

from app.kernel import storage
from app.kernel.errors import Missing
from app.web.actor import PUBLIC, access

bp = Blueprint("files", __name__)
_TYPES = {".webp": "image/webp"}
# Logs are for few: their own page asks who reads them.
_NEVER = (".log",)


@bp.get("/files/<name>")
@access(PUBLIC)
def show(name: str) -> Response:
    """A stored file; its name is a 256-bit hash that only its readers know."""
    path = storage.find(name)
    if path.suffix in _NEVER:
        raise Missing
    known = _TYPES.get(path.suffix)
    answer = send_file(
        path,
        mimetype=known or "application/octet-stream",
        as_attachment=known is None,
    )
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
