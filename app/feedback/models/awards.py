"""Award: popcorn for the makers of a week's best change, and its tester."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models import Build, BuildItem
from app.feedback.models.bug import Bug
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

AWARDS = ("popcorn", "tester")


class Award(Model):
    """What a week gives a person; public, and told, from `announced_at` on."""

    __tablename__ = "awards"
    __table_args__ = (
        UniqueConstraint("build_id", "kind", "person_id"),
        CheckConstraint(one_of("kind", AWARDS), name="kind"),
        CheckConstraint("kind <> 'popcorn' OR item_id IS NOT NULL", name="for_item"),
        CheckConstraint("kind <> 'tester' OR text <> ''", name="reason"),
        CheckConstraint("given_by_id <> person_id", name="not_to_oneself"),
        Index(
            "uq_awards_tester",
            "build_id",
            unique=True,
            sqlite_where=text("kind = 'tester'"),
            postgresql_where=text("kind = 'tester'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    kind: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("build_items.id"))
    bug_id: Mapped[int | None] = mapped_column(ForeignKey("bugs.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    announced_at: Mapped[datetime | None]

    build: Mapped[Build] = relationship(lazy="raise")
    item: Mapped[BuildItem | None] = relationship(lazy="raise")
    bug: Mapped[Bug | None] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    @property
    def is_out(self) -> bool:
        """Whether everybody may read of it."""
        return self.announced_at is not None
