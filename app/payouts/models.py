"""Payees and their holds; batches, payouts, bank files and attempts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

HOLD_KINDS = ("tax_papers", "bank_changed", "rejected")
BATCH_STATES = ("planned", "approved", "exported", "settled", "canceled", "voided")
PAYOUT_STATES = (
    "planned",
    "approved",
    "submitting",
    "transferred",
    "held",
    "canceled",
)
OPEN_STATES = ("planned", "approved", "submitting")
ATTEMPT_STATES = ("open", "confirmed", "rejected", "voided")
LIVING_ATTEMPTS = ("open", "confirmed")


class Payee(Model):
    """A person who is to be paid, and the tax papers that finance recorded."""

    __tablename__ = "payees"
    __table_args__ = (
        CheckConstraint("tax_recorder_id <> person_id", name="not_oneself"),
        CheckConstraint(
            "(tax_kind IS NULL) = (tax_recorder_id IS NULL)", name="tax_recorded"
        ),
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    tax_kind: Mapped[str | None]
    tax_signed_on: Mapped[date | None]
    tax_recorder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    tax_recorded_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    details: Mapped[list["PayeeDetails"]] = relationship(
        lazy="raise", order_by="PayeeDetails.n.desc()", viewonly=True
    )
    holds: Mapped[list["PayeeHold"]] = relationship(
        lazy="raise",
        primaryjoin="and_(PayeeHold.person_id == Payee.person_id,"
        " PayeeHold.released_at.is_(None))",
        order_by="PayeeHold.id",
        viewonly=True,
    )

    @property
    def newest(self) -> "PayeeDetails":
        """The details in force: the last that were entered."""
        return self.details[0]

    @property
    def stops(self) -> list[str]:
        """Why this person cannot be paid now; nothing if they can."""
        found = [hold.kind for hold in self.holds if hold.is_open]
        if self.newest.checked_at is None:
            found.append("unchecked")
        return sorted(found)


class PayeeDetails(Model):
    """Where to pay, sealed; each change is a further row, checked by finance."""

    __tablename__ = "payee_details"
    __table_args__ = (
        UniqueConstraint("person_id", "n"),
        CheckConstraint("checker_id <> person_id", name="four_eyes"),
        CheckConstraint("(checked_at IS NULL) = (checker_id IS NULL)", name="checked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("payees.person_id"))
    n: Mapped[int]
    sealed: Mapped[str]
    sha256: Mapped[str]
    last4: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]


class PayeeHold(Model):
    """Payment stopped, with a reason; let go by a second person, or by time.

    `maker_id` did what the hold waits for, or set it; `checker_id` let it go.
    """

    __tablename__ = "payee_holds"
    __table_args__ = (
        CheckConstraint(one_of("kind", HOLD_KINDS), name="kind"),
        CheckConstraint("checker_id <> maker_id", name="four_eyes"),
        CheckConstraint(
            "checker_id <> person_id AND maker_id <> person_id", name="not_oneself"
        ),
        CheckConstraint(
            "released_at IS NULL OR until IS NOT NULL"
            " OR (maker_id IS NOT NULL AND checker_id IS NOT NULL)",
            name="released_by_two",
        ),
        Index(
            "uq_payee_holds_open",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("payees.person_id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    released_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """A hold with a time ends by itself."""
        is_over = self.until is not None and self.until <= clock.now()
        return self.released_at is None and not is_over


class PayoutBatch(Model):
    """Payouts that one person planned and another approves by their hash."""

    __tablename__ = "payout_batches"
    __table_args__ = (
        CheckConstraint(one_of("state", BATCH_STATES), name="state"),
        CheckConstraint("checker_id <> maker_id", name="four_eyes"),
        CheckConstraint(
            "state NOT IN ('approved', 'exported', 'settled', 'voided') OR"
            " (checker_id IS NOT NULL AND coalesce(approved_sha256, '') = sha256)",
            name="approved",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    sha256: Mapped[str] = mapped_column(default="")
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    approved_sha256: Mapped[str | None]

    maker: Mapped[Person] = relationship(lazy="raise", foreign_keys=[maker_id])
    checker: Mapped[Person | None] = relationship(
        lazy="raise", foreign_keys=[checker_id]
    )
    payouts: Mapped[list["Payout"]] = relationship(
        lazy="raise", order_by="Payout.id", viewonly=True
    )
    files: Mapped[list["BankFile"]] = relationship(
        lazy="raise", order_by="BankFile.id", viewonly=True
    )

    @property
    def file(self) -> "BankFile | None":
        """The file that was written and not voided."""
        living = [each for each in self.files if each.voided_at is None]
        return living[-1] if living else None

    @property
    def living(self) -> list["Payout"]:
        """The payouts that were not taken out."""
        return [each for each in self.payouts if each.state != "canceled"]

    @property
    def sums(self) -> dict[str, int]:
        """What the batch pays, by currency."""
        sums: dict[str, int] = {}
        for each in self.living:
            sums[each.currency] = sums.get(each.currency, 0) + each.minor
        return sums


class Payout(Model):
    """Money for one person in one currency; `ref` is its name outside."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint(one_of("state", PAYOUT_STATES), name="state"),
        CheckConstraint("minor > 0", name="minor"),
        Index(
            "uq_payouts_open",
            "person_id",
            "currency",
            unique=True,
            sqlite_where=text(one_of("state", OPEN_STATES)),
            postgresql_where=text(one_of("state", OPEN_STATES)),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batches.id"), index=True)
    ref: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    details_id: Mapped[int] = mapped_column(ForeignKey("payee_details.id"))
    currency: Mapped[str]
    minor: Mapped[int]
    state: Mapped[str] = mapped_column(default="planned")
    stop: Mapped[str] = mapped_column(default="")
    statement_ids: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    batch: Mapped[PayoutBatch] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    details: Mapped[PayeeDetails] = relationship(lazy="raise")
    attempts: Mapped[list["Attempt"]] = relationship(
        lazy="raise", order_by="Attempt.n", viewonly=True
    )

    @property
    def attempt(self) -> "Attempt | None":
        """The last try."""
        return self.attempts[-1] if self.attempts else None


class BankFile(Model):
    """A file for the bank, sealed; voided by two people."""

    __tablename__ = "bank_files"
    __table_args__ = (
        CheckConstraint("void_checker_id <> void_maker_id", name="four_eyes"),
        CheckConstraint(
            "(voided_at IS NULL) = (void_checker_id IS NULL)", name="voided_by_two"
        ),
        CheckConstraint("exporter_id <> batch_maker_id", name="exported_by_another"),
        Index(
            "uq_bank_files_living",
            "batch_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batches.id"))
    batch_maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sha256: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[str]
    n_lines: Mapped[int]
    exporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    exported_at: Mapped[datetime] = mapped_column(default=clock.now)
    void_maker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    void_asked_at: Mapped[datetime | None]
    void_checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    voided_at: Mapped[datetime | None]

    exporter: Mapped[Person] = relationship(lazy="raise", foreign_keys=[exporter_id])


class Attempt(Model):
    """One try to pay: a line of a bank file, and what the bank said of it."""

    __tablename__ = "payout_attempts"
    __table_args__ = (
        UniqueConstraint("payout_id", "n"),
        CheckConstraint(one_of("state", ATTEMPT_STATES), name="state"),
        CheckConstraint("settler_id <> exporter_id", name="four_eyes"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'rejected') OR settler_id IS NOT NULL",
            name="settled",
        ),
        CheckConstraint(
            "state <> 'confirmed' OR"
            " (bank_reference IS NOT NULL AND value_on IS NOT NULL)",
            name="confirmed",
        ),
        Index(
            "uq_payout_attempts_living",
            "payout_id",
            unique=True,
            sqlite_where=text(one_of("state", LIVING_ATTEMPTS)),
            postgresql_where=text(one_of("state", LIVING_ATTEMPTS)),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payouts.id"))
    n: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("bank_files.id"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    exporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    settler_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    bank_reference: Mapped[str | None] = mapped_column(unique=True)
    value_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
