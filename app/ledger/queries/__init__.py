"""Reading the ledger: balances, transactions, the check of the chain, the book."""

from app.ledger.queries.balances import (
    AccountLine,
    EntryRow,
    balance,
    balances_of_owner,
    by_key,
    by_seq,
    entries_of,
    head,
    journal_rows,
    personal,
    transactions,
    trial_balance,
)
from app.ledger.queries.book import beancount
from app.ledger.queries.chain import (
    canonical,
    header_hash,
    payload_of,
    sha256,
    verify,
)

__all__ = [
    "AccountLine",
    "EntryRow",
    "balance",
    "balances_of_owner",
    "beancount",
    "by_key",
    "by_seq",
    "canonical",
    "entries_of",
    "head",
    "header_hash",
    "journal_rows",
    "payload_of",
    "personal",
    "sha256",
    "transactions",
    "trial_balance",
    "verify",
]
