"""Running it: alive, ready, and one JSON line a request."""

import logging
import secrets
import shutil
import time
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    jsonify,
    request,
)
from sqlalchemy import event, text

from app.kernel import relay
from app.kernel.db import db
from app.web.actor import PUBLIC, access, current_actor

bp = Blueprint("health", __name__)
_log = logging.getLogger("cobuild.request")
_LEAST_FREE = 50 * 1024 * 1024


@bp.get("/healthz")
@access(PUBLIC)
def alive() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@access(PUBLIC)
def ready() -> tuple[Response, int]:
    """The database answers, the relay is near, the disk has room."""
    db.session.execute(text("SELECT 1"))
    waiting = relay.lag()
    free = shutil.disk_usage(current_app.config["DATA"]).free
    is_ready = waiting < 10_000 and free > _LEAST_FREE
    status = "ready" if is_ready else "not ready"
    return jsonify(
        status=status, relay_lag=waiting, disk_free=free
    ), 200 if is_ready else 503


@bp.post("/csp-reports")
@access(PUBLIC)
def csp_report() -> tuple[str, int]:
    """A browser says that a page broke the policy: one line in the log."""
    _log.warning("CSP report: %s", request.get_data(as_text=True)[:2000])
    return "", 204


csp_report.csrf_exempt = True  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Count statements and write a line after each request."""
    app.register_blueprint(bp)
    app.before_request(_begin)
    app.after_request(_end)
    with app.app_context():
        event.listen(db.engine, "after_cursor_execute", _count)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()
    g.statements = 0


def _count(*_: Any) -> None:
    if has_request_context() and "statements" in g:
        g.statements += 1


def _end(answer: Response) -> Response:
    answer.headers["X-Request-Id"] = g.get("request_id", "")
    extra = {
        "request_id": g.get("request_id"),
        "method": request.method,
        "route": str(request.url_rule or ""),
        "status": answer.status_code,
        "actor_id": current_actor().id,
        "statements": g.get("statements", 0),
        "ms": round((time.perf_counter() - g.get("began", 0)) * 1000, 1),
    }
    _log.info("request", extra=extra)
    return answer
