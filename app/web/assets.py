"""Our own static files: CSS joined at start, every address with a content hash."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, url_for

from app.kernel.errors import Missing
from app.web.actor import PUBLIC, access

FIRST = ("reset", "tokens", "base", "ui")
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


def init_app(app: Flask) -> None:
    """Join the CSS, hash the tree, serve it under one versioned path."""
    root = Path(app.root_path).parent / "static"
    app.extensions["assets"] = {"root": root, "css": _joined(root), "v": _version(root)}
    app.add_url_rule("/static/v-<v>/<path:name>", "static_file", _serve)
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """The address of a static file; `css/app.css` is all CSS in layer order."""
    return url_for("static_file", v=current_app.extensions["assets"]["v"], name=name)


def _joined(root: Path) -> str:
    folder = root / "css"
    names = [name for name in FIRST if (folder / f"{name}.css").exists()]
    rest = sorted(p.stem for p in folder.glob("*.css") if p.stem not in FIRST)
    return "\n".join((folder / f"{n}.css").read_text("utf-8") for n in [*names, *rest])


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:8]


@access(PUBLIC)
def _serve(v: str, name: str) -> Response:
    assets: dict[str, Any] = current_app.extensions["assets"]
    answer = _file(assets, name)
    if v == assets["v"]:
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _file(assets: dict[str, Any], name: str) -> Response:
    if name == "css/app.css":
        return Response(assets["css"], mimetype="text/css")
    path = (assets["root"] / name).resolve()
    if not path.is_relative_to(assets["root"]) or not path.is_file():
        raise Missing
    # read whole: they are small, and a stream would stay open when it is compressed
    return Response(path.read_bytes(), mimetype=_TYPES.get(path.suffix))
