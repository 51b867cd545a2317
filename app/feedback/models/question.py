"""Question, the ideas it offers, and what each person chose."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models import Train
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.db import Model


class Question(Model):
    """A week's "what next?"; one a train, and the team's answer to what was chosen."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="span"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) "
            "AND (answered_at IS NULL) = (answer = '')",
            name="answered",
        ),
        CheckConstraint(
            "taken_idea_id IS NULL OR answered_at IS NOT NULL", name="taken"
        ),
        CheckConstraint(
            "answered_at IS NULL OR answered_at >= closes_at", name="answered_late"
        ),
        Index("ix_questions_space", "space_id", "opens_at"),
    )

    train_id: Mapped[int] = mapped_column(ForeignKey("trains.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    taken_idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    train: Mapped[Train] = relationship(lazy="raise")
    taken: Mapped[Idea | None] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        """Whether a choice still counts."""
        return self.opens_at <= clock.now() < self.closes_at

    @property
    def is_closed(self) -> bool:
        """Whether its figures may be seen: nobody follows the crowd."""
        return clock.now() >= self.closes_at


class QuestionIdea(Model):
    """One idea that a question offers, and its place among them."""

    __tablename__ = "question_ideas"
    __table_args__ = (
        UniqueConstraint("train_id", "place"),
        CheckConstraint("place > 0", name="place"),
    )

    train_id: Mapped[int] = mapped_column(
        ForeignKey("questions.train_id"), primary_key=True
    )
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    place: Mapped[int]


class PollChoice(Model):
    """What one person would have next: one of those offered, once a train."""

    __tablename__ = "poll_choices"
    __table_args__ = (
        UniqueConstraint("train_id", "person_id"),
        ForeignKeyConstraint(
            ["train_id", "idea_id"],
            ["question_ideas.train_id", "question_ideas.idea_id"],
            name="fk_poll_choices_train_id",
        ),
        Index("ix_poll_choices_idea", "train_id", "idea_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    train_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    idea_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
