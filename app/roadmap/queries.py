"""Reading the roadmap and its products."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, select

from app.builds.models import Build, BuildItem
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people import queries as people
from app.people.models import Person
from app.roadmap.models import (
    Product,
    RoadmapItem,
    RoadmapItemBuild,
    RoadmapItemFollow,
    RoadmapItemIdea,
    RoadmapMove,
    TakeUp,
)
from app.spaces import queries as spaces


def visible_to(actor: Actor) -> Select[RoadmapItem]:
    """Items of the spaces that an actor may see."""
    seen = spaces.ids_visible_to(actor)
    return select(RoadmapItem).where(RoadmapItem.space_id.in_(seen))


def get(actor: Actor, number: int) -> RoadmapItem:
    """An item by its public number; Missing where the actor may not see it."""
    item = db.session.scalar(visible_to(actor).where(RoadmapItem.number == number))
    if item is None:
        raise Missing
    return item


def by_id(item_id: int) -> RoadmapItem:
    """An item by key, for rows that belong to it."""
    item = db.session.get(RoadmapItem, item_id)
    if item is None:
        raise Missing
    return item


def board(actor: Actor) -> dict[str, list[RoadmapItem]]:
    """The latest 300 items by stage, the latest move first."""
    statement = visible_to(actor).order_by(
        RoadmapItem.moved_at.desc(), RoadmapItem.id.desc()
    )
    columns: dict[str, list[RoadmapItem]] = defaultdict(list)
    for item in db.session.scalars(statement.limit(300)):
        columns[item.stage].append(item)
    return columns


def ideas_of_items(item_ids: Sequence[int]) -> dict[int, list[Idea]]:
    """The linked ideas of each item."""
    statement = (
        select(RoadmapItemIdea.item_id, Idea)
        .join(Idea, Idea.id == RoadmapItemIdea.idea_id)
        .where(
            RoadmapItemIdea.item_id.in_(item_ids), RoadmapItemIdea.unlinked_at.is_(None)
        )
        .order_by(Idea.id)
    )
    found: dict[int, list[Idea]] = defaultdict(list)
    for item_id, idea in db.session.execute(statement):
        found[item_id].append(idea)
    return found


def ideas_of_item(item_id: int) -> list[int]:
    """The keys of an item's linked ideas."""
    return [idea.id for idea in ideas_of_items([item_id])[item_id]]


def ideas_of_product(product_id: int) -> list[int]:
    """The keys of the ideas a product is made of."""
    product = db.session.get(Product, product_id)
    if product is None:
        raise Missing
    return ideas_of_item(product.item_id)


def items_of_ideas(idea_ids: Sequence[int]) -> list[tuple[int, RoadmapItem]]:
    """(idea id, item) for every living link of these ideas."""
    statement = (
        select(RoadmapItemIdea.idea_id, RoadmapItem)
        .join(RoadmapItem, RoadmapItem.id == RoadmapItemIdea.item_id)
        .where(
            RoadmapItemIdea.idea_id.in_(idea_ids), RoadmapItemIdea.unlinked_at.is_(None)
        )
        .order_by(RoadmapItem.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def products_of_ideas(idea_ids: Sequence[int]) -> list[Product]:
    """The products that come of these ideas."""
    statement = (
        select(Product)
        .join(RoadmapItemIdea, RoadmapItemIdea.item_id == Product.item_id)
        .where(
            RoadmapItemIdea.idea_id.in_(idea_ids), RoadmapItemIdea.unlinked_at.is_(None)
        )
        .order_by(Product.id)
    )
    return list(db.session.scalars(statement).unique())


def moves_of(item_id: int) -> list[RoadmapMove]:
    """Every move of an item, oldest first."""
    statement = select(RoadmapMove).where(RoadmapMove.item_id == item_id)
    return list(db.session.scalars(statement.order_by(RoadmapMove.id)))


def builds_of_item(item_id: int) -> list[tuple[BuildItem, Build]]:
    """The changes in builds that belong to an item, oldest first."""
    statement = (
        select(BuildItem, Build)
        .join(RoadmapItemBuild, RoadmapItemBuild.build_item_id == BuildItem.id)
        .join(Build, Build.id == BuildItem.build_id)
        .where(RoadmapItemBuild.item_id == item_id)
        .order_by(Build.id, BuildItem.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def changes_to_link(item: RoadmapItem, size: int = 50) -> list[tuple[BuildItem, Build]]:
    """The latest changes of the space's builds that no item has, newest first."""
    taken = select(RoadmapItemBuild.build_item_id)
    statement = (
        select(BuildItem, Build)
        .join(Build, Build.id == BuildItem.build_id)
        .where(Build.space_id == item.space_id, BuildItem.id.not_in(taken))
        .order_by(BuildItem.id.desc())
        .limit(size)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def change(item: RoadmapItem, build_item_id: int) -> BuildItem:
    """A change in a build of the item's space; Missing for another's."""
    statement = (
        select(BuildItem)
        .join(Build, Build.id == BuildItem.build_id)
        .where(BuildItem.id == build_item_id, Build.space_id == item.space_id)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def items_shipped_in(build_id: int) -> list[RoadmapItem]:
    """Items in progress whose changes a build carries."""
    statement = (
        select(RoadmapItem)
        .join(RoadmapItemBuild, RoadmapItemBuild.item_id == RoadmapItem.id)
        .join(BuildItem, BuildItem.id == RoadmapItemBuild.build_item_id)
        .where(
            BuildItem.build_id == build_id,
            BuildItem.state == "in",
            RoadmapItem.stage == "in_progress",
        )
        .order_by(RoadmapItem.id)
    )
    return list(db.session.scalars(statement).unique())


def is_following(actor: Actor, item_id: int) -> bool:
    """Whether an actor follows an item."""
    key = (item_id, actor.id)
    return actor.id is not None and db.session.get(RoadmapItemFollow, key) is not None


def followers_of(item_id: int) -> list[int]:
    """The people who follow an item."""
    statement = select(RoadmapItemFollow.person_id)
    followers = statement.where(RoadmapItemFollow.item_id == item_id)
    return list(db.session.scalars(followers.order_by(RoadmapItemFollow.person_id)))


def product_of_item(item_id: int) -> Product | None:
    """The product of an item, where it leads to one."""
    return db.session.scalar(select(Product).where(Product.item_id == item_id))


def products_visible_to(actor: Actor) -> Select[Product]:
    """Products of the spaces that an actor may see."""
    return select(Product).where(Product.space_id.in_(spaces.ids_visible_to(actor)))


def product(actor: Actor, number: int) -> Product:
    """A product by its public number; Missing where the actor may not see it."""
    found = db.session.scalar(
        products_visible_to(actor).where(Product.number == number)
    )
    if found is None:
        raise Missing
    return found


def products_out(actor: Actor, size: int = 60) -> list[Product]:
    """Products on sale or retired, the newest first."""
    out = products_visible_to(actor).where(Product.state != "planned")
    newest = out.order_by(Product.launched_at.desc(), Product.id.desc())
    return list(db.session.scalars(newest.limit(size)))


def products_in_work(actor: Actor) -> list[Product]:
    """Products not on sale yet."""
    work = products_visible_to(actor).where(Product.state == "planned")
    return list(db.session.scalars(work.order_by(Product.id.desc()).limit(60)))


def creators_of(product_id: int) -> list[Person]:
    """The authors of a product's ideas."""
    statement = (
        select(Person)
        .join(Idea, Idea.author_id == Person.id)
        .where(Idea.id.in_(ideas_of_product(product_id)))
        .order_by(Person.number)
    )
    return list(db.session.scalars(statement).unique())


def living_take_up(idea_id: int) -> TakeUp | None:
    """What one person put forward for an improvement and nobody has signed yet."""
    statement = select(TakeUp).where(
        TakeUp.idea_id == idea_id,
        TakeUp.signed_at.is_(None),
        TakeUp.withdrawn_at.is_(None),
    )
    return db.session.scalar(statement.order_by(TakeUp.id.desc()).limit(1))


def may_sign_alone(actor: Actor, idea: Idea, take_up: TakeUp) -> bool:
    """Whether the maker may complete it: nobody else of the product team could."""
    owner_id = spaces.get(idea.space_id).product_owner_id
    if actor.id != take_up.maker_id or owner_id not in (None, actor.id):
        return False
    return people.is_only_holder(
        take_up.maker_id, ("product",), idea.space_id, but=idea.author_id
    )


def take_ups_of(idea_ids: Sequence[int]) -> list[TakeUp]:
    """Signed take-ups and declines of ideas, oldest first."""
    statement = select(TakeUp).where(
        TakeUp.idea_id.in_(idea_ids), TakeUp.signed_at.is_not(None)
    )
    return list(db.session.scalars(statement.order_by(TakeUp.id)))
