"""Train, and what its gate found each time it was asked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models.channel import Channel
from app.kernel import clock
from app.kernel.db import Model, one_of

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
# Why a train moved or stays away, where no person's words say it; they stand beside.
REASONS = (
    "holiday",
    "empty",
    "joined",
    "blocked",
    "gate",
    "unsigned",
    "unsoaked",
    "announced",
    "halted",
    "resumed",
)
_STEPS = ("freeze_at", "question_close_at", "preview_at", "rc_at", "gate_at")


def _at_close(context: Any) -> datetime:
    """Where nobody says when the week's results come: once reports are in."""
    closes: datetime = context.get_current_parameters()["report_close_at"]
    return closes


class Train(Model):
    """One week of a channel: when its build goes out, and until when reports count.

    A nightly train is named by its day; a stable one tells what it was cut from.
    """

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
        CheckConstraint(one_of("reason_code", ("", *REASONS)), name="reason_code"),
        CheckConstraint(
            "state NOT IN ('delayed', 'halted', 'skipped') OR reason_code <> ''",
            name="reason",
        ),
        CheckConstraint(
            "reason_code NOT IN ('announced', 'halted', 'resumed') OR reason <> ''",
            name="reason_words",
        ),
        CheckConstraint(
            "report_close_at > publish_at AND standings_at >= report_close_at "
            "AND awards_at >= standings_at",
            name="reports_after",
        ),
        CheckConstraint(
            " AND ".join(f"({at} IS NULL OR {at} <= publish_at)" for at in _STEPS),
            name="steps_before",
        ),
        CheckConstraint(
            "published_at IS NULL OR gate_at IS NULL OR gate_passed_at IS NOT NULL",
            name="gate_first",
        ),
        Index("ix_trains_due", "state", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    week_start: Mapped[date]
    freeze_at: Mapped[datetime | None]
    question_close_at: Mapped[datetime | None]
    preview_at: Mapped[datetime | None]
    rc_at: Mapped[datetime | None]
    gate_at: Mapped[datetime | None]
    gate_passed_at: Mapped[datetime | None]
    publish_at: Mapped[datetime]
    report_close_at: Mapped[datetime]
    standings_at: Mapped[datetime] = mapped_column(default=_at_close)
    awards_at: Mapped[datetime] = mapped_column(default=_at_close)
    late_at: Mapped[datetime | None]
    reason_code: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    cut_from_id: Mapped[int | None] = mapped_column(ForeignKey("trains.id"))
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


class TrainGate(Model):
    """What the gate found at a due time; a go by signature says by whom."""

    __tablename__ = "train_gates"
    __table_args__ = (
        UniqueConstraint("train_id", "due_at"),
        CheckConstraint(
            "testers >= 0 AND needed >= 0 AND ok >= 0 AND blockers >= 0", name="counts"
        ),
        CheckConstraint("NOT is_go OR blockers = 0", name="blockers"),
        CheckConstraint(
            "NOT is_go OR (testers > 0 AND ok >= needed) OR signed_by_id IS NOT NULL",
            name="go",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    train_id: Mapped[int] = mapped_column(ForeignKey("trains.id"))
    due_at: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    testers: Mapped[int]
    needed: Mapped[int]
    ok: Mapped[int]
    blockers: Mapped[int]
    is_go: Mapped[bool]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
