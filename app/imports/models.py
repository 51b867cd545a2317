"""ImportRun and ImportRow: what came in, from which file, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of

STATES = ("applying", "applied")
ACTIONS = ("created", "updated", "same")


class ImportRun(Model):
    """One file brought in; `counts` says how many rows were created, updated, same."""

    __tablename__ = "import_runs"
    __table_args__ = (CheckConstraint(one_of("state", STATES), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    file_sha256: Mapped[str]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="applying")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]


class ImportRow(Model):
    """What one row of a file became here."""

    __tablename__ = "import_rows"
    __table_args__ = (
        UniqueConstraint("run_id", "source_id"),
        CheckConstraint(one_of("action", ACTIONS), name="action"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    source_id: Mapped[str]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    action: Mapped[str]
