"""A crowd written at once, as many taps would have been."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from app.kernel.db import db, dialect_insert
from app.support import queries
from app.support.commands.folding import fold
from app.support.commands.refusals import OwnIdea
from app.support.models import Support, SupportEvent, TallyEntry, new_receipt

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Seed:
    """One support of a crowd that did not tap: who, for what, when."""

    idea_id: int
    person_id: int
    at: datetime
    provenance: str = "self"


def seed(rows: Iterable[Seed]) -> int:
    """Write a crowd at once, as many taps would have; how many are new.

    The same constraints hold: one row a person, none for one's own idea. Nobody is
    told: the fold runs here.
    """
    known: dict[int, int] = {}
    waiting, added = iter(rows), 0
    while chunk := list(islice(waiting, _CHUNK)):
        ideas_new = {row.idea_id for row in chunk} - set(known)
        known |= queries.authors_of(ideas_new) if ideas_new else {}
        added += _seed_chunk(chunk, known)
    for idea_id in sorted(known):
        fold(idea_id)
    return added


def _seed_chunk(chunk: Sequence[Seed], authors: dict[int, int]) -> int:
    if any(authors[row.idea_id] == row.person_id for row in chunk):
        raise OwnIdea("may_support")
    stored = _insert_supports(chunk)
    events = [
        {
            "support_id": row.id,
            "kind": "cast",
            "actor_id": row.person_id,
            "at": row.created_at,
            "reason_code": "",
            "delta": 1,
        }
        for row in stored
    ]
    if events:
        db.session.execute(dialect_insert(SupportEvent), events)
    _add_entries(stored)
    return len(stored)


def _insert_supports(chunk: Sequence[Seed]) -> Sequence[Any]:
    values = [
        {
            "idea_id": row.idea_id,
            "person_id": row.person_id,
            "state": "counted",
            "provenance": row.provenance,
            "receipt": new_receipt(),
            "created_at": row.at,
            "counted_at": row.at,
        }
        for row in chunk
    ]
    statement = dialect_insert(Support).on_conflict_do_nothing()
    columns = (Support.id, Support.idea_id, Support.person_id, Support.created_at)
    # as parameters, not .values(): compiled once, not once a chunk
    return db.session.execute(statement.returning(*columns), values).all()


def _add_entries(stored: Sequence[Any]) -> None:
    latest: dict[int, tuple[int, datetime]] = {}
    for row in stored:
        count, at = latest.get(row.idea_id, (0, row.created_at))
        latest[row.idea_id] = (count + 1, max(at, row.created_at))
    for idea_id, (count, at) in latest.items():
        db.session.add(TallyEntry(idea_id=idea_id, delta=count, at=at))
    db.session.flush()
