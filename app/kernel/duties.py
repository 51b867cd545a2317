"""What someone waits for, and by when: one table, opened and met by commands."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, site
from app.kernel.db import Model, db


class Duty(Model):
    """One thing owed; `due_at` is when, `met_at` when it was done."""

    __tablename__ = "duties"
    __table_args__ = (
        Index("ix_duties_open", "kind", "subject_kind", "subject_id", "met_at"),
        Index("ix_duties_due", "met_at", "due_at", "id"),
        CheckConstraint("owner_role <> ''", name="owner_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    waiting_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    owner_role: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]

    @property
    def is_overdue(self) -> bool:
        return self.met_at is None and self.due_at < clock.now()


def open(  # noqa: A001 - reads duties.open(...); one argument a column
    *,
    kind: str,
    subject: tuple[str, int],
    owner_role: str,
    due_at: datetime,
    space_id: int | None = None,
    waiting_id: int | None = None,
) -> Duty:
    """Open a duty; an open one of the same kind and subject is kept."""
    living = find(kind, subject)
    if living is not None:
        return living
    duty = Duty(
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        space_id=space_id,
        waiting_id=waiting_id,
        owner_role=owner_role,
        opened_at=clock.now(),
        due_at=due_at,
    )
    db.session.add(duty)
    db.session.flush()
    return duty


def find(kind: str, subject: tuple[str, int]) -> Duty | None:
    """The open duty of a kind on a subject."""
    statement = select(Duty).where(
        Duty.kind == kind,
        Duty.subject_kind == subject[0],
        Duty.subject_id == subject[1],
        Duty.met_at.is_(None),
    )
    return db.session.scalar(statement)


def meet(kind: str, subject: tuple[str, int]) -> None:
    """Close what was owed; meeting twice is the same as meeting once."""
    change = update(Duty).where(
        Duty.kind == kind,
        Duty.subject_kind == subject[0],
        Duty.subject_id == subject[1],
        Duty.met_at.is_(None),
    )
    db.session.execute(change.values(met_at=clock.now()))


def open_ones(kinds: Sequence[str]) -> list[Duty]:
    """Open duties of some kinds, the oldest due first."""
    statement = select(Duty).where(Duty.kind.in_(kinds), Duty.met_at.is_(None))
    return list(db.session.scalars(statement.order_by(Duty.due_at, Duty.id)))


def business_days(
    days: int,
    start: datetime,
    zone: str | None = None,
    holidays: Sequence[date] | None = None,
) -> datetime:
    """The end of the n-th business day after `start`: by the calendar of the site.

    Its zone and its holidays hold unless others are given.
    """
    here = ZoneInfo(zone or site.get("timezone"))
    working = site.get("business_days")
    if holidays is None:
        holidays = [date.fromisoformat(day) for day in site.get("holidays")]
    day = start.astimezone(here).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() in working and day not in holidays:
            left -= 1
    return datetime.combine(day + timedelta(days=1), time(), here).astimezone(UTC)
