"""Balances, now or as of a day or a sequence; transactions and their entries.

A balance is debit minus credit: what we owe is below zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import Model, db
from app.kernel.errors import Missing
from app.kernel.money import Money
from app.ledger.models import Account, Balance, Entry, Head, Transaction


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One leg as it is shown: debit above zero, credit below."""

    tx_id: str
    line: int
    code: str
    amount: int
    currency: str
    memo: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account and what it sums to."""

    code: str
    currency: str
    balance: int


def balance(
    code: str, currency: str, on: date | None = None, seq: int | None = None
) -> int:
    """What an account sums to; 0 for one that does not exist.

    `on` counts what is effective up to that day, `seq` what was posted up to that
    sequence, both together what was known then of that day.
    """
    if on is None and seq is None:
        statement: Select[Any] = select(Balance.balance).join(
            Account, Account.id == Balance.account_id
        )
    else:
        statement = _upto([func.sum(Entry.amount)], on, seq)
    statement = statement.where(Account.code == code, Account.currency == currency)
    return int(db.session.scalar(statement) or 0)


def trial_balance(
    on: date | None = None, seq: int | None = None
) -> list[tuple[str, str, int]]:
    """(code, currency, balance) of every account that is not zero, by code."""
    total = func.sum(Entry.amount)
    columns = [Account.code, Account.currency, total]
    rows = db.session.execute(
        _upto(columns, on, seq)
        .group_by(Account.code, Account.currency)
        .having(total != 0)
    )
    return sorted((code, currency, int(amount)) for code, currency, amount in rows)


def balances_of_owner(prefix: str) -> list[tuple[int, str, int]]:
    """(owner, currency, balance) of the accounts under a prefix that have an owner.

    For example `liability:payable:`; accounts at zero are left out.
    """
    statement = (
        select(Account.owner_id, Account.currency, Balance.balance)
        .join(Balance, Balance.account_id == Account.id)
        .where(
            Account.code.startswith(prefix, autoescape=True),
            Account.owner_id.is_not(None),
            Balance.balance != 0,
        )
        .order_by(Account.owner_id, Account.currency)
    )
    return [
        (owner, currency, amount)
        for owner, currency, amount in db.session.execute(statement)
        if owner is not None
    ]


def head() -> tuple[int, str]:
    """Sequence and hash of the last transaction; (0, zeros) before the first."""
    row = db.session.execute(select(Head.seq, Head.hash).where(Head.id == 1)).one()
    return row.seq, row.hash


def by_key(key: str) -> Transaction | None:
    """The transaction that a posting key made."""
    return db.session.scalar(select(Transaction).where(Transaction.posting_key == key))


def by_seq(seq: int) -> Transaction:
    """A transaction by its place; Missing when there is none."""
    found = db.session.scalar(select(Transaction).where(Transaction.seq == seq))
    if found is None:
        raise Missing
    return found


def transactions(after: str | None = None, size: int = 30) -> pages.Page[Transaction]:
    """All transactions, the newest first."""
    return pages.page(
        select(Transaction), [Transaction.seq.desc()], after=after, size=size
    )


def reversal_of(tx: Transaction) -> Transaction | None:
    """The transaction that takes this one back, if there is one."""
    return db.session.scalar(
        select(Transaction).where(Transaction.reverses_id == tx.id)
    )


def name_of(person_id: int | None) -> str:
    """The name of who posted. People is no domain below: its table is, by name."""
    people = Model.metadata.tables["people"]
    wanted = select(people.c.display_name).where(people.c.id == person_id)
    return str(db.session.scalar(wanted) or "")


def entries_of(tx: Transaction) -> list[EntryRow]:
    """The legs of a transaction in their order."""
    return entries_by_tx([tx.id])[tx.id]


def entries_by_tx(tx_ids: Iterable[str]) -> dict[str, list[EntryRow]]:
    """The legs of several transactions, one statement."""
    statement = (
        select(
            Entry.tx_id,
            Entry.line,
            Account.code,
            Entry.amount,
            Entry.currency,
            Entry.memo,
        )
        .join(Account, Account.id == Entry.account_id)
        .where(Entry.tx_id.in_(list(tx_ids)))
        .order_by(Entry.tx_id, Entry.line)
    )
    legs: dict[str, list[EntryRow]] = defaultdict(list)
    for row in db.session.execute(statement):
        legs[row.tx_id].append(EntryRow(*row))
    return legs


def in_order(size: int = 500) -> Iterator[tuple[Transaction, list[EntryRow]]]:
    """Every transaction with its legs by sequence, read in batches."""
    last = -1
    while True:
        statement = select(Transaction).where(Transaction.seq > last)
        batch = list(
            db.session.scalars(statement.order_by(Transaction.seq).limit(size))
        )
        legs = entries_by_tx([tx.id for tx in batch])
        yield from ((tx, legs[tx.id]) for tx in batch)
        if len(batch) < size:
            return
        last = batch[-1].seq


JOURNAL_HEADER = (
    "seq",
    "key",
    "kind",
    "effective_on",
    "account",
    "currency",
    "debit",
    "credit",
    "memo",
    "hash",
)


def journal_rows() -> Iterator[tuple[Any, ...]]:
    """One row an entry, as in the journal file: debit or credit, key, hash."""
    for tx, legs in in_order():
        for leg in legs:
            debit, credit = sides(leg.amount, leg.currency)
            yield (
                tx.seq,
                tx.posting_key,
                tx.kind,
                tx.effective_on.isoformat(),
                leg.code,
                leg.currency,
                debit,
                credit,
                leg.memo,
                tx.hash,
            )


def sides(amount: int, currency: str) -> tuple[str, str]:
    """A signed amount as decimal text in the debit or the credit column."""
    text = Money(abs(amount), currency).decimal
    return (text, "") if amount > 0 else ("", text)


def personal(person: Actor) -> list[dict[str, Any]]:
    """The accounts that belong to a person, with all their entries."""
    statement = (
        select(Account.code, Transaction.effective_on, Entry.amount, Entry.currency)
        .join(Entry, Entry.account_id == Account.id)
        .join(Transaction, Transaction.id == Entry.tx_id)
        .where(Account.owner_id == person.id)
        .order_by(Transaction.seq, Entry.line)
    )
    return [
        {
            "account": row.code,
            "on": row.effective_on.isoformat(),
            "amount": Money(row.amount, row.currency).decimal,
            "currency": row.currency,
        }
        for row in db.session.execute(statement)
    ]


def _upto(columns: list[Any], on: date | None, seq: int | None) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Transaction, Transaction.id == Entry.tx_id)
    )
    if on is not None:
        statement = statement.where(Transaction.effective_on <= on)
    if seq is not None:
        statement = statement.where(Transaction.seq <= seq)
    return statement
