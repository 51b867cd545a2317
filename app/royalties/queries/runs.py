"""Reading royalty runs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import pages
from app.kernel.db import db
from app.kernel.errors import Missing
from app.royalties.engine.periods import Period
from app.royalties.models import Deed, DeedVersion, RoyaltyRun, RunPart, RunPool


def run(run_id: int) -> RoyaltyRun:
    """A run; Missing when there is none."""
    found = db.session.get(RoyaltyRun, run_id)
    if found is None:
        raise Missing
    return found


def locked(run_id: int) -> RoyaltyRun:
    """A run that nobody else changes until the transaction ends."""
    statement = select(RoyaltyRun).where(RoyaltyRun.id == run_id).with_for_update()
    fresh = statement.execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def of_period(code: str) -> RoyaltyRun | None:
    """The living run of a period."""
    statement = select(RoyaltyRun).where(
        RoyaltyRun.period == code, RoyaltyRun.state != "cancelled"
    )
    return db.session.scalar(statement)


def runs(after: str | None = None) -> pages.Page[RoyaltyRun]:
    """All runs, the newest first."""
    return pages.page(select(RoyaltyRun), [RoyaltyRun.id.desc()], after)


def closed_since(period: Period) -> str | None:
    """A posted period at or after this one, which closes it."""
    statement = select(RoyaltyRun.period).where(
        RoyaltyRun.state == "posted", RoyaltyRun.period >= period.code
    )
    return db.session.scalar(statement.order_by(RoyaltyRun.period).limit(1))


def pools_of(run_ids: Sequence[int]) -> list[RunPool]:
    """Pools of runs with their parts, people and products, in a fixed order."""
    statement = (
        select(RunPool)
        .options(
            joinedload(RunPool.version)
            .joinedload(DeedVersion.deed)
            .joinedload(Deed.product),
            selectinload(RunPool.parts).joinedload(RunPart.person),
        )
        .join(DeedVersion, DeedVersion.id == RunPool.version_id)
        .where(RunPool.run_id.in_(run_ids))
        .order_by(RunPool.run_id, DeedVersion.deed_id, DeedVersion.n, RunPool.currency)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))
