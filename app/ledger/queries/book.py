"""The whole book as beancount text: an outsider's program checks our arithmetic."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.money import Money
from app.ledger.models import Account, Period
from app.ledger.queries import balances
from app.ledger.queries.balances import EntryRow

_ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "expense": "Expenses",
    "income": "Income",
    "equity": "Equity",
    "trading": "Equity:Trading",
}


def beancount() -> str:
    """The book: accounts, transactions, balances the day after each period end."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield 'option "title" "Cobuild ledger"'
    found = [(tx, legs) for tx, legs in balances.in_order()]
    days = [tx.effective_on for tx, _ in found]
    if not days:
        return
    yield from _openings(min(days))
    for tx, legs in found:
        yield ""
        yield f'{tx.effective_on} * "{tx.kind}" "{_quoted(tx.memo)}"'
        yield f'  seq: "{tx.seq}"'
        yield f'  key: "{_quoted(tx.posting_key)}"'
        yield from (_posting(leg) for leg in legs)
    yield ""
    for day in _closing_days(max(days)):
        yield from _balances_on(day)


def _openings(day: date) -> Iterator[str]:
    rows = select(Account.code, Account.currency).order_by(Account.code)
    for code, currency in db.session.execute(rows):
        yield f"{day} open {_name(code)} {currency}"


def _posting(leg: EntryRow) -> str:
    return f"  {_name(leg.code)}  {_amount(leg.amount, leg.currency)}"


def _closing_days(last: date) -> list[date]:
    ends = db.session.scalars(select(Period.ends_on))
    return sorted({end for end in ends if end < last} | {last})


def _balances_on(day: date) -> Iterator[str]:
    after = day + timedelta(days=1)
    for code, currency, amount in balances.trial_balance(on=day):
        yield f"{after} balance {_name(code)} {_amount(amount, currency)}"


def _name(code: str) -> str:
    kind, *rest = code.split(":")
    parts = (part[:1].upper() + part[1:].replace("_", "-") for part in rest)
    return ":".join((_ROOTS[kind], *parts))


def _amount(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).decimal} {currency}"


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
