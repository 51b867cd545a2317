"""Deed, DeedVersion, DeedShare, DeedSignature, DeedSku."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person
from app.roadmap.models import Product

STATES = ("draft", "signing", "signed", "frozen", "superseded", "cancelled")
OPEN = ("draft", "signing", "signed")
IN_FORCE = ("frozen", "superseded")
GROUPS = ("creator", "other")
FIRM_ROLES = ("product", "finance")


class Deed(Model):
    """The revenue agreement of one product, whatever its version."""

    __tablename__ = "deeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    product: Mapped[Product] = relationship(lazy="raise")


class DeedVersion(Model):
    """The whole agreement: terms and share table; its text is fixed from signing on.

    `from_period` NULL: from the first sale on; else from that quarter's first day.
    """

    __tablename__ = "deed_versions"
    __table_args__ = (
        UniqueConstraint("deed_id", "n"),
        Index(
            "uq_deed_versions_open",
            "deed_id",
            unique=True,
            sqlite_where=text(one_of("state", OPEN)),
            postgresql_where=text(one_of("state", OPEN)),
        ),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(
            "state IN ('draft', 'cancelled') OR"
            " (sha256 IS NOT NULL AND body IS NOT NULL AND legal_entity <> '')",
            name="fixed_text",
        ),
        CheckConstraint(
            "freeze_checker_id <> freeze_maker_id OR freeze_checker_id IS NULL",
            name="four_eyes",
        ),
        CheckConstraint(
            "state NOT IN ('frozen', 'superseded') OR"
            " (freeze_maker_id IS NOT NULL AND freeze_checker_id IS NOT NULL)",
            name="frozen_by_two",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("deeds.id"))
    n: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    terms: Mapped[dict[str, Any]]
    legal_entity: Mapped[str] = mapped_column(default="")
    body: Mapped[str | None]
    sha256: Mapped[str | None]
    from_period: Mapped[str | None]
    wanted_skus: Mapped[list[Any]] = mapped_column(default=list)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    signing_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    freeze_maker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    freeze_checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    deed: Mapped[Deed] = relationship(lazy="raise")
    shares: Mapped[list["DeedShare"]] = relationship(
        lazy="raise", order_by="DeedShare.line_no", viewonly=True
    )
    signatures: Mapped[list["DeedSignature"]] = relationship(
        lazy="raise", order_by="DeedSignature.id", viewonly=True
    )
    skus: Mapped[list["DeedSku"]] = relationship(
        lazy="raise", order_by="DeedSku.sku", viewonly=True
    )

    @property
    def total_weight(self) -> int:
        return sum(share.weight for share in self.shares)

    @property
    def party_ids(self) -> set[int]:
        """Everyone with a share in this version."""
        return {share.person_id for share in self.shares}


class DeedShare(Model):
    """One line of a version's table: who, in which group, with what weight."""

    __tablename__ = "deed_shares"
    __table_args__ = (
        UniqueConstraint("version_id", "person_id", "group"),
        CheckConstraint(one_of('"group"', GROUPS), name="group"),
        CheckConstraint("weight > 0", name="weight"),
    )

    version_id: Mapped[int] = mapped_column(
        ForeignKey("deed_versions.id"), primary_key=True
    )
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    group: Mapped[str]
    weight: Mapped[int]

    person: Mapped[Person] = relationship(lazy="raise")


class DeedSignature(Model):
    """One person's word under exactly this text; append-only."""

    __tablename__ = "deed_signatures"
    __table_args__ = (
        UniqueConstraint("version_id", "person_id"),
        Index(
            "uq_deed_signatures_firm",
            "version_id",
            "as_role",
            unique=True,
            sqlite_where=text("as_role <> 'party'"),
            postgresql_where=text("as_role <> 'party'"),
        ),
        CheckConstraint(one_of("as_role", ("party", *FIRM_ROLES)), name="as_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("deed_versions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    as_role: Mapped[str]
    sha256: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise")


class DeedSku(Model):
    """A code in sales files that a frozen version names; append-only."""

    __tablename__ = "deed_skus"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("deed_versions.id"), primary_key=True
    )
    sku: Mapped[str] = mapped_column(primary_key=True)
