"""The bank-file rail: payouts become lines of a CSV file that a bank takes."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

HEADER = (
    "payout_ref",
    "beneficiary",
    "iban_or_account",
    "bic",
    "currency",
    "amount",
    "reference",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One payment: to whom, where, how much."""

    payout_ref: str
    beneficiary: str
    iban_or_account: str
    bic: str
    currency: str
    amount: str


def write(lines: Iterable[Line]) -> str:
    """The file; cells that a spreadsheet would run as a formula are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for line in lines:
        words = (line.payout_ref, line.beneficiary, line.iban_or_account, line.bic)
        money = (line.currency, line.amount, line.payout_ref)
        writer.writerow([_plain(cell) for cell in (*words, *money)])
    return out.getvalue()


def _plain(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words
