"""Install, BuildVote and ItemVote: what readers did with a build and think of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of

VERDICTS = ("keep", "needs_work")
VALUES = ("like", "dislike")


class Install(Model):
    """A person has run a build, by record or by own word."""

    __tablename__ = "installs"
    __table_args__ = (UniqueConstraint("build_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    device_class: Mapped[str] = mapped_column(default="")
    first_seen: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen: Mapped[datetime] = mapped_column(default=clock.now)


class BuildVote(Model):
    """Keep or needs work: one a person and build, changeable until reports close."""

    __tablename__ = "build_votes"
    __table_args__ = (
        UniqueConstraint("build_id", "person_id"),
        CheckConstraint(one_of("verdict", VERDICTS), name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    verdict: Mapped[str]
    ran: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ItemVote(Model):
    """Like or dislike of one change: one a person and change, changeable likewise."""

    __tablename__ = "item_votes"
    __table_args__ = (
        UniqueConstraint("item_id", "person_id"),
        CheckConstraint(one_of("value", VALUES), name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("build_items.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    value: Mapped[str]
    ran: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)
