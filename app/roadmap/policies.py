"""Who may take up, move, launch; nobody in their own matter."""

from app.ideas.models import Idea
from app.kernel.actor import SYSTEM_ID, Actor
from app.roadmap.models import RoadmapItem, TakeUp
from app.spaces.models import Space


def may_see_board(actor: Actor) -> bool:
    """The product team and admins."""
    return actor.has_role("product") or actor.has_role("admin")


def may_take_up(actor: Actor, idea: Idea) -> bool:
    """The product team, but not the author."""
    return actor.has_role("product", idea.space_id) and actor.id != idea.author_id


def may_sign_take_up(actor: Actor, idea: Idea, take_up: TakeUp, space: Space) -> bool:
    """One more of the product team; the product owner is one of the two."""
    if not may_take_up(actor, idea) or actor.id == take_up.maker_id:
        return False
    owner_id = space.product_owner_id
    return owner_id is None or owner_id in (actor.id, take_up.maker_id)


def may_move(actor: Actor, item: RoadmapItem) -> bool:
    """The product team, and the system when a build ships what an item is about."""
    return actor.id == SYSTEM_ID or actor.has_role("product", item.space_id)


def may_follow(actor: Actor) -> bool:
    """Everyone with a session."""
    return actor.is_person


def may_accept_credits(actor: Actor, creator_ids: set[int]) -> bool:
    """The creators themselves."""
    return actor.id in creator_ids
