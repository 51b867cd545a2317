"""The hash chain and its check: what was posted is what is there."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import func, select

from app.kernel.db import db
from app.ledger.models import (
    NO_HASH,
    Account,
    Anchor,
    Balance,
    Entry,
    Head,
    Transaction,
)
from app.ledger.queries import balances
from app.ledger.queries.balances import EntryRow

Leg = tuple[str, int, str, str]


class Header(Protocol):
    """What the hash of a header is made of."""

    @property
    def seq(self) -> int: ...
    @property
    def id(self) -> str: ...
    @property
    def posting_key(self) -> str: ...
    @property
    def payload_sha256(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def memo(self) -> str: ...
    @property
    def prev_hash(self) -> str: ...


def canonical(value: Any) -> str:
    """JSON that is the same text for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(value: Any) -> str:
    """The hash of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def payload_of(
    kind: str, on: date, legs: Iterable[Leg], source: str, reverses: str | None
) -> str:
    """The hash of what a posting says, whoever posts it and whenever."""
    return sha256(
        {
            "kind": kind,
            "on": on.isoformat(),
            "entries": [list(leg) for leg in legs],
            "source": source,
            "reverses": reverses,
        }
    )


def header_hash(header: Header) -> str:
    """The link of the chain: place, key, payload, time, actor, memo, the last hash."""
    return sha256(
        {
            "seq": header.seq,
            "id": header.id,
            "key": header.posting_key,
            "payload": header.payload_sha256,
            "recorded_at": header.recorded_at.isoformat(),
            "actor": header.actor_id,
            "memo": header.memo,
            "prev": header.prev_hash,
        }
    )


def verify() -> list[str]:
    """Everything that is wrong with the ledger, in words; empty when it is whole.

    The chain is recomputed and its first bad sequence named; entries without a header,
    cached balances that differ and anchors that do not match are found.
    """
    return [
        *_first_bad_link(),
        *_headerless(),
        *_balance_differences(),
        *_anchor_differences(),
    ]


def _first_bad_link() -> list[str]:
    seq, last = 0, NO_HASH
    for tx, legs in balances.in_order():
        seq += 1
        fault = _fault_of(tx, legs, seq, last)
        if fault:
            return [f"seq {tx.seq}: {fault}"]
        last = tx.hash
    found = db.session.execute(select(Head.seq, Head.hash).where(Head.id == 1)).one()
    if tuple(found) != (seq, last):
        return [f"head: it says seq {found.seq}, the last transaction is seq {seq}"]
    return []


def _fault_of(tx: Transaction, legs: Sequence[EntryRow], seq: int, last: str) -> str:
    checks = (
        (tx.seq == seq, f"seq {seq} is missing"),
        (tx.prev_hash == last, "it does not follow the one before"),
        (len(legs) == tx.n_entries, f"it has {len(legs)} entries, not {tx.n_entries}"),
        (not _unbalanced(legs), "debits and credits differ"),
        (_payload(tx, legs) == tx.payload_sha256, "its entries were changed"),
        (header_hash(tx) == tx.hash, "its header was changed"),
    )
    return next((words for holds, words in checks if not holds), "")


def _unbalanced(legs: Sequence[EntryRow]) -> bool:
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[leg.currency] += leg.amount
    return any(sums.values())


def _payload(tx: Transaction, legs: Sequence[EntryRow]) -> str:
    said = [(leg.code, leg.amount, leg.currency, leg.memo) for leg in legs]
    return payload_of(tx.kind, tx.effective_on, said, tx.source, tx.reverses_id)


def _headerless() -> list[str]:
    statement = (
        select(Entry.tx_id, func.count())
        .outerjoin(Transaction, Transaction.id == Entry.tx_id)
        .where(Transaction.id.is_(None))
        .group_by(Entry.tx_id)
        .order_by(Entry.tx_id)
    )
    return [
        f"transaction {tx_id}: {count} entries have no header"
        for tx_id, count in db.session.execute(statement)
    ]


def _balance_differences() -> list[str]:
    summed = func.coalesce(func.sum(Entry.amount), 0)
    statement = (
        select(Account.code, func.coalesce(Balance.balance, 0), summed)
        .outerjoin(Balance, Balance.account_id == Account.id)
        .outerjoin(Entry, Entry.account_id == Account.id)
        .group_by(Account.code, Balance.balance)
        .having(func.coalesce(Balance.balance, 0) != summed)
        .order_by(Account.code)
    )
    return [
        f"account {code}: the balance says {cached}, the entries sum to {total}"
        for code, cached, total in db.session.execute(statement)
    ]


def _anchor_differences() -> list[str]:
    statement = (
        select(Anchor.day, Anchor.seq)
        .outerjoin(Transaction, Transaction.seq == Anchor.seq)
        .where(func.coalesce(Transaction.hash, NO_HASH) != Anchor.hash)
        .order_by(Anchor.day)
    )
    return [
        f"anchor of {day}: seq {seq} had another hash then"
        for day, seq in db.session.execute(statement)
    ]
