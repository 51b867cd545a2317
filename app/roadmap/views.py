"""The public roadmap, its items, and the products that came of them."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.comments import policies as talk
from app.comments import queries as comments
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.db import atomic
from app.kernel.words import N_
from app.roadmap import commands, policies, queries
from app.roadmap.forms import CONFIDENCE_LABELS, STAGE_LABELS
from app.roadmap.models import Product, RoadmapItem
from app.web import lineage, nav
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import done, page

bp = Blueprint("roadmap", __name__)
nav.add("main", N_("Roadmap"), "roadmap.index", PUBLIC, icon="map", order=20)
nav.add(
    "main", N_("Out now"), "roadmap.products", PUBLIC, icon="shopping-bag", order=40
)
SHOWN = ("planned", "in_progress", "in_beta", "shipped", "considering")


@bp.get("/roadmap")
@access(PUBLIC)
def index() -> Response:
    """What comes, by stage, with the ideas behind it."""
    columns = queries.board(current_actor())
    items = [item.id for stage in SHOWN for item in columns[stage]]
    return page(
        "roadmap/index.html",
        columns=columns,
        shown=SHOWN,
        ideas_of=queries.ideas_of_items(items),
        stages=STAGE_LABELS,
        confidences=CONFIDENCE_LABELS,
    )


@bp.get("/roadmap/<int:number>")
@access(PUBLIC)
def show(number: int) -> Response:
    """One item: its ideas, its moves with their reasons, its talk."""
    actor = current_actor()
    item = queries.get(actor, number)
    idea_ids = queries.ideas_of_item(item.id)
    thread = comments.thread(actor, item.thread_id)
    return page(
        "roadmap/show.html",
        item=item,
        ideas=_seen(idea_ids),
        moves=queries.moves_of(item.id),
        shipped_in=queries.builds_of_item(item.id),
        product=queries.product_of_item(item.id),
        is_following=queries.is_following(actor, item.id),
        may_move=policies.may_move(actor, item),
        links=lineage.of(actor, idea_ids),
        thread=thread,
        comments=comments.conversation(actor, thread),
        may_write=talk.may_comment(actor, thread),
        stages=STAGE_LABELS,
        confidences=CONFIDENCE_LABELS,
    )


@bp.post("/roadmap/<int:number>/follow")
@access(SIGNED_IN)
def follow(number: int) -> Response:
    """Hear of every move."""
    actor = current_actor()
    with atomic():
        item = queries.get(actor, number)
        commands.follow(actor, item)
    return _followed(item, is_following=True)


@bp.post("/roadmap/<int:number>/follow/end")
@access(SIGNED_IN)
def unfollow(number: int) -> Response:
    """Hear no more."""
    actor = current_actor()
    with atomic():
        item = queries.get(actor, number)
        commands.unfollow(actor, item)
    return _followed(item, is_following=False)


@bp.get("/products")
@access(PUBLIC)
def products() -> Response:
    """What is out, and what is on its way."""
    actor = current_actor()
    return page(
        "roadmap/products.html",
        out=queries.products_out(actor),
        coming=queries.products_in_work(actor),
    )


@bp.get("/products/<int:number>")
@access(PUBLIC)
def product(number: int) -> Response:
    """One product: what it is, who made it, and how it came about."""
    actor = current_actor()
    found = queries.product(actor, number)
    idea_ids = queries.ideas_of_product(found.id)
    creators = queries.creators_of(found.id)
    return page(
        "roadmap/product.html",
        product=found,
        item=queries.by_id(found.item_id),
        ideas=_seen(idea_ids),
        creators=creators,
        may_accept=_may_accept(found, {person.id for person in creators}),
        may_manage=policies.may_move(actor, queries.by_id(found.item_id)),
        links=lineage.of(actor, idea_ids),
    )


@bp.post("/products/<int:number>/credits")
@access(SIGNED_IN)
def accept_credits(number: int) -> Response:
    """The creator says that the names are right."""
    actor = current_actor()
    with atomic():
        commands.accept_credits(actor, queries.product(actor, number))
    return done("roadmap.product", number=number, message=_("Thank you. Noted."))


def _may_accept(found: Product, creator_ids: set[int]) -> bool:
    is_open = found.credits_accepted_at is None
    return is_open and policies.may_accept_credits(current_actor(), creator_ids)


def _seen(idea_ids: list[int]) -> list[Idea]:
    return list(ideas.by_ids(current_actor(), idea_ids).values())


def _followed(item: RoadmapItem, *, is_following: bool) -> Response:
    fragment = ("roadmap/_follow.html", {"item": item, "is_following": is_following})
    return done("roadmap.show", number=item.number, fragment=fragment)
