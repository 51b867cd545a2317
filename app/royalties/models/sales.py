"""SalesImport, SalesFile, SalesLine, SkuMap."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.royalties.engine.salesfile import LINE_TYPES
from app.royalties.models.deeds import Deed

IMPORT_STATES = ("validated", "accepted", "rejected")


class SalesImport(Model):
    """A sales file that passed every check, until a second person accepts it."""

    __tablename__ = "sales_imports"
    __table_args__ = (
        CheckConstraint(one_of("state", IMPORT_STATES), name="state"),
        CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL", name="four_eyes"
        ),
        CheckConstraint(
            "state <> 'accepted' OR checker_id IS NOT NULL", name="accepted"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="validated")
    line_count: Mapped[int]
    totals: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(default="")
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]


class SalesFile(Model):
    """The bytes of an import as they came."""

    __tablename__ = "sales_files"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("sales_imports.id"), primary_key=True
    )
    content: Mapped[bytes]


class SalesLine(Model):
    """One line of a sales file, in minor units; never changed."""

    __tablename__ = "sales_lines"
    __table_args__ = (
        UniqueConstraint("source", "external_line_id"),
        Index("ix_sales_lines_import", "import_id", "line_no"),
        Index("ix_sales_lines_sku", "sku"),
        CheckConstraint(one_of("line_type", LINE_TYPES), name="line_type"),
        CheckConstraint("period_end >= period_start", name="period"),
        CheckConstraint(
            "net_minor = gross_minor - discount_minor - tax_minor - freight_minor"
            " - other_minor",
            name="net",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("sales_imports.id"))
    line_no: Mapped[int]
    source: Mapped[str]
    external_line_id: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    sku: Mapped[str]
    channel: Mapped[str]
    territory: Mapped[str]
    line_type: Mapped[str]
    currency: Mapped[str]
    units: Mapped[int]
    gross_minor: Mapped[int]
    discount_minor: Mapped[int]
    tax_minor: Mapped[int]
    freight_minor: Mapped[int]
    other_minor: Mapped[int]
    net_minor: Mapped[int]
    original_line_id: Mapped[str]
    note: Mapped[str]


class SkuMap(Model):
    """Where a code in sales files leads: to a deed, or to none; by two people."""

    __tablename__ = "sku_maps"
    __table_args__ = (
        Index(
            "uq_sku_maps_living",
            "sku",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL", name="four_eyes"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    deed_id: Mapped[int | None] = mapped_column(ForeignKey("deeds.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    deed: Mapped[Deed | None] = relationship(lazy="raise")

    @property
    def is_in_force(self) -> bool:
        return self.checker_id is not None and self.ended_at is None
