"""Giving support, taking it back, and folding the tally."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import delete, update

from app.ideas import commands as ideas
from app.ideas import policies as idea_policies
from app.ideas import queries as idea_queries
from app.ideas.models import SUPPORTABLE, Idea
from app.kernel import clock
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, dialect_insert, insert_once
from app.kernel.errors import Conflict, NotAllowed
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.people.models import Person
from app.support import policies, queries
from app.support.events import SupportGiven, SupportWithdrawn
from app.support.models import Support, SupportEvent, Tally, TallyEntry, new_receipt

_CHUNK = 500


class OwnIdea(NotAllowed):
    code = "own_idea"
    text = N_("You cannot support your own idea.")


class NotOpen(Conflict):
    code = "not_open_for_support"
    text = N_("This idea does not take support at the moment.")


class TooLate(Conflict):
    code = "support_too_late"
    text = N_("The time to support this idea is over.")


class OnSale(Conflict):
    code = "already_on_sale"
    text = N_("This idea is out already, so support stays as it is.")


@dataclass(frozen=True, slots=True)
class Seed:
    """One support of a crowd that did not tap: who, for what, when."""

    idea_id: int
    person_id: int
    at: datetime
    provenance: str = "self"


def give(actor: Actor, idea: Idea) -> Support:
    """Stand behind an idea. Giving twice is the same as giving once.

    Whoever returns after a withdrawal counts from now on. The idea's own row is never
    touched here: the fold brings it the count.
    """
    if actor.is_person and actor.id == idea.author_id:
        raise OwnIdea("may_support")
    require(policies.may_support, actor, idea)
    now = clock.now()
    _refuse_closed(idea, now)
    support = _cast(actor, idea, now)
    if support is None:
        return queries.receipt_of(actor, idea.id)
    _record(actor, support, "cast", delta=1, at=now)
    emit(SupportGiven(support.id, idea.id, support.person_id))
    db.session.flush()
    return support


def withdraw(actor: Actor, idea: Idea) -> None:
    """Take support back, any time before launch; without one nothing happens."""
    if idea.state in ("launched", "retired"):
        raise OnSale
    require(policies.may_withdraw, actor, idea)
    now = clock.now()
    counted = _change(actor, idea, "counted", {"state": "withdrawn"})
    support = counted or _change(actor, idea, "held", {"state": "withdrawn"})
    if support is None:
        return
    _record(actor, support, "withdraw", delta=-1 if counted else 0, at=now)
    emit(SupportWithdrawn(support.id, idea.id, support.person_id))
    db.session.flush()


def fold(idea_id: int) -> None:
    """Move waiting entries into the tally and tell the idea; none, no change."""
    entries = _take_entries(idea_id)
    if not entries:
        return
    change = sum(entry.delta for entry in entries)
    counted = _add_to_tally(idea_id, change)
    crossings = _crossings(idea_id, counted - change, entries)
    ideas.record_tally(SYSTEM, idea_id, counted, crossings=crossings)


def sign_goal(actor: Actor, idea: Idea) -> None:
    """Sign that the last goal is reached; the second of two people completes it."""
    require(policies.may_sign_goal, actor, idea)
    ideas.sign_goal(actor, idea)


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


def erase(actor: Actor, person: Person) -> None:
    """Rows stay with the tombstone, so that counts stay true; none has a name."""


def _refuse_closed(idea: Idea, now: datetime) -> None:
    if idea.state not in SUPPORTABLE:
        raise NotOpen
    if not idea_policies.may_be_supported(idea, now):
        raise TooLate


def _cast(actor: Actor, idea: Idea, now: datetime) -> Support | None:
    """A first support, or one that returns, in one statement; None: it was there."""
    again = {"state": "counted", "counted_at": now}
    fresh = dialect_insert(Support).values(
        idea_id=idea.id,
        person_id=actor.id,
        provenance="self",
        receipt=new_receipt(),
        created_at=now,
        **again,
    )
    cast = fresh.on_conflict_do_update(
        index_elements=[Support.idea_id, Support.person_id],
        set_=again,
        where=Support.state == "withdrawn",
    ).returning(Support)
    options = {"populate_existing": True}
    found: Support | None = db.session.scalar(cast.execution_options(**options))
    return found


def _change(
    actor: Actor, idea: Idea, state: str, values: dict[str, Any]
) -> Support | None:
    """Move the actor's support on from a state; None where it is in another."""
    change = update(Support).where(
        Support.idea_id == idea.id,
        Support.person_id == actor.id,
        Support.state == state,
    )
    moved = change.values(**values).returning(Support)
    options = {"synchronize_session": False, "populate_existing": True}
    found: Support | None = db.session.scalar(moved.execution_options(**options))
    return found


def _record(
    actor: Actor, support: Support, kind: str, *, delta: int, at: datetime
) -> None:
    event = SupportEvent(support_id=support.id, kind=kind, actor_id=actor.id, at=at)
    db.session.add(event)
    if delta:
        db.session.add(TallyEntry(idea_id=support.idea_id, delta=delta, at=at))


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
