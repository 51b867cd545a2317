"""BugAlarm."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models import Build
from app.feedback.models.bug import Bug
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

ALARM_KINDS = ("words", "rate")


class BugAlarm(Model):
    """What cannot wait for the triage; one row a cause, cleared with a reason.

    `said` is the word that raised it, or "12 : 1.5", what came and what is usual.
    """

    __tablename__ = "bug_alarms"
    __table_args__ = (
        CheckConstraint(one_of("kind", ALARM_KINDS), name="kind"),
        CheckConstraint("(kind = 'words') = (bug_id IS NOT NULL)", name="of_a_bug"),
        CheckConstraint("kind <> 'rate' OR build_id IS NOT NULL", name="of_a_build"),
        CheckConstraint(
            "(cleared_at IS NULL) = (cleared_by_id IS NULL)", name="cleared_by"
        ),
        CheckConstraint("cleared_at IS NULL OR reason <> ''", name="cleared_with"),
        Index("ix_bug_alarms_open", "cleared_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    bug_id: Mapped[int | None] = mapped_column(ForeignKey("bugs.id"))
    build_id: Mapped[int | None] = mapped_column(ForeignKey("builds.id"))
    said: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)
    cleared_at: Mapped[datetime | None]
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")

    bug: Mapped[Bug | None] = relationship(lazy="raise")
    build: Mapped[Build | None] = relationship(lazy="raise")
    cleared_by: Mapped[Person | None] = relationship(lazy="raise")
