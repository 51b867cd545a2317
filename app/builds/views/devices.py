"""A tester's devices: the key they ask with, and whether they say what they run."""

from flask import Response
from flask_babel import gettext as _

from app.builds import commands, queries
from app.builds.views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, page


@bp.get("/builds/<int:number>/devices")
@access(SIGNED_IN)
def devices(number: int) -> Response:
    """What one's devices may do in the test that this build belongs to."""
    return _page(current_actor(), number)


@bp.post("/builds/<int:number>/devices/key")
@access(SIGNED_IN)
def make_key(number: int) -> Response:
    """A new key, shown this once."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        token = commands.make_key(actor, build.train.channel)
    return _page(actor, number, token)


@bp.post("/builds/<int:number>/devices/key/withdrawal")
@access(SIGNED_IN)
def drop_key(number: int) -> Response:
    """End the key."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        commands.drop_key(actor, build.train.channel)
    words = _("The key no longer opens anything.")
    return done("builds.devices", number=number, message=words)


@bp.post("/builds/<int:number>/devices/reports")
@access(SIGNED_IN)
def let_devices_say(number: int) -> Response:
    """Devices may say what they run."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        commands.let_devices_say(actor, build.train.channel)
    words = _("Your devices now say which builds they run.")
    return done("builds.devices", number=number, message=words)


@bp.post("/builds/<int:number>/devices/reports/withdrawal")
@access(SIGNED_IN)
def silence_devices(number: int) -> Response:
    """Devices say nothing any more."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        commands.silence_devices(actor, build.train.channel)
    words = _("Your devices say nothing from now on. What you said yourself stays.")
    return done("builds.devices", number=number, message=words)


@bp.post("/builds/<int:number>/early")
@access(SIGNED_IN)
def get_early(number: int) -> Response:
    """Have this build on one's devices at once."""
    actor = current_actor()
    with atomic():
        commands.get_early(actor, queries.visible_to(actor).get(number))
    words = _("Your devices get it when they next ask.")
    return done("builds.show", number=number, message=words, anchor="get")


def _page(actor: Actor, number: int, token: str = "") -> Response:
    """The page; a key that was just made is on it, and in no cache."""
    build = queries.visible_to(actor).get(number)
    channel = build.train.channel
    answer = page(
        "builds/devices.html",
        build=build,
        mine=queries.mine_of(actor, build),
        token=token,
        channel=channel,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
