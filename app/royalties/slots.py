"""The agreement and the earnings as stops of the way from idea to product."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.actor import Actor
from app.kernel.words import N_
from app.roadmap import queries as roadmap
from app.royalties import queries
from app.royalties.models import DeedVersion, RoyaltyRun
from app.web import lineage
from app.web.lineage import Link


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
