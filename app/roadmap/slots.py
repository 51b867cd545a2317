"""What the roadmap shows on lower pages, and its stops of the way."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.kernel.actor import Actor
from app.kernel.words import N_
from app.roadmap import policies, queries
from app.roadmap.forms import CONFIDENCE_LABELS, STAGE_LABELS
from app.roadmap.models import Product
from app.web import lineage, slot
from app.web.lineage import Link


@slot.fills("idea.below")
def items(_actor: Actor, shown: Sequence[Any]) -> dict[int, Markup]:
    """The item that leads an idea, or the signed no of the product team."""
    ids = [idea.id for idea in shown]
    found: dict[int, Markup] = {}
    for take_up in queries.take_ups_of(ids):
        piece = slot.render("roadmap/_take_up.html", take_up=take_up)
        found[take_up.idea_id] = found.get(take_up.idea_id, Markup()) + piece
    for idea_id, item in queries.items_of_ideas(ids):
        piece = slot.render(
            "roadmap/_item.html",
            item=item,
            stages=STAGE_LABELS,
            confidences=CONFIDENCE_LABELS,
        )
        found[idea_id] = found.get(idea_id, Markup()) + piece
    return found


@slot.fills("idea.staff")
def take_up_link(actor: Actor, shown: Sequence[Any]) -> dict[int, Markup]:
    """The way to take an improvement up, for the product team."""
    return {
        idea.id: slot.render("roadmap/_take_up_link.html", idea=idea)
        for idea in shown
        if idea.state == "supporting"
        and idea.outcome == "improvement"
        and policies.may_take_up(actor, idea)
    }


@slot.fills("shell.home_out")
def home_out(actor: Actor, _shown: Sequence[Any]) -> dict[int, Markup]:
    """The newest products on the home page."""
    out = queries.products_out(actor, 4)
    return {0: slot.render("roadmap/_home_out.html", products=out)} if out else {}


@lineage.links
def links(_actor: Actor, idea_ids: Sequence[int]) -> list[Link]:
    """The item and the product of these ideas."""
    found = [
        Link(
            kind="roadmap",
            at=item.created_at,
            url=url_for("roadmap.show", number=item.number),
            text=N_("On the roadmap"),
        )
        for _, item in queries.items_of_ideas(idea_ids)
    ]
    out = queries.products_of_ideas(idea_ids)
    return found + [_launch(product) for product in out if product.launched_at]


def _launch(product: Product) -> Link:
    return Link(
        kind="product",
        at=product.launched_at or product.created_at,
        url=url_for("roadmap.product", number=product.number),
        text=N_("Out now: %(name)s"),
        values={"name": product.name},
    )
