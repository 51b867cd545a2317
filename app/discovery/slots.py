"""Ideas that say something alike, beside one that is being written or checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.discovery import queries
from app.kernel.actor import Actor
from app.web import slot


@slot.fills("ideas.similar")
def similar(actor: Actor, wanted: Sequence[Any]) -> Mapping[int, Any]:
    """At most five for each title, never itself; nothing where there is none."""
    found = {
        thing.id: queries.similar(actor, thing.title, but=thing.id) for thing in wanted
    }
    return {
        thing_id: slot.render("discovery/_similar.html", ideas=ideas)
        for thing_id, ideas in found.items()
        if ideas
    }
