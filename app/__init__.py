"""Cobuild: create_app is the only module that knows every domain."""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

from flask import Flask
from flask.sessions import SessionInterface, SessionMixin
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.kernel import clock, log, personal
from app.kernel.db import db, prepare
from app.people import login
from app.people import queries as people
from app.setup import commands as setup
from app.spaces import queries as spaces
from app.web import (
    actor,
    assets,
    csrf,
    errors,
    files,
    filters,
    headers,
    health,
    i18n,
    limits,
    nav,
    preferences,
    shell,
    slot,
)
from config import Settings

DOMAINS = (
    "people",
    "ledger",
    "spaces",
    "comments",
    "ideas",
    "support",
    "builds",
    "reviews",
    "roadmap",
    "feedback",
    "listening",
    "advisory",
    "royalties",
    "payouts",
    "moderation",
    "notifications",
    "discovery",
    "profiles",
    "api",
    "imports",
    "setup",
)
EDGES = ("views", "staff_views", "slots", "listeners", "tasks", "cli")


class _NoSession(SessionInterface):
    """Flask's own signed session is unused: identity is a row, flashes live in it."""

    def open_session(self, app: Flask, request: object) -> SessionMixin | None:  # noqa: ARG002
        return None

    def save_session(self, *_: object) -> None:
        return None


def create_app(settings: Settings) -> Flask:
    """Build the application for checked settings."""
    root = Path(__file__).parent.parent
    app = Flask(__name__, template_folder=str(root / "templates"), static_folder=None)
    app.session_interface = _NoSession()
    app.config.from_mapping(settings.flask_config())
    app.extensions["settings"] = settings
    if settings.clock_offset:
        clock.shift(settings.clock_offset)
    if settings.is_https:
        # whoever ends TLS before us says who asks, and that it was https
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    log.set_up()
    _open_database(app)
    _set_up_web(app)
    for domain in DOMAINS:
        _plug_in(app, domain)
    # the ledger lies beside people and may not ask it
    app.extensions["acting"] = people.acting
    # people lies below spaces and may not ask it where a role can be given
    app.extensions["spaces_of"] = spaces.all_of
    # the shell lies beside setup and may not ask it
    app.extensions["prepare"] = setup.prepare
    cli.init_app(app, create_app)
    return app


def _open_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _set_up_web(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    health.init_app(app)
    login.init_app(app)
    for part in (headers, errors, limits, actor, csrf, i18n, filters, assets):
        part.init_app(app)
    for part in (slot, nav, preferences, shell):
        part.init_app(app)
    app.register_blueprint(files.bp)
    # brotli before zstd, which packs what we send by a fifth worse
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=6)
    Compress(app)


def _plug_in(app: Flask, domain: str) -> None:
    """Import a domain's edges: their decorators register, their blueprints mount."""
    for kind in ("models", "rules", *EDGES):
        module = _find(f"app.{domain}.{kind}")
        if module is None:
            continue
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp)
        if hasattr(module, "cli"):
            app.cli.add_command(module.cli)
    _register_personal(domain)


def _register_personal(domain: str) -> None:
    queries = _find(f"app.{domain}.queries")
    commands = _find(f"app.{domain}.commands")
    if hasattr(queries, "personal") and hasattr(commands, "erase"):
        personal.register(domain, queries.personal, commands.erase)  # type: ignore[union-attr]


def _find(name: str) -> ModuleType | None:
    if importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)
