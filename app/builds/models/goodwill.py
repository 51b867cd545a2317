"""Goodwill: what a tester may choose for a Friday build that was late."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models.train import Train
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

# Never money, and never support.
GOODWILLS = ("earlier_place", "first_purchase", "question")


class Goodwill(Model):
    """One a late train and tester: offered, chosen, kept."""

    __tablename__ = "goodwills"
    __table_args__ = (
        UniqueConstraint("train_id", "person_id"),
        CheckConstraint(one_of("choice", ("", *GOODWILLS)), name="choice"),
        CheckConstraint("(choice = '') = (chosen_at IS NULL)", name="chosen"),
        CheckConstraint("(choice = 'question') = (question <> '')", name="question"),
        CheckConstraint("kept_at IS NULL OR chosen_at IS NOT NULL", name="kept"),
        Index("ix_goodwills_chosen", "chosen_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    train_id: Mapped[int] = mapped_column(ForeignKey("trains.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    choice: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    offered_at: Mapped[datetime] = mapped_column(default=clock.now)
    chosen_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]

    train: Mapped[Train] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
