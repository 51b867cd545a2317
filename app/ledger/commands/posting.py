"""Posting: lock the head, entries, header, balances, floor, head.

Post last in a transaction, and never hold the head over anything slow.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import exists, insert, select, update

from app.kernel import clock, ids
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert, insert_once
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.words import N_
from app.ledger import queries
from app.ledger.models import (
    ENTRIES,
    FLOORED,
    KINDS,
    TRANSACTIONS,
    Account,
    Balance,
    Head,
    Period,
    Transaction,
)

_PART = r"(?:[a-z][a-z0-9_]*|[A-Z]+[0-9]*)"
_CODE = re.compile(rf"({'|'.join(KINDS)})(?::{_PART})+:([A-Z]{{3}})")


class BadPosting(Invalid):
    code = "bad_posting"
    text = N_(
        "A posting needs two lines or more, each a whole amount that is not zero."
    )


class Unbalanced(Invalid):
    code = "unbalanced"
    text = N_("Debits and credits differ in %(currency)s.")


class UnknownAccount(Missing):
    code = "unknown_account"
    text = N_("There is no account %(account)s in %(currency)s.")


class AccountClosed(Conflict):
    code = "account_closed"
    text = N_("The account %(account)s is closed.")


class AccountDiffers(Conflict):
    code = "account_differs"
    text = N_(
        "%(account)s is no name for this account, or it is there with other data."
    )


class KeyTaken(Conflict):
    code = "key_taken"
    text = N_("The posting key %(key)s was used for something else.")


class PeriodSealed(Conflict):
    code = "period_sealed"
    text = N_("The period of %(day)s is sealed: post into an open one.")


class BelowZero(Conflict):
    code = "below_zero"
    text = N_("The account %(account)s would cross zero.")


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a posting: debit above zero, credit below."""

    code: str
    amount_minor: int
    currency: str
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A balanced act under a key that happens once, whoever repeats it."""

    key: str
    kind: str
    on: date
    entries: tuple[Leg, ...]
    source: str
    memo: str = ""
    reverses: str | None = None


def account(
    code: str,
    kind: str,
    currency: str,
    owner_id: int | None = None,
    *,
    floor0: bool = False,
) -> int:
    """The key of an account, opened if it is not there; its currency ends its code.

    Asking with other data than it has is a conflict; an owner may be added later.
    """
    found = _CODE.fullmatch(code)
    if found is None or found.groups() != (kind, currency):
        raise AccountDiffers(account=code)
    wanted = Account(
        code=code,
        kind=kind,
        currency=currency,
        owner_id=owner_id,
        floor0=floor0 or code.startswith(FLOORED),
    )
    made = insert_once(wanted)
    return made.id if made is not None else _known_account(wanted)


def post(actor: Actor, posting: Posting) -> Transaction:
    """Post in the caller's transaction; the same posting again returns the first one.

    The same key with another payload is a conflict.
    """
    _refuse_shape(posting)
    legs = [(e.code, e.amount_minor, e.currency, e.memo) for e in posting.entries]
    payload = queries.payload_of(
        posting.kind, posting.on, legs, posting.source, posting.reverses
    )
    head = _lock_head()
    known = queries.by_key(posting.key)
    if known is not None:
        return _same(known, payload)
    accounts = _accounts_of(posting)
    _refuse_sealed(posting.on)
    header = _header(actor, posting, payload, head)
    _write(header, posting, accounts)
    _add_to_balances(posting, accounts, header.seq)
    _advance_head(header)
    return queries.by_seq(header.seq)


def reverse(actor: Actor, tx_id: str, reason: str) -> Transaction:
    """Post the mirror of a transaction today; reversing twice is reversing once."""
    tx = db.session.get(Transaction, tx_id)
    if tx is None:
        raise Missing
    known = queries.by_key(f"rev:{tx_id}")
    if known is not None:
        return known
    mirror = tuple(
        Leg(row.code, -row.amount, row.currency, row.memo)
        for row in queries.entries_of(tx)
    )
    posting = Posting(
        key=f"rev:{tx_id}",
        kind="reversal",
        on=clock.today(),
        entries=mirror,
        source=tx.source,
        memo=reason,
        reverses=tx_id,
    )
    return post(actor, posting)


def erase(actor: Actor, person: Actor) -> None:
    """Nothing goes: the books keep a number for a payee, and no name."""


def _known_account(wanted: Account) -> int:
    known = db.session.scalars(select(Account).where(Account.code == wanted.code)).one()
    if wanted.owner_id is not None and known.owner_id is None:
        known.owner_id = wanted.owner_id
        db.session.flush()
    if wanted.owner_id not in (None, known.owner_id):
        raise AccountDiffers(account=wanted.code)
    return known.id


def _refuse_shape(posting: Posting) -> None:
    amounts = [leg.amount_minor for leg in posting.entries]
    if len(amounts) < 2 or any(type(n) is not int or n == 0 for n in amounts):
        raise BadPosting
    sums: Counter[str] = Counter()
    for leg in posting.entries:
        sums[leg.currency] += leg.amount_minor
    for currency, total in sums.items():
        if total:
            raise Unbalanced(currency=currency)


def _lock_head() -> Head:
    statement = select(Head).where(Head.id == 1).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _same(known: Transaction, payload: str) -> Transaction:
    if known.payload_sha256 != payload:
        raise KeyTaken(key=known.posting_key)
    return known


def _accounts_of(posting: Posting) -> dict[str, Account]:
    codes = {leg.code for leg in posting.entries}
    found = db.session.scalars(select(Account).where(Account.code.in_(codes)))
    accounts = {row.code: row for row in found}
    for leg in posting.entries:
        known = accounts.get(leg.code)
        if known is None or known.currency != leg.currency:
            raise UnknownAccount(account=leg.code, currency=leg.currency)
        if known.closed_at is not None:
            raise AccountClosed(account=leg.code)
    return accounts


def _refuse_sealed(day: date) -> None:
    sealed = exists().where(
        Period.sealed_at.is_not(None), Period.starts_on <= day, Period.ends_on >= day
    )
    if db.session.scalar(select(sealed)):
        raise PeriodSealed(day=day.isoformat())


@dataclass(frozen=True, slots=True)
class _Header:
    id: str
    seq: int
    posting_key: str
    kind: str
    effective_on: date
    recorded_at: datetime
    reverses_id: str | None
    source: str
    actor_id: int | None
    memo: str
    n_entries: int
    payload_sha256: str
    prev_hash: str
    hash: str = ""


def _header(actor: Actor, posting: Posting, payload: str, head: Head) -> _Header:
    open_header = _Header(
        id=ids.new_id(),
        seq=head.seq + 1,
        posting_key=posting.key,
        kind=posting.kind,
        effective_on=posting.on,
        recorded_at=clock.now(),
        reverses_id=posting.reverses,
        source=posting.source,
        actor_id=actor.id,
        memo=posting.memo,
        n_entries=len(posting.entries),
        payload_sha256=payload,
        prev_hash=head.hash,
    )
    return replace(open_header, hash=queries.header_hash(open_header))


def _write(header: _Header, posting: Posting, accounts: Mapping[str, Account]) -> None:
    """Entries first, the header last: it is the seal."""
    entries = [
        {
            "tx_id": header.id,
            "line": line,
            "account_id": accounts[leg.code].id,
            "amount": leg.amount_minor,
            "currency": leg.currency,
            "memo": leg.memo,
        }
        for line, leg in enumerate(posting.entries, start=1)
    ]
    db.session.execute(insert(ENTRIES).values(entries))
    names = (column.key for column in TRANSACTIONS.columns)
    values = {name: getattr(header, name) for name in names}
    db.session.execute(insert(TRANSACTIONS).values(values))


def _add_to_balances(
    posting: Posting, accounts: Mapping[str, Account], seq: int
) -> None:
    sums: Counter[str] = Counter()
    for leg in posting.entries:
        sums[leg.code] += leg.amount_minor
    for code in sorted(sums):
        now = _add(accounts[code].id, sums[code], seq)
        if accounts[code].floor0 and _crosses(accounts[code], now):
            raise BelowZero(account=code)


def _add(account_id: int, amount: int, seq: int) -> int:
    first = dialect_insert(Balance).values(
        account_id=account_id, balance=amount, version=1, last_seq=seq
    )
    changed = first.on_conflict_do_update(
        index_elements=[Balance.account_id],
        set_={
            "balance": Balance.balance + amount,
            "version": Balance.version + 1,
            "last_seq": seq,
        },
    )
    return int(db.session.execute(changed.returning(Balance.balance)).scalar_one())


def _crosses(known: Account, balance: int) -> bool:
    """Assets stay at or above zero, liabilities at or below."""
    return balance < 0 if known.kind == "asset" else balance > 0


def _advance_head(header: _Header) -> None:
    change = update(Head).where(Head.id == 1, Head.seq == header.seq - 1)
    db.session.execute(
        change.values(seq=header.seq, hash=header.hash).execution_options(
            synchronize_session=False
        )
    )
