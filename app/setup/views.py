"""The demo's own pages: be somebody else, walk the chain, leave. Nowhere else."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.errors import Missing
from app.people import login
from app.setup import queries
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import leave_for, page, safe_next

bp = Blueprint("setup", __name__)
YEAR = 31_536_000
COOKIE = "walk"
# At which stop of the walk a visitor stands, while they walk.
STANDING = "stop"


def is_demo() -> bool:
    """Whether the demo store is open."""
    return bool(current_app.config["STORE"] == "demo")


@bp.before_request
def _nowhere_else() -> None:
    if not is_demo():
        raise Missing


@bp.get("/demo")
@access(PUBLIC)
def about() -> Response:
    """What this is, whom one may be, and how to leave."""
    return page("setup/about.html", people=queries.cast(), parts=queries.PARTS)


@bp.get("/demo/walk")
@access(PUBLIC)
def walk() -> Response:
    """The stops of one shipped idea, each one click."""
    found = queries.walk()
    if found is None:
        raise Missing
    return page("setup/walk.html", walk=found)


@bp.post("/demo/view-as/<int:number>")
@access(PUBLIC)
def view_as(number: int) -> Response:
    """Go on as a named person, with a session that is stepped up; maybe on the walk."""
    with atomic():
        login.begin(queries.named(number), stepped_up=True, is_demo=True)
    answer = leave_for(safe_next(request.form.get("next")) or url_for("discovery.home"))
    answer.set_cookie(
        STANDING, request.form.get("stop", ""), samesite="Lax", httponly=True
    )
    return answer


@bp.post("/demo/walk/dismissal")
@access(PUBLIC)
def dismiss() -> Response:
    """Put the card away, or bring it back."""
    answer = leave_for(safe_next(request.form.get("next")) or url_for("discovery.home"))
    kept = "off" if request.form.get("hide") == "1" else "on"
    answer.set_cookie(COOKIE, kept, max_age=YEAR, samesite="Lax", httponly=True)
    return answer


@bp.app_context_processor
def _bar() -> dict[str, Any]:
    """The demo bar of the frame: whom one may be, on every page of the demo."""
    if not is_demo():
        return {}
    known = current_app.extensions.get("demo_cast")
    if not known:
        known = [viewer for viewer in queries.cast() if viewer.part]
        current_app.extensions["demo_cast"] = known
    me = getattr(current_actor(), "number", None)
    entries = [_entry(each, me) for each in known]
    return {"demo": SimpleNamespace(view_as=entries, walk=_standing())}


def _standing() -> SimpleNamespace | None:
    """Where on the walk this visitor stands, and the stop that comes next."""
    asked = request.cookies.get(STANDING, 0, type=int)
    kept = current_app.extensions
    found = queries.known_walk(kept) if asked > 0 else None
    if found is None or asked > len(found.stops):
        return None
    rest = found.stops[asked:]
    following = rest[0] if rest else None
    return SimpleNamespace(at=asked, all=len(found.stops), next=following)


def _entry(viewer: queries.Viewer, me: int | None) -> SimpleNamespace:
    part = _(queries.PARTS[viewer.part])
    short = viewer.name.split()[0]  # nine of them share one line
    return SimpleNamespace(
        label=_("%(part)s: %(name)s", part=part, name=short),
        name=viewer.name,
        url=url_for("setup.view_as", number=viewer.number),
        current=viewer.number == me,
    )
