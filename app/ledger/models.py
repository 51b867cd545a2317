"""Accounts, transactions, entries; the head, balances, anchors, periods, journals.

Entries go in first and the header last: the header is the seal. Triggers keep this on
both databases (`migrations/triggers/ledger_v1.py`), so rows are written by Core in
exactly this order; the mapped classes are for reading.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, one_of

KINDS = ("asset", "liability", "expense", "income", "equity", "trading")
# What may not cross zero; accounts that mirror outside facts have no floor.
FLOORED = ("liability:intransit:", "asset:advance:")
NO_HASH = "0" * 64


class Account(Model):
    """A place for money of one currency; its code never changes."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    currency: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    floor0: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]


class Transaction(Model):
    """The header that seals a balanced act, linked to the one before by its hash."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (CheckConstraint("n_entries >= 2", name="n_entries"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(unique=True)
    posting_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    effective_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    reverses_id: Mapped[str | None] = mapped_column(
        ForeignKey("ledger_transactions.id"), unique=True
    )
    source: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    memo: Mapped[str]
    n_entries: Mapped[int]
    payload_sha256: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class Entry(Model):
    """One signed leg: debit above zero, credit below."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_ledger_entries_account", "account_id", "tx_id"),
    )

    tx_id: Mapped[str] = mapped_column(
        ForeignKey("ledger_transactions.id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    amount: Mapped[int]
    currency: Mapped[str]
    memo: Mapped[str]


# Core tables: the mapper may sort inserts by foreign key, the seal must come last.
TRANSACTIONS = Model.metadata.tables[Transaction.__tablename__]
ENTRIES = Model.metadata.tables[Entry.__tablename__]


class Head(Model):
    """The last sealed transaction; its lock is what orders all postings."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class Balance(Model):
    """What the entries of an account sum to, up to a sequence."""

    __tablename__ = "ledger_balances"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("ledger_accounts.id"), primary_key=True, autoincrement=False
    )
    balance: Mapped[int]
    version: Mapped[int]
    last_seq: Mapped[int]


class Anchor(Model):
    """The head as it left the machine on a day; append-only."""

    __tablename__ = "ledger_anchors"

    day: Mapped[date] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
    sent_to: Mapped[str]
    sent_at: Mapped[datetime]


class Period(Model):
    """A span of days; sealed by two people, nothing is posted into it any more."""

    __tablename__ = "ledger_periods"
    __table_args__ = (
        CheckConstraint("checker_id <> maker_id", name="four_eyes"),
        CheckConstraint(
            "(sealed_at IS NULL) = (checker_id IS NULL)", name="sealed_by_two"
        ),
        CheckConstraint("starts_on <= ends_on", name="span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    sealed_at: Mapped[datetime | None]
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Journal(Model):
    """A file of postings put forward by one person and posted by another."""

    __tablename__ = "ledger_journals"
    __table_args__ = (
        CheckConstraint("checker_id <> maker_id", name="four_eyes"),
        CheckConstraint(
            "(posted_at IS NULL) = (checker_id IS NULL)", name="posted_by_two"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    content: Mapped[str]
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    posted_at: Mapped[datetime | None]
