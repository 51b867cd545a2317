"""What must be true of every store, whenever one looks."""

import sqlalchemy as sa
from sqlalchemy import func, select, union_all

from app import store
from app.kernel.db import db, is_sqlite
from app.ledger import queries as ledger
from app.support.models import Support, SupportEvent, Tally, TallyEntry

_SHOWN = 5


def problems() -> list[str]:
    """Everything that is wrong with the open store, in words; empty when it is well.

    Within an application context.
    """
    return [*_tables(), *ledger.verify(), *_counts(), *_events(), *_pages()]


def _tables() -> list[str]:
    if store.is_current():
        return []
    return ["tables: they are of another release"]


def _counts() -> list[str]:
    """Each idea's tally and what waits to be folded make its counted supports."""
    rows = select(Support.idea_id, func.count().label("n"))
    counted = rows.where(Support.state == "counted").group_by(Support.idea_id)
    every = union_all(
        counted,
        select(Tally.idea_id, -Tally.counted),
        select(TallyEntry.idea_id, -TallyEntry.delta),
    ).subquery()
    wrong = select(every.c.idea_id).group_by(every.c.idea_id)
    differing = wrong.having(func.sum(every.c.n) != 0).order_by(every.c.idea_id)
    found = db.session.scalars(differing.limit(_SHOWN))
    return [f"idea {key}: its tally is not the sum of its supports" for key in found]


def _events() -> list[str]:
    """No support without the act that made it."""
    known = select(SupportEvent.id).where(SupportEvent.support_id == Support.id)
    silent = select(func.count()).select_from(Support).where(~known.exists())
    found = db.session.scalar(silent)
    return [f"supports: {found} have no event"] if found else []


def _pages() -> list[str]:
    """What SQLite itself finds wrong with its file; PostgreSQL has checksums."""
    if not is_sqlite():
        return []
    whole = db.session.execute(sa.text("PRAGMA integrity_check")).scalars().all()
    broken = db.session.execute(sa.text("PRAGMA foreign_key_check")).all()
    found = [] if whole == ["ok"] else [f"file: {line}" for line in whole[:_SHOWN]]
    return found + [f"{row[0]}: row {row[1]} names no {row[2]}" for row in broken]
