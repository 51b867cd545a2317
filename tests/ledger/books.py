"""Postings for tests: short to write, easy to read."""

from datetime import date

from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.ledger import commands as ledger

EXPENSE = "expense:royalty:PROD1:EUR"
ANA = "liability:payable:P7:EUR"
BEN = "liability:payable:P8:EUR"
TRANSIT = "liability:intransit:P7:EUR"
BANK = "asset:bank:EUR"
CODES = (EXPENSE, ANA, BEN, TRANSIT, BANK)
DAY = date(2026, 9, 30)


def open_accounts(*codes: str) -> None:
    for code in codes or CODES:
        ledger.account(code, code.split(":")[0], code[-3:])


def posting(key: str, *legs: tuple, on: date = DAY, **other) -> ledger.Posting:
    """A posting of (code, amount) legs; the currency ends the code."""
    return ledger.Posting(
        key=key,
        kind=other.pop("kind", "royalty"),
        on=on,
        entries=tuple(ledger.Leg(code, amount, code[-3:]) for code, amount in legs),
        source=other.pop("source", "test"),
        **other,
    )


def royalty(key: str = "royalty:1", amount: int = 45_520, on: date = DAY, **other):
    """455.20 split 60:40, posted."""
    open_accounts()
    ana = amount * 6 // 10
    legs = ((EXPENSE, amount), (ANA, -ana), (BEN, ana - amount))
    return ledger.post(SYSTEM, posting(key, *legs, on=on, **other))


def flush() -> None:
    db.session.flush()
