"""Channel, Enrolment and Train."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of

CADENCES = ("weekly", "nightly", "six_weeks")
JOINS = ("open", "score", "invite", "device")
ENROLMENT_STATES = ("applied", "waiting", "active", "dormant", "left", "removed")
TRAIN_STATES = (
    "planned",
    "frozen",
    "rc",
    "delayed",
    "published",
    "halted",
    "skipped",
)
# A train in one of these is still to come, so it may be published when it is due.
WAITING = ("planned", "frozen", "rc", "delayed")


class Channel(Model):
    """A stream of builds of a space, and who may join it."""

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("space_id", "code"),
        CheckConstraint(one_of("cadence", CADENCES), name="cadence"),
        CheckConstraint(one_of("joins", JOINS), name="joins"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    code: Mapped[str]
    cadence: Mapped[str] = mapped_column(default="weekly")
    joins: Mapped[str] = mapped_column(default="open")
    capacity: Mapped[int | None]
    safe_downgrade: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Enrolment(Model):
    """A person in a channel; leaving and coming back keep the one row."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("channel_id", "person_id"),
        CheckConstraint(one_of("state", ENROLMENT_STATES), name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(default="active")
    score: Mapped[int] = mapped_column(default=0)
    device_json: Mapped[dict[str, Any]] = mapped_column(default=dict)
    warned_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Train(Model):
    """One week of a channel: when its build goes out, and until when reports count."""

    __tablename__ = "trains"
    __table_args__ = (
        UniqueConstraint("channel_id", "week_start"),
        CheckConstraint(one_of("state", TRAIN_STATES), name="state"),
        CheckConstraint(
            "published_at IS NULL OR published_at >= publish_at", name="never_early"
        ),
        CheckConstraint(
            "(published_at IS NOT NULL) = (state IN ('published', 'halted'))",
            name="published",
        ),
        CheckConstraint("state <> 'delayed' OR reason <> ''", name="reason"),
        CheckConstraint("report_close_at > publish_at", name="reports_after"),
        Index("ix_trains_due", "state", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    week_start: Mapped[date]
    freeze_at: Mapped[datetime | None]
    preview_at: Mapped[datetime | None]
    rc_at: Mapped[datetime | None]
    publish_at: Mapped[datetime]
    report_close_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="planned")
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    channel: Mapped[Channel] = relationship(lazy="raise")

    @property
    def is_waiting(self) -> bool:
        """Whether its build is still to come."""
        return self.state in WAITING

    @property
    def is_open(self) -> bool:
        """Whether votes and reports still count."""
        return clock.now() < self.report_close_at
