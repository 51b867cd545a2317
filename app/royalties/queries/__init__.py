"""Reading deeds, sales, runs and statements."""

from app.royalties.queries import (
    basis,
    bodies,
    deeds,
    findings,
    runs,
    sales,
    statements,
)
from app.royalties.queries.deeds import has_share, is_party
from app.royalties.queries.own import personal
from app.royalties.queries.statements import (
    Earnings,
    PayableLine,
    earnings_of,
    payable,
    payable_code,
    statements_of,
)

__all__ = [
    "Earnings",
    "PayableLine",
    "basis",
    "bodies",
    "deeds",
    "earnings_of",
    "findings",
    "has_share",
    "is_party",
    "payable",
    "payable_code",
    "personal",
    "runs",
    "sales",
    "statements",
    "statements_of",
]
