"""Who stands behind an idea, and what each day changed, for its public pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import contains_eager

from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db, is_sqlite
from app.people.models import Person
from app.support.models import KINDS, Support, SupportEvent, SupportRuling

PAGE_SIZE = 50
DAYS = 30
MOST_RULINGS = 100
_NEWEST = (Support.counted_at.desc(), Support.id.desc())


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an idea: how many of each kind, the change, the total at its end."""

    on: date
    kinds: dict[str, int]
    change: int
    total: int


@dataclass(frozen=True, slots=True)
class DayPage:
    """Some days, the latest first, and the day before which the next page begins."""

    items: list[Day]
    next: str | None


def supporters_page(
    actor: Actor, idea_id: int, *, sees_all: bool, after: str | None = None
) -> pages.Page[Support]:
    """Those whose support counts and whose names this reader may see, newest first."""
    statement = _with_people(idea_id, "counted")
    if not sees_all:
        statement = statement.where(is_named_for(actor))
    return pages.page(statement, _NEWEST, after, PAGE_SIZE)


def is_named_for(actor: Actor) -> Any:
    """Whether a reader may see a supporter's name, as a condition on people.

    Whoever shows what he supports is named; everybody sees himself.
    """
    shown = and_(Person.shows_supports, Person.state == "active")
    return or_(shown, Person.id == (actor.id or 0))


def unnamed_count(actor: Actor, idea_id: int) -> int:
    """How many count without being named to this reader."""
    counted = (
        select(func.count(Support.id))
        .join(Person, Person.id == Support.person_id)
        .where(
            Support.idea_id == idea_id, Support.state == "counted", ~is_named_for(actor)
        )
    )
    return db.session.scalar(counted) or 0


def supports_page(
    idea_id: int, state: str, after: str | None = None
) -> pages.Page[Support]:
    """The supports of an idea in one state with their people, for the team."""
    return pages.page(_with_people(idea_id, state), _NEWEST, after, PAGE_SIZE)


def days_of(idea_id: int, before: date | None = None, size: int = DAYS) -> DayPage:
    """Each day on which something changed, the latest first: two statements."""
    day = _day()
    kinds = [_sum_of(SupportEvent.kind == kind).label(kind) for kind in KINDS]
    change = func.sum(SupportEvent.delta).label("change")
    rows = _events(idea_id, day.label("on"), change, *kinds).group_by(day)
    if before is not None:
        rows = rows.where(SupportEvent.at < _start(before))
    found = db.session.execute(rows.order_by(day.desc()).limit(size + 1)).all()
    shown = found[:size]
    if not shown:
        return DayPage([], None)
    last = date.fromisoformat(shown[-1].on)
    total = _total_before(idea_id, last) + sum(int(row.change) for row in shown)
    return DayPage(
        _with_totals(shown, total), shown[-1].on if len(found) > size else None
    )


def rulings_of(idea_id: int) -> list[SupportRuling]:
    """What two people decided about an idea's supports: the latest hundred."""
    decided = select(SupportRuling).where(
        SupportRuling.idea_id == idea_id, SupportRuling.decided_at.is_not(None)
    )
    return list(
        db.session.scalars(
            decided.order_by(SupportRuling.id.desc()).limit(MOST_RULINGS)
        )
    )


def _with_people(idea_id: int, state: str) -> Select[Support]:
    found = select(Support).join(Support.person).options(contains_eager(Support.person))
    return found.where(Support.idea_id == idea_id, Support.state == state)


def _with_totals(rows: Sequence[Any], total: int) -> list[Day]:
    days = []
    for row in rows:
        kinds = {kind: int(getattr(row, kind)) for kind in KINDS}
        change = int(row.change)
        days.append(Day(date.fromisoformat(row.on), kinds, change, total))
        total -= change
    return days


def _events(idea_id: int, *columns: Any) -> Select[Any]:
    joined = select(*columns).join(Support, Support.id == SupportEvent.support_id)
    return joined.where(Support.idea_id == idea_id)


def _total_before(idea_id: int, day: date) -> int:
    before = _events(idea_id, func.coalesce(func.sum(SupportEvent.delta), 0))
    return int(db.session.scalar(before.where(SupportEvent.at < _start(day))) or 0)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _sum_of(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _day() -> Any:
    """The UTC day of an event as text; SQLite keeps instants as text already."""
    if is_sqlite():
        return func.substr(cast(SupportEvent.at, String), 1, 10)
    return func.to_char(func.timezone("UTC", SupportEvent.at), "YYYY-MM-DD")
