"""The bank-file rail: payouts become lines of a CSV file that a bank takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.web.answers import csv_text

HEADER = (
    "payout_ref",
    "beneficiary",
    "iban_or_account",
    "bic",
    "currency",
    "amount",
    "reference",
)


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
    return csv_text(
        HEADER,
        (
            (
                line.payout_ref,
                line.beneficiary,
                line.iban_or_account,
                line.bic,
                line.currency,
                line.amount,
                line.payout_ref,
            )
            for line in lines
        ),
    )
