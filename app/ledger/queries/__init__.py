"""Reading the ledger: balances, transactions, the check of the chain, the book."""

from app.ledger.queries.balances import (
    JOURNAL_HEADER,
    AccountLine,
    EntryRow,
    balance,
    balances_of_owner,
    by_key,
    by_seq,
    entries_of,
    head,
    journal_rows,
    name_of,
    personal,
    reversal_of,
    sides,
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
    "JOURNAL_HEADER",
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
    "name_of",
    "payload_of",
    "personal",
    "reversal_of",
    "sha256",
    "sides",
    "transactions",
    "trial_balance",
    "verify",
]
