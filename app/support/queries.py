"""Reading supports and their count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, cast, func, select

from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import BigInt, db
from app.kernel.errors import Missing
from app.people.models import Person
from app.support.models import Support, SupportEvent, Tally, TallyEntry


@dataclass(frozen=True, slots=True)
class Standing:
    """How an idea stands for one reader: its exact count, and what he did."""

    counted: int
    mine: str | None

    @property
    def is_mine(self) -> bool:
        return self.mine in ("counted", "held")


def supported_by(actor: Actor, idea_ids: Sequence[int]) -> set[int]:
    """Which of these ideas the actor stands behind; nothing is asked for a visitor."""
    if not actor.is_person or not idea_ids:
        return set()
    mine = select(Support.idea_id).where(
        Support.person_id == actor.id,
        Support.idea_id.in_(idea_ids),
        Support.state.in_(("counted", "held")),
    )
    return set(db.session.scalars(mine))


def is_supporter(actor: Actor, idea_id: int) -> bool:
    """Whether the actor stands behind an idea now."""
    return idea_id in supported_by(actor, [idea_id])


def supports_thread(actor: Actor, thread_id: int) -> bool:
    """Whether the actor stands behind the idea that a thread is under."""
    idea_id = db.session.scalar(select(Idea.id).where(Idea.thread_id == thread_id))
    return idea_id is not None and is_supporter(actor, idea_id)


def count_of(idea_id: int) -> int:
    """The exact count: the snapshot and what is not folded in yet, in one statement."""
    return db.session.scalar(select(_count(idea_id))) or 0


def standing(actor: Actor, idea_id: int) -> Standing:
    """Count and the actor's own state, in one statement."""
    own = select(Support.state).where(
        Support.idea_id == idea_id, Support.person_id == (actor.id or 0)
    )
    row = db.session.execute(select(_count(idea_id), own.scalar_subquery())).one()
    return Standing(row[0], row[1])


def supporters_of(idea_id: int) -> list[int]:
    """The keys of the people who stand behind an idea."""
    counted = select(Support.person_id).where(
        Support.idea_id == idea_id, Support.state == "counted"
    )
    return list(db.session.scalars(counted.order_by(Support.counted_at, Support.id)))


def nth_counted_at(idea_id: int, n: int) -> datetime | None:
    """When the n-th of those who stand behind an idea came: it dates a goal."""
    order = select(Support.counted_at).where(
        Support.idea_id == idea_id, Support.state == "counted"
    )
    in_order = order.order_by(Support.counted_at, Support.id)
    return db.session.scalar(in_order.offset(n - 1).limit(1))


def receipt_of(actor: Actor, idea_id: int) -> Support:
    """The actor's own support of an idea; Missing where there never was one."""
    found = db.session.scalar(
        select(Support).where(
            Support.idea_id == idea_id, Support.person_id == (actor.id or 0)
        )
    )
    if found is None:
        raise Missing
    return found


def events_of(support: Support) -> list[SupportEvent]:
    """What happened to a support, in order."""
    found = select(SupportEvent).where(SupportEvent.support_id == support.id)
    return list(db.session.scalars(found.order_by(SupportEvent.id)))


def authors_of(idea_ids: Iterable[int]) -> dict[int, int]:
    """The author of each idea: nobody counts for his own."""
    rows = select(Idea.id, Idea.author_id).where(Idea.id.in_(list(idea_ids)))
    return {row.id: row.author_id for row in db.session.execute(rows)}


def ideas_behind(person_id: int) -> Select[Any]:
    """The ideas a person stands behind, for pages about the person."""
    mine = select(Support.idea_id).where(
        Support.person_id == person_id, Support.state == "counted"
    )
    return select(Idea).where(Idea.id.in_(mine))


def personal(person: Person) -> list[dict[str, Any]]:
    """What we hold of a person here, for the export."""
    rows = select(Support, Idea.number).join(Idea, Idea.id == Support.idea_id)
    mine = rows.where(Support.person_id == person.id).order_by(Support.id)
    return [
        {
            "idea": number,
            "state": support.state,
            "provenance": support.provenance,
            "receipt": support.receipt,
            "created_at": support.created_at.isoformat(),
        }
        for support, number in db.session.execute(mine)
    ]


def _count(idea_id: int) -> Any:
    folded = select(func.coalesce(func.sum(Tally.counted), 0))
    waiting = select(func.coalesce(func.sum(TallyEntry.delta), 0))
    known = folded.where(Tally.idea_id == idea_id).scalar_subquery()
    rest = waiting.where(TallyEntry.idea_id == idea_id).scalar_subquery()
    return cast(known + rest, BigInt)  # PostgreSQL sums big integers to numeric
