"""How ideas stand for one reader: counted, being checked, and his own support."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, cast, false, func, literal, select, true, union_all

from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import BigInt, db
from app.support.models import Support, Tally, TallyEntry

BACKING = ("counted", "held")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an idea stands for one reader: its exact count, and what he did."""

    counted: int
    held: int
    mine: str | None

    @property
    def is_mine(self) -> bool:
        return self.mine in BACKING

    @property
    def is_voided(self) -> bool:
        return self.mine == "voided"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a list adds to an idea: whether the reader backs it, how many are held."""

    is_mine: bool = False
    held: int = 0


def marks(actor: Actor, idea_ids: Sequence[int]) -> dict[int, Mark]:
    """The mark of each idea of a list, in one statement."""
    own, held = _own_of(actor, idea_ids), _held_of(idea_ids)
    rows = db.session.execute(union_all(own, held) if actor.is_person else held).all()
    mine = {row.idea_id for row in rows if row.is_mine}
    doubted = {row.idea_id: row.held for row in rows if not row.is_mine}
    return {key: Mark(key in mine, doubted.get(key, 0)) for key in idea_ids}


def supported_by(actor: Actor, idea_ids: Sequence[int]) -> set[int]:
    """Which of these ideas the actor stands behind; nothing is asked for a visitor."""
    if not actor.is_person or not idea_ids:
        return set()
    mine = select(Support.idea_id).where(
        Support.person_id == actor.id,
        Support.idea_id.in_(idea_ids),
        Support.state.in_(BACKING),
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


def is_party(actor: Actor, idea_id: int) -> bool:
    """Whether the actor's own support of an idea counts, is doubted or was voided."""
    own = select(Support.id).where(
        Support.person_id == (actor.id or 0),
        Support.idea_id == idea_id,
        Support.state != "withdrawn",
    )
    return db.session.scalar(own) is not None


def held_count(idea_id: int) -> int:
    """How many supports of an idea are being checked."""
    return db.session.scalar(select(_held(idea_id))) or 0


def standing(actor: Actor, idea_id: int) -> Standing:
    """Both counts and the actor's own state, in one statement."""
    own = select(Support.state).where(
        Support.idea_id == idea_id, Support.person_id == (actor.id or 0)
    )
    both = (_count(idea_id), _held(idea_id), own.scalar_subquery())
    return Standing(*db.session.execute(select(*both)).one())


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


def _count(idea_id: int) -> Any:
    folded = select(func.coalesce(func.sum(Tally.counted), 0))
    waiting = select(func.coalesce(func.sum(TallyEntry.delta), 0))
    known = folded.where(Tally.idea_id == idea_id).scalar_subquery()
    rest = waiting.where(TallyEntry.idea_id == idea_id).scalar_subquery()
    return cast(known + rest, BigInt)  # PostgreSQL sums big integers to numeric


def _held(idea_id: int) -> Any:
    held = select(func.count(Support.id)).where(
        Support.idea_id == idea_id, Support.state == "held"
    )
    return held.scalar_subquery()


def _own_of(actor: Actor, idea_ids: Sequence[int]) -> Select[int, bool, int]:
    own = select(Support.idea_id, true().label("is_mine"), literal(0).label("held"))
    return own.where(
        Support.person_id == (actor.id or 0),
        Support.idea_id.in_(idea_ids),
        Support.state.in_(BACKING),
    )


def _held_of(idea_ids: Sequence[int]) -> Select[int, bool, int]:
    is_mine, held = false().label("is_mine"), func.count(Support.id).label("held")
    found = select(Support.idea_id, is_mine, held).where(
        Support.idea_id.in_(idea_ids), Support.state == "held"
    )
    return found.group_by(Support.idea_id)
