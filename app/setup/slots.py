"""The first steps of an own site; the demo's card that leads through one idea."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup

from app.kernel import site
from app.kernel.actor import Actor
from app.setup import policies, queries
from app.web import slot

COOKIE = "walk"


@slot.fills("shell.first_steps")
def first_steps(actor: Actor, _shown: Sequence[Any]) -> dict[int, Markup]:
    """What an admin does first, until it is done or put away."""
    if not site.get("first_steps") or not policies.may_set_up(actor):
        return {}
    return {0: slot.render("setup/_steps.html", steps=queries.steps())}


@slot.fills("shell.home_walk")
def home_walk(_actor: Actor, _shown: Sequence[Any]) -> dict[int, Markup]:
    """One idea, all its stops; put away it is one line. Only in the demo store."""
    if current_app.config["STORE"] != "demo":
        return {}
    found = queries.known_walk(current_app.extensions)
    if found is None:
        return {}
    is_hidden = request.cookies.get(COOKIE) == "off"
    home = url_for("discovery.home")
    return {
        0: slot.render("setup/_walk_card.html", walk=found, hidden=is_hidden, home=home)
    }
