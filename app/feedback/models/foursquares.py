"""FourSquare and FourSquareConcealment: what those who ran a build say of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models import BuildItem
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

MOODS = ("love", "good", "so_so", "meh", "broken")


class FourSquare(Model):
    """A tester's week: mood, best and weakest change, what is awaited; one a build.

    None of the changes, and nothing awaited, is NULL. Triggers keep the changes to
    those of the build, and all but the two lines of words fixed once standings are.
    """

    __tablename__ = "four_squares"
    __table_args__ = (
        UniqueConstraint("build_id", "person_id"),
        CheckConstraint(one_of("mood", MOODS), name="mood"),
        CheckConstraint("best_item_id <> worst_item_id", name="best_is_not_worst"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    mood: Mapped[str]
    best_item_id: Mapped[int | None] = mapped_column(ForeignKey("build_items.id"))
    worst_item_id: Mapped[int | None] = mapped_column(ForeignKey("build_items.id"))
    want_idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    why_best: Mapped[str] = mapped_column(default="")
    why_worst: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise")
    best: Mapped[BuildItem | None] = relationship(
        lazy="raise", foreign_keys=[best_item_id]
    )
    worst: Mapped[BuildItem | None] = relationship(
        lazy="raise", foreign_keys=[worst_item_id]
    )
    want: Mapped[Idea | None] = relationship(lazy="raise")

    @property
    def has_words(self) -> bool:
        """Whether it says why."""
        return bool(self.why_best or self.why_worst)


class FourSquareConcealment(Model):
    """The words of a four-square hidden: by whom, why, until when; the count stays."""

    __tablename__ = "four_square_concealments"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(revealed_at IS NULL) = (revealed_by_id IS NULL)", name="revealed"
        ),
        Index(
            "uq_four_square_concealments_living",
            "four_square_id",
            unique=True,
            sqlite_where=text("revealed_at IS NULL"),
            postgresql_where=text("revealed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    four_square_id: Mapped[int] = mapped_column(ForeignKey("four_squares.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    revealed_at: Mapped[datetime | None]
    revealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
