"""Channel and Enrolment."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of

CADENCES = ("weekly", "nightly", "six_weeks")
JOINS = ("open", "score", "invite", "device")
ENROLMENT_STATES = ("applied", "waiting", "active", "dormant", "left", "removed")


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
