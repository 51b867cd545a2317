"""Telling people, and putting what they were told aside."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert
from app.notifications.models import Notice
from app.people.models import Person

CHUNK = 500


def tell(
    actor: Actor,  # noqa: ARG001 - every command has one
    person_ids: Sequence[int],
    kind: str,
    *,
    cause: str,
    url: str,
    values: dict[str, Any],
) -> list[int]:
    """Tell these people, each once a cause; who had not been told before."""
    new: list[int] = []
    distinct = sorted(set(person_ids))
    shared = {"kind": kind, "cause": cause, "url": url, "values": values}
    for start in range(0, len(distinct), CHUNK):
        rows = [
            {"person_id": person_id, "created_at": clock.now(), **shared}
            for person_id in distinct[start : start + CHUNK]
        ]
        statement = dialect_insert(Notice).values(rows).on_conflict_do_nothing()
        new.extend(db.session.scalars(statement.returning(Notice.person_id)))
    return sorted(new)


def read(actor: Actor, notice_ids: Sequence[int] | None = None) -> None:
    """Put these notices aside, or all; only one's own, reading twice is once."""
    change = update(Notice).where(
        Notice.person_id == actor.id, Notice.read_at.is_(None)
    )
    if notice_ids is not None:
        change = change.where(Notice.id.in_(notice_ids))
    db.session.execute(
        change.values(read_at=clock.now()).execution_options(synchronize_session=False)
    )


def erase(actor: Actor, person: Person) -> None:  # noqa: ARG001 - the shape of erase
    """What somebody was told goes with him."""
    mine = delete(Notice).where(Notice.person_id == person.id)
    db.session.execute(mine.execution_options(synchronize_session=False))
