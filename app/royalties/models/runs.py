"""RoyaltyRun, RunPool, RunPart, RunLine."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person
from app.royalties.models.deeds import DeedVersion

RUN_STATES = ("draft", "computed", "approved", "posted", "cancelled")


class RoyaltyRun(Model):
    """The calculation of one period; a posted one closes it for good."""

    __tablename__ = "royalty_runs"
    __table_args__ = (
        Index(
            "uq_royalty_runs_living",
            "period",
            unique=True,
            sqlite_where=text("state <> 'cancelled'"),
            postgresql_where=text("state <> 'cancelled'"),
        ),
        CheckConstraint(one_of("state", RUN_STATES), name="state"),
        CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL", name="four_eyes"
        ),
        CheckConstraint(
            "state NOT IN ('approved', 'posted') OR"
            " (checker_id IS NOT NULL"
            " AND coalesce(approved_sha256, '') = input_sha256)",
            name="approved",
        ),
        CheckConstraint("state <> 'posted' OR posted_at IS NOT NULL", name="posted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    engine: Mapped[str]
    input_sha256: Mapped[str]
    findings: Mapped[list[Any]] = mapped_column(default=list)
    line_count: Mapped[int] = mapped_column(default=0)
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    computed_at: Mapped[datetime] = mapped_column(default=clock.now)
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    approved_sha256: Mapped[str | None]
    poster_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    posted_at: Mapped[datetime | None]

    @property
    def blockers(self) -> list[dict[str, Any]]:
        return [finding for finding in self.findings if finding["blocks"]]

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [finding for finding in self.findings if not finding["blocks"]]


class RunPool(Model):
    """What one deed version earns in one currency; fixed once the run is posted."""

    __tablename__ = "run_pools"
    __table_args__ = (UniqueConstraint("run_id", "version_id", "currency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("royalty_runs.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("deed_versions.id"), index=True)
    currency: Mapped[str]
    units: Mapped[int]
    gross_minor: Mapped[int]
    returns_minor: Mapped[int]
    discount_minor: Mapped[int]
    tax_minor: Mapped[int]
    freight_minor: Mapped[int]
    not_deducted_minor: Mapped[int]
    net_minor: Mapped[int]
    cum_before_minor: Mapped[int]
    rate_bp: Mapped[int]
    exact: Mapped[str]
    pool_minor: Mapped[int]

    version: Mapped[DeedVersion] = relationship(lazy="raise")
    parts: Mapped[list["RunPart"]] = relationship(
        lazy="raise", order_by="RunPart.line_no", viewonly=True
    )


class RunPart(Model):
    """What one share line earns of a pool."""

    __tablename__ = "run_parts"

    pool_id: Mapped[int] = mapped_column(ForeignKey("run_pools.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    group: Mapped[str]
    weight: Mapped[int]
    minor: Mapped[int]
    exact: Mapped[str]

    person: Mapped[Person] = relationship(lazy="raise")
    pool: Mapped[RunPool] = relationship(lazy="raise", viewonly=True)


class RunLine(Model):
    """A sales line belongs to one posted run, and to none after it; append-only.

    `version_id` NULL: the line's code was marked as under no agreement.
    """

    __tablename__ = "run_lines"

    line_id: Mapped[int] = mapped_column(
        ForeignKey("sales_lines.id"), primary_key=True, autoincrement=False
    )
    run_id: Mapped[int] = mapped_column(ForeignKey("royalty_runs.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(
        ForeignKey("deed_versions.id"), index=True
    )
