"""Roadmap items: made by a decision, moved with their ideas, followed by everyone."""

from sqlalchemy import func, select, update

from app.builds.models import Build, BuildItem
from app.comments import commands as comments
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.kernel import audit, clock, duties, ids
from app.kernel.actor import SYSTEM, SYSTEM_ID, Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, EditConflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.roadmap import policies, queries
from app.roadmap.events import ItemMoved, ItemPlanned, ProductPlanned
from app.roadmap.models import (
    CONFIDENCES,
    IDEA_STATE,
    STAGES,
    Product,
    RoadmapItem,
    RoadmapItemBuild,
    RoadmapItemFollow,
    RoadmapItemIdea,
    RoadmapMove,
)


class MoveRefused(Conflict):
    """`blocked` names each idea that cannot go along, and what it lacks."""

    code = "move_refused"
    text = N_("This item cannot move: %(blocked)s")


class LaunchFirst(Conflict):
    code = "launch_first"
    text = N_("This item leads to a product: launch it from the product's page.")


class NoSuchStage(Invalid):
    code = "no_such_stage"
    text = N_("Choose where the item goes.")


class SameStage(Conflict):
    code = "same_stage"
    text = N_("The item is there already.")


class MoveWithoutReason(Invalid):
    code = "move_without_reason"
    text = N_("Say why, in a sentence that everyone may read.")


class NotLinked(Conflict):
    code = "not_linked"
    text = N_("This idea does not belong to the item.")


def plan(actor: Actor, idea: Idea, *, kind: str, body: str) -> RoadmapItem:
    """Make the item that leads an approved idea; for a product its row as well.

    Planning an idea that has its item already returns that item.
    """
    known = queries.items_of_ideas([idea.id])
    if known:
        return known[0][1]
    item = _make(actor, idea, body)
    emit(ItemPlanned(item_id=item.id))
    if kind == "product":
        product = _make_product(item, idea)
        emit(ProductPlanned(product_id=product.id, item_id=item.id))
    audit.record(actor, "roadmap.plan", "roadmap_item", item.id)
    return item


def set_plan(
    actor: Actor, item: RoadmapItem, *, confidence: str, quarter: str, version: int
) -> None:
    """Say how sure we are, and for which quarter; refuses a stale form."""
    require(policies.may_move, actor, item)
    if item.version != version:
        raise EditConflict
    item.confidence = confidence if confidence in CONFIDENCES else item.confidence
    item.target_quarter = quarter.strip()
    item.version += 1
    audit.record(actor, "roadmap.set_plan", "roadmap_item", item.id)
    db.session.flush()


def move(actor: Actor, item: RoadmapItem, stage: str, reason: str) -> None:
    """Move an item and all its ideas in one act, or refuse and say what is missing."""
    require(policies.may_move, actor, item)
    _check(item, stage, reason)
    if stage == "shipped" and queries.product_of_item(item.id) is not None:
        raise LaunchFirst
    carry(actor, item, stage, reason)


def carry(actor: Actor, item: RoadmapItem, stage: str, reason: str) -> None:
    """The move itself, for `move` and `launch`: ideas first, then the item."""
    led = queries.ideas_of_items([item.id])[item.id]
    _clear_for(actor, item, stage, led)
    _require_all_can(led, IDEA_STATE[stage])
    for idea in led:
        ideas.move(actor, idea, IDEA_STATE[stage], f"item_{stage}", reason)
    _write_move(actor, item, stage, reason)


def move_shipped(build_id: int) -> None:
    """A build went out: items in progress whose changes it carries are now in beta.

    What the machine may not move becomes a duty of the product owner.
    """
    for item in queries.items_shipped_in(build_id):
        led = queries.ideas_of_items([item.id])[item.id]
        if _missing(led, IDEA_STATE["in_beta"]):
            _ask_owner(item)
        else:
            carry(SYSTEM, item, "in_beta", "")


def unlink(actor: Actor, item: RoadmapItem, idea_id: int) -> None:
    """Let an idea go its own way; the row stays with its dates."""
    require(policies.may_move, actor, item)
    link = db.session.get(RoadmapItemIdea, (item.id, idea_id))
    if link is None or link.unlinked_at is not None:
        raise NotLinked
    link.unlinked_at = clock.now()
    audit.record(actor, "roadmap.unlink", "roadmap_item", item.id, {"idea": idea_id})
    db.session.flush()


def link_build_item(actor: Actor, item: RoadmapItem, build_item: BuildItem) -> None:
    """A change in a build belongs to the item; linking twice is linking once."""
    require(policies.may_move, actor, item)
    insert_once(RoadmapItemBuild(item_id=item.id, build_item_id=build_item.id))


def follow(actor: Actor, item: RoadmapItem) -> None:
    """Following twice is the same as following once."""
    require(policies.may_follow, actor)
    insert_once(RoadmapItemFollow(item_id=item.id, person_id=actor.id))
    _count_followers(item)


def unfollow(actor: Actor, item: RoadmapItem) -> None:
    """Stop following; doing it twice is the same."""
    link = db.session.get(RoadmapItemFollow, (item.id, actor.id))
    if link is not None:
        db.session.delete(link)
        db.session.flush()
        _count_followers(item)


def _make(actor: Actor, idea: Idea, body: str) -> RoadmapItem:
    number = ids.next_number("roadmap_item")
    thread = comments.open_thread(
        actor, idea.space_id, "roadmap_item", f"/roadmap/{number}"
    )
    item = RoadmapItem(
        number=number, space_id=idea.space_id, thread_id=thread.id, title=idea.title
    )
    item.set_body(body)
    db.session.add(item)
    db.session.flush()
    db.session.add(RoadmapItemIdea(item_id=item.id, idea_id=idea.id))
    db.session.flush()
    return item


def _make_product(item: RoadmapItem, idea: Idea) -> Product:
    product = Product(
        number=ids.next_number("product"),
        item_id=item.id,
        space_id=item.space_id,
        name=idea.title,
        cover_name=idea.cover_name,
    )
    db.session.add(product)
    db.session.flush()
    return product


def _check(item: RoadmapItem, stage: str, reason: str) -> None:
    if stage not in STAGES:
        raise NoSuchStage(field="stage")
    if stage == item.stage:
        raise SameStage(field="stage")
    if not reason.strip():
        raise MoveWithoutReason(field="reason")


def _clear_for(actor: Actor, item: RoadmapItem, stage: str, led: list[Idea]) -> None:
    """An improvement needs no deed: its item's own progress is what clears it."""
    kind = {"in_progress": "item_started", "shipped": "item_public"}.get(stage)
    if kind is None or (kind == "item_public" and not _is_public(item)):
        return
    for idea in led:
        if idea_queries.guarded_as(idea) == "improvement":
            ideas.clear(actor, idea, kind)


def _is_public(item: RoadmapItem) -> bool:
    """Whether a change of this item has been published in a build."""
    published = (
        select(func.count())
        .select_from(RoadmapItemBuild)
        .join(BuildItem, BuildItem.id == RoadmapItemBuild.build_item_id)
        .join(Build, Build.id == BuildItem.build_id)
        .where(
            RoadmapItemBuild.item_id == item.id,
            BuildItem.state == "in",
            Build.published_at.is_not(None),
        )
    )
    return bool(db.session.scalar(published))


def _missing(led: list[Idea], state: str) -> dict[int, list[str]]:
    found = {idea.number: ideas.can_move(idea, state) for idea in led}
    return {number: lacks for number, lacks in found.items() if lacks}


def _require_all_can(led: list[Idea], state: str) -> None:
    blocked = _missing(led, state)
    if blocked:
        named = "; ".join(
            f"#{number} ({', '.join(lacks)})" for number, lacks in blocked.items()
        )
        raise MoveRefused(blocked=named, ideas=blocked)


def _write_move(actor: Actor, item: RoadmapItem, stage: str, reason: str) -> None:
    before = item.stage
    row = RoadmapMove(
        item_id=item.id,
        from_stage=before,
        to_stage=stage,
        reason=reason.strip(),
        actor_id=actor.id or SYSTEM_ID,
    )
    db.session.add(row)
    item.stage = stage
    item.moved_at = clock.now()
    item.version += 1
    duties.meet("roadmap_move", ("roadmap_item", item.id))
    emit(ItemMoved(item_id=item.id, from_stage=before, to_stage=stage))
    audit.record(actor, "roadmap.move", "roadmap_item", item.id, {"to": stage})
    db.session.flush()


def _ask_owner(item: RoadmapItem) -> None:
    duties.open(
        kind="roadmap_move",
        subject=("roadmap_item", item.id),
        owner_role="product",
        due_at=duties.business_days(5, clock.now()),
        space_id=item.space_id,
    )


def _count_followers(item: RoadmapItem) -> None:
    followers = (
        select(func.count())
        .where(RoadmapItemFollow.item_id == item.id)
        .scalar_subquery()
    )
    change = update(RoadmapItem).where(RoadmapItem.id == item.id)
    db.session.execute(change.values(follower_count=followers))
