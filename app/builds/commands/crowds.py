"""What a crowd says of a build, written at once, as many taps would have been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.builds.commands.voices import NotInBuild, VotesClosed
from app.builds.models import Build, BuildVote, Install, ItemVote
from app.kernel.db import Model, db, dialect_insert


@dataclass(frozen=True, slots=True)
class Seed:
    """One of a crowd that did not tap: his word on a build, and on its changes."""

    person_id: int
    at: datetime
    verdict: str
    ran: bool = False
    items: tuple[tuple[int, str], ...] = ()


def seed(build: Build, rows: Sequence[Seed]) -> None:
    """Write down who ran a build and what each thinks of it; one word a person.

    The same rules hold: only while votes counted, only on what came out. Whoever said
    before that he ran it, did.
    """
    _refuse(build, rows)
    seen = [
        {"first_seen": row.at, "last_seen": row.at, **_of(build, row)}
        for row in rows
        if row.ran
    ]
    _write(Install, seen, known=("build_id", "person_id"))
    votes = [{"verdict": row.verdict, **_said(row), **_of(build, row)} for row in rows]
    _write(BuildVote, votes)
    _write(
        ItemVote,
        [
            {
                "item_id": item_id,
                "value": value,
                "person_id": row.person_id,
                **_said(row),
            }
            for row in rows
            for item_id, value in row.items
        ],
    )


def _refuse(build: Build, rows: Sequence[Seed]) -> None:
    out, closes = build.published_at, build.train.report_close_at
    if out is None or not all(out <= row.at < closes for row in rows):
        raise VotesClosed
    known = {item.id for item in build.items if item.state == "in"}
    if not known.issuperset(item_id for row in rows for item_id, _ in row.items):
        raise NotInBuild


def _of(build: Build, row: Seed) -> dict[str, Any]:
    return {"build_id": build.id, "person_id": row.person_id}


def _said(row: Seed) -> dict[str, Any]:
    return {"ran": row.ran, "at": row.at}


def _write(
    table: type[Model], values: list[dict[str, Any]], known: Sequence[str] = ()
) -> None:
    if not values:
        return
    statement = dialect_insert(table)
    if known:
        statement = statement.on_conflict_do_nothing(index_elements=known)
    db.session.execute(statement, values)
