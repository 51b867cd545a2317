"""Telling people, and putting what they were told aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert
from app.notifications import queries
from app.notifications.models import (
    CHANNELS,
    FAMILIES,
    Notice,
    NoticeChannel,
    NoticeChoice,
)
from app.people.models import Person

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who had not been told before, and whether by mail at once, too."""

    person_id: int
    by_mail: bool


def tell(  # noqa: PLR0913 - one argument a column of the notice
    actor: Actor,  # noqa: ARG001 - every command has one
    person_ids: Iterable[int],
    kind: str,
    *,
    cause: str,
    url: str,
    values: dict[str, Any],
    idea_id: int | None = None,
) -> list[Told]:
    """Tell these people, each once a cause, as each chose; who is new to it.

    Who wants nothing of this kind is not told at all.
    """
    shared = {
        "kind": kind,
        "cause": cause,
        "url": url,
        "values": values,
        "idea_id": idea_id,
        "created_at": clock.now(),
    }
    new: list[Told] = []
    distinct = sorted(set(person_ids))
    for start in range(0, len(distinct), CHUNK):
        rows = _rows(distinct[start : start + CHUNK], kind, shared)
        new.extend(_insert(rows) if rows else ())
    return sorted(new, key=lambda told: told.person_id)


def leave_to_digest(
    actor: Actor,  # noqa: ARG001 - every command has one
    person_ids: Iterable[int],
    cause: str,
) -> None:
    """Let the weekly mail bring what was to be mailed at once."""
    change = update(Notice).where(
        Notice.person_id.in_(list(person_ids)), Notice.cause == cause
    )
    _run(change.values(by_mail=False))


def read(
    actor: Actor, notice_ids: Sequence[int] | None = None, family: str = ""
) -> datetime:
    """Put these notices aside, or all of a family; the instant undoes it.

    Only one's own, and reading twice is once.
    """
    change = update(Notice).where(
        Notice.person_id == actor.id, Notice.read_at.is_(None)
    )
    if notice_ids is not None:
        change = change.where(Notice.id.in_(notice_ids))
    if family in FAMILIES:
        change = change.where(Notice.kind.in_(FAMILIES[family]))
    at = clock.now()
    _run(change.values(read_at=at))
    return at


def unread(actor: Actor, at: datetime) -> None:
    """Take back what was put aside at an instant; only one's own."""
    change = update(Notice).where(
        Notice.person_id == actor.id, Notice.read_at == at, Notice.on_site
    )
    _run(change.values(read_at=None))


def erase(actor: Actor, person: Person) -> None:  # noqa: ARG001 - the shape of erase
    """What somebody was told, and chose to be told, goes with him."""
    for table in (Notice, NoticeChannel, NoticeChoice):
        _run(delete(table).where(table.person_id == person.id))


def _rows(
    person_ids: Sequence[int], kind: str, shared: dict[str, Any]
) -> list[dict[str, Any]]:
    """The notices of a chunk of people; what is not for the site is read at birth."""
    rows = []
    for person_id, choices in queries.choices_of_all(person_ids, [kind]).items():
        site, mail, feed = (choices.wants(kind, channel) for channel in CHANNELS)
        if site or mail or feed:
            ways = {"on_site": site, "by_mail": mail, "in_feed": feed}
            read_at = None if site else shared["created_at"]
            rows.append({"person_id": person_id, "read_at": read_at, **ways, **shared})
    return rows


def _insert(rows: list[dict[str, Any]]) -> list[Told]:
    statement = dialect_insert(Notice).values(rows).on_conflict_do_nothing()
    made = statement.returning(Notice.person_id, Notice.by_mail)
    return [Told(row.person_id, row.by_mail) for row in db.session.execute(made)]


def _run(change: Any) -> None:
    db.session.execute(change.execution_options(synchronize_session=False))
