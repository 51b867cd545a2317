"""What reviews show on lower pages: the public decision, and a stop of the way."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.ideas import queries as ideas
from app.kernel.actor import Actor
from app.kernel.words import N_
from app.reviews import policies, queries
from app.reviews.forms import CAUSE_LABELS, OUTCOME_LABELS
from app.web import lineage, slot
from app.web.lineage import Link

DECIDED = {
    "approve": N_("Decision: we make it"),
    "park": N_("Decision: on hold"),
    "decline": N_("Decision: not now"),
}


@slot.fills("idea.below")
def decisions(_actor: Actor, shown: Sequence[Any]) -> dict[int, Markup]:
    """Each public decision with its reason and what would change our mind."""
    found: dict[int, Markup] = {}
    for idea_id, decision, at in queries.decisions_of([idea.id for idea in shown]):
        piece = slot.render(
            "reviews/_decision.html",
            decision=decision,
            at=at,
            outcomes=dict(OUTCOME_LABELS),
            causes=dict(CAUSE_LABELS),
        )
        found[idea_id] = found.get(idea_id, Markup()) + piece
    return found


@slot.fills("idea.staff")
def review_link(actor: Actor, shown: Sequence[Any]) -> dict[int, Markup]:
    """The way into the review room, for those who may enter it."""
    if not policies.may_see_reviews(actor):
        return {}
    found = {}
    for idea in shown:
        review = queries.of_idea(idea.id)
        if review is not None:
            found[idea.id] = slot.render("reviews/_link.html", review=review)
    return found


@lineage.links
def links(actor: Actor, idea_ids: Sequence[int]) -> list[Link]:
    """The decisions on these ideas, for everyone who sees the idea."""
    seen = ideas.by_ids(actor, list(idea_ids))
    return [
        Link(
            kind="decision",
            at=at,
            url=url_for("ideas.show", number=seen[idea_id].number) + "#decision",
            text=DECIDED[decision.outcome],
        )
        for idea_id, decision, at in queries.decisions_of(idea_ids)
        if idea_id in seen
    ]
