"""The first run: demo, empty or one's own data; three screens; the first steps."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for
from flask_babel import gettext as _

from app import server, store
from app.kernel import colour, site
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.errors import Conflict, Missing, Refusal
from app.kernel.words import N_
from app.people import commands as people_commands
from app.people import queries as people
from app.setup import commands, forms, policies, queries
from app.setup.demo.build import build as build_world
from app.web import i18n
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import done, invalid, page
from app.web.form import Form
from config import Settings, is_loopback

bp = Blueprint("first_run", __name__)
Screen = Callable[[], None]
_ROOTS = ("discovery.home", "profiles_staff.home")


class NotOverTheNet(Conflict):
    code = "not_over_the_net"
    text = N_(
        "Others reach this address, so the store is changed on the machine itself: "
        "stop the server and start it with bin/serve --empty."
    )


@bp.before_app_request
def _first_things_first() -> Any:
    """The root of a site that nobody has set up leads to the first run."""
    if request.endpoint not in _ROOTS or _is_demo():
        return None
    stage = site.get("first_run")
    if stage == "choice":
        return redirect(url_for("first_run.choice"), 303)
    if stage and policies.may_set_up(current_actor()):
        return redirect(url_for(f"first_run.{stage}"), 303)
    return None


@bp.get("/setup")
@access(PUBLIC)
def choice() -> Response:
    """Demo, empty, or one's own data."""
    _require_first_run()
    actor = current_actor()
    settings = _settings()
    return page(
        "setup/choice.html",
        may_begin=policies.may_set_up(actor),
        has_import="imports.new" in current_app.view_functions,
        is_near=_is_near(settings),
    )


@bp.route("/setup/site", methods=("GET", "POST"))
@access(policies.may_set_up)
def start() -> Response:
    """The first screen: the site."""
    _require_first_run()
    form = forms.SiteScreen(data=_start_known())
    form.timezone.choices = [(zone, zone) for zone in people.zones()]

    def act() -> None:
        commands.say_site(current_actor(), _start_said(form))

    return _screen("setup/start.html", form, act, "first_run.team")


@bp.route("/setup/team", methods=("GET", "POST"))
@access(policies.may_set_up)
def team() -> Response:
    """The second screen: who takes part, how many run it."""
    _require_first_run()
    usual = {"crew": commands.USUAL_CREW, "audience": commands.USUAL_AUDIENCE}
    form = forms.TeamScreen(data=usual)

    def act() -> None:
        said = usual if "skip" in request.form else form.data
        commands.say_team(current_actor(), said["crew"], said["audience"])

    return _screen("setup/team.html", form, act, "first_run.space")


@bp.route("/setup/space", methods=("GET", "POST"))
@access(policies.may_set_up)
def space() -> Response:
    """The third screen: what the first space is for."""
    _require_first_run()
    first = queries.first_space()
    known = first.name if first is not None else commands.FIRST.name
    usual = {"use": commands.USUAL_USE, "name": known}
    form = forms.SpaceScreen(data=usual)

    def act() -> None:
        said = usual if "skip" in request.form else form.data
        commands.say_space(current_actor(), said["use"], said["name"].strip())

    words = _("Your site is open. These are the first steps.")
    return _screen("setup/space.html", form, act, "discovery.home", words)


@bp.post("/setup/steps/dismissal")
@access(policies.may_set_up)
def dismiss_steps() -> Response:
    """Put the first steps away."""
    with atomic():
        commands.put_steps_away(current_actor())
    return done("profiles_staff.home")


@bp.post("/setup/demo")
@access(PUBLIC)
def demo() -> Response:
    """Look at the demo first: it is built beside the empty site, which stays."""
    _require_first_run()
    settings = _refuse_far_away()
    _build_demo(store.choose(settings, "demo"))
    return _leave("/")


@bp.post("/demo/leaving")
@access(PUBLIC)
def leave_demo() -> Response:
    """Leave the demo for an own site; the next address makes its first admin."""
    if not _is_demo():
        raise Missing
    settings = _refuse_far_away()
    return _leave(_open_own(store.choose(settings, "own")))


def _screen(
    template: str, form: Form, act: Screen, target: str, message: str | None = None
) -> Response:
    """Show a screen, or do what it says and go on to the next."""
    if request.method == "GET":
        return page(template, form=form)
    if "skip" in request.form or form.validate():
        try:
            with atomic():
                act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done(target, message=message)
    return invalid(template, form=form)


def _start_known() -> dict[str, Any]:
    """What was said already; of a new site, the language its admin reads."""
    is_new = site.get("first_run") == "choice"
    return {
        "name": site.get("name"),
        "language": i18n.pick() if is_new else site.get("language"),
        "timezone": site.get("timezone"),
        "colour": site.get("colour") or colour.STANDARD,
    }


def _start_said(form: forms.SiteScreen) -> dict[str, Any]:
    return {
        "name": (form.name.data or "").strip(),
        "language": form.language.data,
        "colour": (form.colour.data or "").lower(),
        "timezone": form.timezone.data,
    }


def _require_first_run() -> None:
    if _is_demo() or not site.get("first_run"):
        raise Missing


def _build_demo(settings: Settings) -> None:
    """The demo world, unless it stands already."""
    with _app(settings).app_context():
        is_new = store.begin_demo(settings)
        store.migrate(settings)
        if is_new:
            build_world()
            store.end_demo(settings)


def _open_own(settings: Settings) -> str:
    """The own store made ready: the path that makes its first admin, else its root."""
    app = _app(settings)
    with app.app_context():
        store.migrate(settings)
        try:
            with atomic():
                app.extensions["prepare"]()
                token = people_commands.admin_link(SYSTEM)
        except people_commands.AdminThere:
            return "/"
    return f"/welcome/{token}"


def _leave(path: str) -> Response:
    """Say where it goes on; the worker starts afresh once this is sent."""
    answer = page("setup/leaving.html", path=path)
    answer.call_on_close(server.restart)
    return answer


def _refuse_far_away() -> Settings:
    settings = _settings()
    if not _is_near(settings):
        raise NotOverTheNet
    return settings


def _is_near(settings: Settings) -> bool:
    """Whether only this machine reaches the site, and was asked by its own name.

    A proxy that forgot to say so, or a page elsewhere, brings another host.
    """
    asked = urlsplit(f"//{request.host}").hostname or ""
    is_open = settings.given_origin or not is_loopback(settings.host)
    return is_loopback(asked) and not is_open


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _app(settings: Settings) -> Flask:
    app: Flask = current_app.extensions["build"](settings)
    return app


def _is_demo() -> bool:
    return bool(current_app.config["STORE"] == "demo")
