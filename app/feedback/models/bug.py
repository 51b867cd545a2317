"""Bug, its steps, who saw the same, and what hides it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models import Build
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.kernel.words import N_
from app.people.models import Person

SEVERITIES = ("blocker", "major", "minor", "cosmetic")
IN_WORK = ("confirmed", "in_progress")
FIXED = ("fixed", "verified")
CLOSED = ("duplicate", "wont_fix", "cannot_reproduce", "by_design")
STATES = ("new", "need_info", *IN_WORK, *FIXED, *CLOSED)
OPEN = ("new", "need_info", *IN_WORK)
# Why a bug is hidden that an undone import had brought.
IMPORT_UNDONE = "import_undone"
# What a fan reads: one word for several states inside.
WORDS = {
    "new": N_("Heard"),
    "need_info": N_("Heard"),
    "confirmed": N_("In work"),
    "in_progress": N_("In work"),
    "fixed": N_("Fixed, try it"),
    "verified": N_("Closed: fixed"),
    "duplicate": N_("Closed: already known"),
    "wont_fix": N_("Closed: we leave it so"),
    "cannot_reproduce": N_("Closed: we could not see it"),
    "by_design": N_("Closed: meant to be so"),
}


class Bug(Model):
    """What goes wrong in a build, in the reporter's words, and who mends it."""

    __tablename__ = "bugs"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("severity", SEVERITIES), name="severity"),
        CheckConstraint(
            f"NOT ({one_of('state', (*IN_WORK, *FIXED))}) OR assignee_id IS NOT NULL",
            name="named_engineer",
        ),
        CheckConstraint(
            f"NOT ({one_of('state', FIXED)}) OR fixed_build_id IS NOT NULL",
            name="fixed_in",
        ),
        CheckConstraint(
            "(state = 'verified') = (verified_by_id IS NOT NULL)", name="verified_by"
        ),
        CheckConstraint(
            "verified_by_id IS NULL OR verified_by_id <> assignee_id", name="four_eyes"
        ),
        CheckConstraint(
            f"NOT ({one_of('state', CLOSED)}) OR closing_text <> ''",
            name="closing_text",
        ),
        CheckConstraint(
            "(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name="duplicate"
        ),
        CheckConstraint("duplicate_of_id <> id", name="not_itself"),
        Index("ix_bugs_list", "space_id", "state", "id"),
        Index("ix_bugs_build", "build_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    build_id: Mapped[int | None] = mapped_column(ForeignKey("builds.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[str]
    steps: Mapped[str] = mapped_column(default="")
    expected: Mapped[str] = mapped_column(default="")
    actual: Mapped[str] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(default="minor")
    device_json: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="new")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("bugs.id"))
    fixed_item_id: Mapped[int | None] = mapped_column(ForeignKey("build_items.id"))
    fixed_build_id: Mapped[int | None] = mapped_column(
        ForeignKey("builds.id"), index=True
    )
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closing_text: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    source: Mapped[str | None]
    source_id: Mapped[str | None]

    build: Mapped[Build | None] = relationship(lazy="raise", foreign_keys=[build_id])
    fixed_build: Mapped[Build | None] = relationship(
        lazy="raise", foreign_keys=[fixed_build_id]
    )
    reporter: Mapped[Person] = relationship(lazy="raise", foreign_keys=[reporter_id])
    assignee: Mapped[Person | None] = relationship(
        lazy="raise", foreign_keys=[assignee_id]
    )
    duplicate_of: Mapped["Bug | None"] = relationship(
        lazy="raise", foreign_keys=[duplicate_of_id], remote_side="Bug.id"
    )

    @property
    def word(self) -> str:
        """The page's word for its state, to be translated."""
        return WORDS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it, but try it."""
        return self.state in OPEN

    @property
    def is_blocking(self) -> bool:
        """Whether it keeps a build from going out, once an engineer owns it."""
        return self.severity == "blocker" and self.state in IN_WORK


class BugMove(Model):
    """One step of a bug, with what was said; append-only."""

    __tablename__ = "bug_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column(ForeignKey("bugs.id"), index=True)
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[Person] = relationship(lazy="raise")


class BugSighting(Model):
    """Somebody else sees the same bug; he hears of it and is thanked for the fix."""

    __tablename__ = "bug_sightings"
    __table_args__ = (UniqueConstraint("bug_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column(ForeignKey("bugs.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class BugConcealment(Model):
    """A bug hidden: by whom, why, until when; nothing of it is lost."""

    __tablename__ = "bug_concealments"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        Index(
            "uq_bug_concealments_living",
            "bug_id",
            unique=True,
            sqlite_where=text("revealed_at IS NULL"),
            postgresql_where=text("revealed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column(ForeignKey("bugs.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    revealed_at: Mapped[datetime | None]
    revealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
