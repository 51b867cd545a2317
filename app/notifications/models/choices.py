"""What people chose to hear of, and the weekly mails that were written."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, one_of
from app.notifications.models.kinds import ALWAYS, CHANNELS, KINDS, LEVELS


class NoticeChoice(Model):
    """How much a person wants to hear of; without a row: everything, and the digest."""

    __tablename__ = "notice_choices"
    __table_args__ = (CheckConstraint(one_of("level", LEVELS), name="level"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    level: Mapped[str] = mapped_column(default="all")
    has_digest: Mapped[bool] = mapped_column(default=True)
    # counts the addresses of the own feed: a new one ends the one before
    feed_number: Mapped[int] = mapped_column(default=1)


class NoticeChannel(Model):
    """One box of the matrix that is not as the level has it."""

    __tablename__ = "notice_channels"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("channel", CHANNELS), name="channel"),
        CheckConstraint(
            f"is_on OR channel = 'feed' OR NOT ({one_of('kind', ALWAYS)})",
            name="always_on",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]


class DigestRun(Model):
    """One week's mails: what they tell of, and how far along the people they are."""

    __tablename__ = "digest_runs"
    __table_args__ = (CheckConstraint("since_at < due_at", name="span"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(unique=True)
    since_at: Mapped[datetime]
    last_person_id: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
