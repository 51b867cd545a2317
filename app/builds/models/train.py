"""Train."""

from datetime import date, datetime

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
