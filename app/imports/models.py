"""ImportRun, ImportFile and ImportRow: what came in, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.feedback.models import Bug
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.spaces.models import Space

# A run waits for a yes, works, and is done; undoing works and is done likewise.
STATES = ("checked", "applying", "applied", "undoing", "undone", "dropped")
WORKING = ("applying", "undoing")
# What the rows of a file become.
KINDS = ("ideas", "bugs")
ACTIONS = ("created", "updated", "same", "revealed")
# What undoing did to a row: the thing is gone again, or stays because of people.
ENDS = ("taken_back", "kept")


class ImportRun(Model):
    """One file brought in; `counts` says how many rows became what.

    `position` is how many rows of the file are done: whoever takes the next batch
    moves it in the same transaction, so no batch comes in twice.
    """

    __tablename__ = "import_runs"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint("position >= 0 AND position <= total", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str] = mapped_column(default="ideas")
    file_name: Mapped[str] = mapped_column(default="")
    file_sha256: Mapped[str]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    date_format: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="Imported")
    state: Mapped[str] = mapped_column(default="checked")
    total: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    space: Mapped[Space] = relationship(lazy="raise")

    @property
    def is_working(self) -> bool:
        """Whether the background has something to do for it."""
        return self.state in WORKING

    @property
    def percent(self) -> int:
        """How much of the file is done, 0 to 100."""
        return self.position * 100 // self.total if self.total else 0


class ImportFile(Model):
    """The bytes of a run's file, kept only until they are in or refused."""

    __tablename__ = "import_files"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"), primary_key=True)
    content: Mapped[bytes]


class ImportRow(Model):
    """What one row of a file became here, and what undoing it takes.

    `seen` is what the file said, to tell later edits of people from it; `before` is
    what stood here when the row changed it; `version` is the thing's afterwards.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        UniqueConstraint("run_id", "source_id"),
        CheckConstraint(one_of("action", ACTIONS), name="action"),
        CheckConstraint(one_of("ending", ENDS), name="ending"),
        CheckConstraint("ending <> 'kept' OR reason <> ''", name="kept_with_reason"),
        CheckConstraint("(idea_id IS NULL) <> (bug_id IS NULL)", name="one_thing"),
        Index("ix_import_rows_ending", "run_id", "ending", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    table: Mapped[str] = mapped_column(default="ideas")
    source_id: Mapped[str]
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    bug_id: Mapped[int | None] = mapped_column(ForeignKey("bugs.id"), index=True)
    action: Mapped[str]
    seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int | None]
    ending: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")

    idea: Mapped[Idea | None] = relationship(lazy="raise")
    bug: Mapped[Bug | None] = relationship(lazy="raise")
