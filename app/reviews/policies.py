"""Who may study an idea and who may decide; nobody in their own matter."""

from app.ideas.models import Idea
from app.kernel.actor import SYSTEM_ID, Actor
from app.reviews.models import REVIEW_ROLES, Decision
from app.spaces.models import Space


def may_see_reviews(actor: Actor) -> bool:
    """Everyone with a review role somewhere, auditors and admins."""
    return any(actor.has_role(role) for role in (*REVIEW_ROLES, "auditor", "admin"))


def may_open(actor: Actor, idea: Idea) -> bool:
    """The system when a slot is free, or the product team."""
    return actor.id == SYSTEM_ID or may_propose(actor, idea)


def may_score(actor: Actor, idea: Idea) -> bool:
    """Holders of a review role in the idea's space, but not its author."""
    holds = any(actor.has_role(role, idea.space_id) for role in REVIEW_ROLES)
    return holds and idea.author_id != actor.id


def may_propose(actor: Actor, idea: Idea) -> bool:
    """The product team, but not the author."""
    return actor.has_role("product", idea.space_id) and idea.author_id != actor.id


def may_sign(actor: Actor, idea: Idea, decision: Decision, space: Space) -> bool:
    """A second person of the product team or the budget owner, who signs approvals."""
    if actor.id in (decision.maker_id, idea.author_id):
        return False
    owner_id = space.budget_owner_id
    if decision.outcome == "approve" and owner_id is not None:
        return actor.id == owner_id or (
            decision.maker_id == owner_id and actor.has_role("product", idea.space_id)
        )
    return actor.has_role("product", idea.space_id) or actor.id == owner_id
