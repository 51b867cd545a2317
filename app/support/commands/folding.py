"""The fold: waiting entries become the tally, and the idea hears of it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import delete, update

from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.kernel.actor import SYSTEM
from app.kernel.db import db, insert_once
from app.support import queries
from app.support.models import Tally, TallyEntry


def fold(idea_id: int) -> None:
    """Move waiting entries into the tally and tell the idea; none, no change."""
    entries = _take_entries(idea_id)
    if not entries:
        return
    change = sum(entry.delta for entry in entries)
    counted = _add_to_tally(idea_id, change)
    crossings = _crossings(idea_id, counted - change, entries)
    ideas.record_tally(SYSTEM, idea_id, counted, crossings=crossings)


def _take_entries(idea_id: int) -> Sequence[Any]:
    taken = delete(TallyEntry).where(TallyEntry.idea_id == idea_id)
    statement = taken.returning(TallyEntry.id, TallyEntry.delta, TallyEntry.at)
    rows = db.session.execute(statement.execution_options(synchronize_session=False))
    return sorted(rows, key=lambda row: (row.at, row.id))


def _add_to_tally(idea_id: int, change: int) -> int:
    # not one upsert: its VALUES are checked before the conflict, and may be negative
    insert_once(Tally(idea_id=idea_id, counted=0))
    added = update(Tally).where(Tally.idea_id == idea_id)
    statement = added.values(counted=Tally.counted + change).returning(Tally.counted)
    options = {"synchronize_session": False}
    counted: int = db.session.scalars(statement.execution_options(**options)).one()
    return counted


def _crossings(
    idea_id: int, before: int, entries: Sequence[Any]
) -> list[tuple[int, datetime]]:
    """The goals reached by these entries: each with the support that reached it."""
    totals = list(accumulate((entry.delta for entry in entries), initial=before))[1:]
    idea = db.session.get_one(Idea, idea_id)
    found = []
    for n, goal in idea_queries.rungs_ahead(idea):
        if max(totals) < goal:
            break
        place = next(k for k, total in enumerate(totals) if total >= goal)
        # some who made up the goal may have left since: then the entry dates it
        at = queries.nth_counted_at(idea_id, goal) or entries[place].at
        found.append((n, at))
    return found
