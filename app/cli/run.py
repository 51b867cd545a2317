"""`migrate`, `serve`, and `up`, which is what bin/serve calls: all in one process."""

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from app import server, store
from app.kernel.db import atomic, db
from app.store.dumps import CannotBackUp
from config import BadSetting, Settings

Command = Callable[..., Any]


def where(command: Command) -> Command:
    """The options that say where to serve."""
    for option in (
        click.option("--lan", is_flag=True, help="Serve the own network, over http."),
        click.option("--host", help="Address to bind. Default: this machine only."),
        click.option("--port", help="Default: 8000."),
    ):
        command = option(command)
    return command


@click.command()
@click.option("--no-backup", is_flag=True, help="Do not keep the tables as they were.")
@with_appcontext
def migrate(*, no_backup: bool) -> None:
    """Make the data folder and its secrets, bring the tables up to date."""
    with plain_words():
        store.migrate(_settings(), keeps=not no_backup)
        _prepare(_app(), _settings())
    click.echo(f"The {_settings().store} store is up to date.")


@click.command()
@where
@with_appcontext
def serve(port: str | None, host: str | None, *, lan: bool) -> None:
    """Serve the site and do its background work, in a folder already migrated."""
    with plain_words():
        settings = _placed(_settings(), port, host, lan=lan)
        if not settings.payee_key_file.exists():
            raise BadSetting("The store has no secrets yet: flask --app wsgi migrate")
        handle = server.claim(settings.data)
        _take_port(handle, settings)
        click.echo(f"Cobuild is at {settings.origin}")
        _serve(settings)


@click.command()
@where
@click.option("--empty", is_flag=True, help="Begin an own site instead of the demo.")
@with_appcontext
def up(port: str | None, host: str | None, *, lan: bool, empty: bool) -> None:
    """Set up whatever is not there yet, then serve."""
    with plain_words():
        handle = server.claim(_settings().data)
        # The store comes first: what may be served to whom depends on it.
        settings = _choose(_settings(), empty=empty)
        settings = _placed(settings, port, host, lan=lan)
        _take_port(handle, settings)
        path = _set_up(settings)
        server.log_to(settings.data / "server.log")
        click.echo(f"\nCobuild is at {settings.origin}{path}\nCtrl-C ends it.")
        _serve(settings)


@contextlib.contextmanager
def plain_words() -> Iterator[None]:
    """Say in one sentence what went wrong, where a sentence was written for it."""
    try:
        yield
    except (BadSetting, server.CannotServe, CannotBackUp) as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _placed(
    settings: Settings, port: str | None, host: str | None, *, lan: bool
) -> Settings:
    """The settings with what the command line says on top."""
    changed: dict[str, str] = {}
    if port is not None:
        changed["COBUILD_PORT"] = port
    if host:
        changed["COBUILD_HOST"] = host
    if lan or settings.lan:
        changed["COBUILD_LAN"] = "1"
        known = host or settings.environ.get("COBUILD_HOST")
        changed["COBUILD_HOST"] = known or server.lan_address()
    return settings.reread(**changed)


def _take_port(handle: int, settings: Settings) -> None:
    server.check_port(settings.host, settings.port)
    server.announce(handle, settings.origin)


def _choose(settings: Settings, *, empty: bool) -> Settings:
    """The demo world at the very first start, else the store used before."""
    if empty:
        return store.choose(settings, "own")
    return settings if store.is_chosen(settings) else store.choose(settings, "demo")


def _set_up(settings: Settings) -> str:
    """Tables, demo world, first admin: the path to open."""
    app = _app_of(settings)
    with app.app_context():
        is_new = store.begin_demo(settings)
        click.echo("Preparing the database ...")
        store.migrate(settings)
        if is_new:
            click.echo("Building the demo world ...")
            _call(app, "demo", "build")
            store.end_demo(settings)
        _prepare(app, settings)
        path = _admin_link(app)
        db.session.remove()
        db.engine.dispose()  # the worker is a fork: it must not inherit connections
    return path


def _prepare(app: Flask, settings: Settings) -> None:
    """An own site begins with the space `general`; the demo makes its own."""
    if not settings.is_demo:
        with atomic():
            app.extensions["prepare"]()


def _app_of(settings: Settings) -> Flask:
    """An app that opens this store: mostly the one at hand."""
    if _settings().store == settings.store:
        return _app()
    other: Flask = current_app.extensions["build"](settings)
    return other


def _admin_link(app: Flask) -> str:
    """The path of the one-time link for the admin; the home page once it is used."""
    words, aside = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(words), contextlib.redirect_stderr(aside):
        _call(app, "people", "admin-link")
    return words.getvalue().strip() or "/"


def _call(app: Flask, *names: str) -> None:
    """Run a domain's command by name: the shell knows no domain."""
    app.cli.main(list(names), standalone_mode=False)


def _serve(settings: Settings) -> None:
    server.serve(settings, current_app.extensions["build"], _app())


def _app() -> Flask:
    return click.get_current_context().ensure_object(ScriptInfo).load_app()
