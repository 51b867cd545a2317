"""The support button on every card, the support block on the idea's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.comments import queries as comments
from app.comments.models import Thread
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.support import policies, queries
from app.web import slot


@slot.fills("idea.card")
def buttons(actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Any]:
    """Support, or "You support this", and what is being checked: one statement."""
    marks = queries.marks(actor, [idea.id for idea in ideas])
    return {
        idea.id: slot.render(
            "support/_button.html",
            idea=idea,
            held=marks[idea.id].held,
            offer=policies.offer(actor, idea, is_mine=marks[idea.id].is_mine),
        )
        for idea in ideas
    }


@slot.fills("idea.head")
def blocks(actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Any]:
    """The block beside the story: the exact count and the one big button."""
    return {idea.id: _block(actor, idea) for idea in ideas}


@comments.backing
def backs(actor: Actor, thread: Thread) -> bool:
    """Whether somebody supports the idea that a thread is under."""
    return queries.supports_thread(actor, thread.id)


def _block(actor: Actor, idea: Idea) -> Any:
    standing = queries.standing(actor, idea.id)
    return slot.render(
        "support/_head.html",
        idea=idea,
        counted=standing.counted,
        held=standing.held,
        is_voided=standing.is_voided,
        offer=policies.offer(actor, idea, is_mine=standing.is_mine),
        signs=policies.is_asked_to_sign(actor, idea),
        looks=policies.may_see_supporters(actor, idea),
    )
