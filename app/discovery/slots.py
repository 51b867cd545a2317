"""What search and sharing show on the pages of ideas."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, url_for

from app.discovery import queries
from app.feedback.models import Bug
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.web import slot


@slot.fills("ideas.similar")
def similar(actor: Actor, wanted: Sequence[Any]) -> Mapping[int, Any]:
    """At most five for each title, never itself; nothing where there is none."""
    found = [
        (thing, queries.similar(actor, thing.title, but=thing.id)) for thing in wanted
    ]
    return {
        thing.id: slot.render(
            "discovery/_similar.html", ideas=ideas, writes=_writes(actor, thing)
        )
        for thing, ideas in found
        if ideas
    }


@slot.fills("bugs.similar")
def similar_bugs(actor: Actor, wanted: Sequence[Any]) -> Mapping[int, Any]:
    """At most five bugs for each report; nothing where there is none."""
    found = [(one, _like(actor, one)) for one in wanted]
    return {
        one.id: slot.render("discovery/_similar_bugs.html", bugs=bugs)
        for one, bugs in found
        if bugs
    }


@slot.fills("idea.share")
def share(_actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Any]:
    """The menu that hands an idea on; nothing is asked for it."""
    return {idea.id: _shared("discovery/_share.html", idea) for idea in ideas}


@slot.fills("idea.share_head")
def share_head(_actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Any]:
    """What others show of a link, where everybody may read the idea."""
    return {
        idea.id: _shared("discovery/_share_head.html", idea)
        for idea in ideas
        if idea.space.audience == "everyone"
    }


def _like(actor: Actor, wanted: Any) -> list[Bug]:
    words = f"{wanted.title} {wanted.words}"
    return queries.similar_bugs(actor, wanted.space_id, words, but=wanted.id)


def _writes(actor: Actor, thing: Any) -> bool:
    """Whether these words are the actor's own; what has no row yet is being typed."""
    return not thing.id or thing.author_id == actor.id


def _shared(template: str, idea: Idea) -> Any:
    root = current_app.config["ORIGIN"]
    address = root + url_for("ideas.show", number=idea.number)
    return slot.render(template, idea=idea, root=root, address=address)
