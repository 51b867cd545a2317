"""What hangs on an idea: history, ladder, stops, clearances, licences, follows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.ideas.models.states import CLEARANCES, STATES
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

# Why an idea is hidden that an undone import had brought.
IMPORT_UNDONE = "import_undone"
LICENCES = ("hosting", "evaluation", "product")


class IdeaTransition(Model):
    """One change of state: its reason, what it did to the clock; append-only."""

    __tablename__ = "idea_transitions"
    __table_args__ = (
        CheckConstraint(one_of("from_state", STATES), name="from_state"),
        CheckConstraint(one_of("to_state", STATES), name="to_state"),
        CheckConstraint(
            "to_state NOT IN ('rejected', 'declined') OR reason_text <> ''",
            name="refused_with_reason",
        ),
        Index("ix_idea_transitions_idea", "idea_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason_code: Mapped[str] = mapped_column(default="")
    reason_text: Mapped[str] = mapped_column(default="")
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_sets.id"))
    clock_before: Mapped[datetime | None]
    clock_after: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[Person] = relationship(lazy="raise")


class IdeaRung(Model):
    """A goal that was reached, dated by the support that reached it; `n` from 1."""

    __tablename__ = "idea_rungs"
    __table_args__ = (UniqueConstraint("idea_id", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    n: Mapped[int]
    threshold: Mapped[int]
    reached_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]


class IdeaStop(Model):
    """A span in which the idea's clock stands still; open while `ends_at` is empty."""

    __tablename__ = "idea_stops"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="span"),
        Index(
            "uq_idea_stops_open",
            "idea_id",
            unique=True,
            sqlite_where=text("ends_at IS NULL"),
            postgresql_where=text("ends_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    cause: Mapped[str]


class IdeaClearance(Model):
    """A precondition that a higher domain granted; living until it is withdrawn."""

    __tablename__ = "idea_clearances"
    __table_args__ = (
        CheckConstraint(one_of("kind", CLEARANCES), name="kind"),
        Index(
            "uq_idea_clearances_living",
            "idea_id",
            "kind",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    kind: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]


class IdeaConcealment(Model):
    """An idea hidden: by whom, why, until when; nothing of it is lost."""

    __tablename__ = "idea_concealments"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        Index(
            "uq_idea_concealments_living",
            "idea_id",
            unique=True,
            sqlite_where=text("revealed_at IS NULL"),
            postgresql_where=text("revealed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    revealed_at: Mapped[datetime | None]
    revealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class IdeaFollow(Model):
    """A wish to hear of an idea."""

    __tablename__ = "idea_follows"
    __table_args__ = (UniqueConstraint("idea_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class LicenceGrant(Model):
    """What the firm may do with an idea, from when until when."""

    __tablename__ = "licence_grants"
    __table_args__ = (
        CheckConstraint(one_of("kind", LICENCES), name="kind"),
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="span"),
        CheckConstraint(
            "ended_reason = '' OR ends_at IS NOT NULL", name="ended_with_date"
        ),
        Index(
            "uq_licence_grants_living",
            "idea_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_reason = ''"),
            postgresql_where=text("ended_reason = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    kind: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
