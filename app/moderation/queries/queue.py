"""What waits for a moderator: duties, the oldest due first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import clock, pages, rules
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty
from app.moderation.models import Appeal, Ruling
from app.moderation.queries.reports import counts_of
from app.moderation.queries.rulings import appeals_of
from app.moderation.queries.subjects import Key, Subject, subjects_of
from app.moderation.rules import ModerationRules
from app.people.models import Person
from app.spaces import queries as spaces

# The kinds of duties behind each filter; the first of a list is the plain one.
KINDS = {
    "ideas": ("gate", "look"),
    "reports": ("ruling", "ruling_first"),
    "appeals": ("appeal",),
}
SIZE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to: a kind, the languages that somebody reads."""

    kind: str = ""
    reads: tuple[str, ...] = ()

    def args(self) -> dict[str, Any]:
        """The same as the query of an address."""
        of = {"of": self.kind} if self.kind else {}
        return {**of, **({"reads": list(self.reads)} if self.reads else {})}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: what is owed, on what, since when."""

    duty: Duty
    subject: Subject
    reporters: int = 0
    appeal: Appeal | None = None
    ruling: Ruling | None = None
    asked_by: Person | None = None

    @property
    def kind(self) -> str:
        """ideas, reports or appeals."""
        return next(name for name, kinds in KINDS.items() if self.duty.kind in kinds)

    @property
    def is_first(self) -> bool:
        return self.duty.kind == "ruling_first"


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of the queue, how many wait of each kind, how many too long."""

    rows: list[Row]
    next: str | None
    counts: dict[str, int]
    overdue: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def desk(actor: Actor, filters: Filters, after: str | None = None) -> Desk:
    """What waits where the actor moderates; what is urgent stands on top.

    Then what he sent back and is answered: whoever asked for it reads it first.
    """
    wanted = KINDS.get(filters.kind) or tuple(
        kind for kinds in KINDS.values() for kind in kinds
    )
    waiting = _waiting(actor, filters).where(Duty.kind.in_(wanted))
    is_urgent = Duty.kind == "ruling_first"
    is_his = and_(Duty.kind == "gate", ideas.asked_by(actor))
    order = [Duty.due_at, Duty.id]
    first: Sequence[Duty] = []
    if after is None:
        top = waiting.where(or_(is_urgent, is_his))
        by_haste = case((is_urgent, 0), else_=1)
        first = db.session.scalars(top.order_by(by_haste, *order).limit(SIZE)).all()
    rest: pages.Page[Duty] = pages.page(
        waiting.where(~or_(is_urgent, is_his)), order, after, SIZE
    )
    counts, overdue = _counts(actor, filters)
    return Desk(_rows([*first, *rest.items]), rest.next, counts, overdue)


def duty_of(key: Key, kinds: Sequence[str]) -> Duty | None:
    """What is owed on one thing now."""
    statement = select(Duty).where(
        Duty.subject_kind == key[0],
        Duty.subject_id == key[1],
        Duty.kind.in_(kinds),
        Duty.met_at.is_(None),
    )
    return db.session.scalar(statement.limit(1))


def game_of(space_id: int | None) -> ModerationRules:
    """The settings of a space; the defaults where a thing belongs to none."""
    book = rules.book({}) if space_id is None else spaces.rules_of(space_id)
    game: ModerationRules = book.moderation
    return game


def _waiting(actor: Actor, filters: Filters) -> Select[Any]:
    """Open duties of moderators in the actor's spaces, but for hidden submissions."""
    statement = (
        select(Duty)
        .outerjoin(Idea, and_(Duty.subject_kind == "idea", Duty.subject_id == Idea.id))
        .where(Duty.met_at.is_(None), Duty.owner_role == "moderator", _at_hand())
    )
    places = ideas.moderated_by(actor)
    if places is not None:
        statement = statement.where(Duty.space_id.in_(places))
    if filters.reads:
        known = or_(Idea.id.is_(None), Idea.lang.in_((*filters.reads, "")))
        statement = statement.where(known)
    return statement


def _at_hand() -> ColumnElement[bool]:
    is_sent = and_(Idea.state == "submitted", ~ideas.concealed())
    return or_(Duty.kind != "gate", is_sent)


def _counts(actor: Actor, filters: Filters) -> tuple[dict[str, int], int]:
    late = func.sum(case((Duty.due_at < clock.now(), 1), else_=0))
    every = [kind for kinds in KINDS.values() for kind in kinds]
    statement = (
        _waiting(actor, filters)
        .where(Duty.kind.in_(every))
        .with_only_columns(Duty.kind, func.count(), late)
        .group_by(Duty.kind)
    )
    found = {kind: (n, overdue) for kind, n, overdue in db.session.execute(statement)}
    counts = {
        name: sum(found.get(kind, (0, 0))[0] for kind in kinds)
        for name, kinds in KINDS.items()
    }
    return counts, sum(int(overdue or 0) for _, overdue in found.values())


def _rows(duties: Sequence[Duty]) -> list[Row]:
    asked = appeals_of([row.subject_id for row in duties if row.kind == "appeal"])
    keys = {row.id: _key(row, asked) for row in duties}
    subjects = subjects_of(set(keys.values()))
    reports = counts_of([keys[row.id] for row in duties if "ruling" in row.kind])
    askers = ideas.askers_of(_sent_again(subjects))
    found = []
    for row in duties:
        subject = subjects.get(keys[row.id])
        appeal, ruling = asked.get(row.subject_id, (None, None))
        if subject is None:
            continue
        is_appeal = row.kind == "appeal"
        found.append(
            Row(
                duty=row,
                subject=subject,
                reporters=reports.get(subject.key, 0) if not is_appeal else 0,
                appeal=appeal if is_appeal else None,
                ruling=ruling if is_appeal else None,
                asked_by=askers.get(subject.id) if row.kind == "gate" else None,
            )
        )
    return found


def _sent_again(subjects: Mapping[Key, Subject]) -> list[int]:
    """The ideas of the queue that were sent back once."""
    return [
        one.id
        for one in subjects.values()
        if one.kind == "idea" and one.thing.tries > 1
    ]


def _key(duty: Duty, asked: dict[int, tuple[Appeal, Ruling]]) -> Key:
    if duty.kind != "appeal":
        return duty.subject_kind, duty.subject_id
    ruling = asked[duty.subject_id][1]
    return ruling.subject_kind, ruling.subject_id
