"""The agreement and the earnings as stops of the way from idea to product."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.kernel.actor import Actor
from app.kernel.words import N_
from app.roadmap import queries as roadmap
from app.royalties import policies, queries
from app.royalties.forms import DEED_STATES
from app.royalties.models import DeedVersion, RoyaltyRun
from app.web import lineage, slot
from app.web.lineage import Link


@slot.fills("product.staff")
def agreement(actor: Actor, shown: Sequence[Any]) -> dict[int, Markup]:
    """How far the agreement of a product is, for those who work on it."""
    if not policies.may_see_deeds(actor):
        return {}
    newest = queries.deeds.newest_of_products([product.id for product in shown])
    return {
        product_id: slot.render(
            "royalties/staff/_product.html", version=version, states=DEED_STATES
        )
        for product_id, version in newest.items()
    }


@lineage.links
def links(actor: Actor, idea_ids: Sequence[int]) -> list[Link]:
    """When it was signed, and since when it earns; the amounts for those who may."""
    products = [product.id for product in roadmap.products_of_ideas(idea_ids)]
    if not products:
        return []
    deeds = queries.deeds.versions_of_products(products)
    firsts = queries.statements.first_earned(products)
    return [
        *(_deed(actor, version) for version in deeds),
        *(_earning(actor, product_id, run) for product_id, run in firsts),
    ]


def _deed(actor: Actor, version: DeedVersion) -> Link:
    reads = actor.id in version.party_ids or queries.deeds.reads_all(actor)
    assert version.signed_at is not None
    return Link(
        kind="deed",
        at=version.signed_at,
        url=url_for("royalties.deed", version_id=version.id) if reads else "",
        text=N_("Revenue agreement signed"),
    )


def _earning(actor: Actor, product_id: int, run: RoyaltyRun) -> Link:
    """The payee's own statement; for all others only since when."""
    assert run.posted_at is not None
    mine = (
        queries.statements.latest_with_product(actor.id, product_id)
        if actor.id is not None
        else None
    )
    if mine is not None:
        return Link(
            kind="statement",
            at=mine.issued_at,
            url=url_for("royalties.statement", statement_id=mine.id),
            text=N_("Your statement of %(period)s"),
            values={"period": mine.period},
        )
    reads = queries.statements.reads_all(actor)
    return Link(
        kind="statement",
        at=run.posted_at,
        url=url_for("royalties_staff.run", run_id=run.id) if reads else "",
        text=N_("Earning since %(period)s"),
        values={"period": run.period},
    )
