"""Channel, Enrolment, and what lets testers in, keeps them and takes them out."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.kernel.words import N_
from app.people.models import Person
from app.spaces.models import Space

CADENCES = ("weekly", "nightly", "six_weeks")
JOINS = ("open", "score", "invite", "device")
ENROLMENT_STATES = ("applied", "waiting", "active", "dormant", "left", "removed")
# Whoever is in one of these comes back in one click.
AWAY = ("dormant", "left")
# Whoever is in one of these waits for a place.
QUEUED = ("applied", "waiting")
PASS_KINDS = ("link", "device")
OUTCOMES = ("upheld", "dismissed")
CHANNEL_LABELS = {
    "inner": N_("Early"),
    "nightly": N_("Nightly"),
    "weekly": N_("Weekly"),
    "stable": N_("Stable"),
}
_STANDS = "outcome IS NULL OR outcome = 'dismissed'"


class Channel(Model):
    """A stream of builds of a space, and who may join it.

    `taken` counts the testers who are in: the database itself keeps it within the
    capacity.
    """

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("space_id", "code"),
        CheckConstraint(one_of("cadence", CADENCES), name="cadence"),
        CheckConstraint(one_of("joins", JOINS), name="joins"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint(
            "taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="taken"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    code: Mapped[str]
    cadence: Mapped[str] = mapped_column(default="weekly")
    joins: Mapped[str] = mapped_column(default="open")
    capacity: Mapped[int | None]
    safe_downgrade: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken: Mapped[int] = mapped_column(default=0)

    space: Mapped[Space] = relationship(lazy="raise")

    @property
    def free(self) -> int | None:
        """How many places are free; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def label(self) -> str:
        """What fans call it, to be translated; a code of its own is its name."""
        return CHANNEL_LABELS.get(self.code, self.code)


class Enrolment(Model):
    """A person in a channel; leaving and coming back keep the one row.

    `at` is when the present state began, `active_at` the last sign of testing: none
    before he was first let in.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("channel_id", "person_id"),
        CheckConstraint(one_of("state", ENROLMENT_STATES), name="state"),
        CheckConstraint("state <> 'active' OR active_at IS NOT NULL", name="active"),
        CheckConstraint("score >= 0", name="score"),
        Index("ix_enrolments_queue", "channel_id", "state", "score", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(default="active")
    score: Mapped[int] = mapped_column(default=0)
    device_json: Mapped[dict[str, Any]] = mapped_column(default=dict)
    warned_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    active_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("channel_passes.id"))

    channel: Mapped[Channel] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def is_away(self) -> bool:
        """Whether coming back is one click."""
        return self.state in AWAY

    @property
    def is_queued(self) -> bool:
        """Whether he waits for a place."""
        return self.state in QUEUED


class ChannelPass(Model):
    """A link, or the code of a device, that lets somebody in; kept as a hash alone."""

    __tablename__ = "channel_passes"
    __table_args__ = (
        CheckConstraint(one_of("kind", PASS_KINDS), name="kind"),
        CheckConstraint("used >= 0 AND used <= max_uses", name="used"),
        CheckConstraint("kind <> 'device' OR max_uses = 1", name="device"),
        CheckConstraint("ends_at > created_at", name="span"),
        Index("ix_channel_passes_of_channel", "channel_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    max_uses: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether somebody may still come in by it."""
        is_used_up = self.used >= self.max_uses
        return self.ended_at is None and not is_used_up and clock.now() < self.ends_at


class EnrolmentRemoval(Model):
    """A decision that takes a tester out, its reason, and the second look at it."""

    __tablename__ = "enrolment_removals"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("by_id <> person_id", name="own_matter"),
        CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name="appeal"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'dismissed')", name="outcome"
        ),
        CheckConstraint(
            "(outcome IS NULL) = (answered_by_id IS NULL) "
            "AND (outcome IS NULL) = (answered_at IS NULL)",
            name="answered",
        ),
        CheckConstraint(
            "outcome IS NULL OR (answer <> '' AND appealed_at IS NOT NULL)",
            name="answer",
        ),
        CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id NOT IN (by_id, person_id)",
            name="four_eyes",
        ),
        Index(
            "uq_enrolment_removals_standing",
            "enrolment_id",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    appeal: Mapped[str] = mapped_column(default="")
    appealed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])


class Founder(Model):
    """One of the first testers of a space: a place on its wall, for ever."""

    __tablename__ = "founders"
    __table_args__ = (
        UniqueConstraint("space_id", "place"),
        UniqueConstraint("space_id", "person_id"),
        CheckConstraint("place > 0", name="place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    place: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise")
