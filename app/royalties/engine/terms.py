"""The terms of a deed: what they may say, and what this engine does not compute yet."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.kernel.words import N_
from app.royalties.rules import DEFAULTS


class TermNotComputed(Invalid):
    code = "term_not_computed"
    text = N_("This site does not compute %(term)s yet, so no agreement may name it.")


class TermRefused(Invalid):
    code = "term_refused"
    text = N_("No agreement may name %(term)s: it could take from the creators.")


class TermOutOfRange(Invalid):
    code = "term_out_of_range"
    text = N_("%(term)s must be between %(low)s and %(high)s.")


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything a version agrees on but the shares; defaults are the RuleSet's."""

    rate_bp: int = DEFAULTS.rate_bp
    creator_floor_bp: int = DEFAULTS.creator_floor_bp
    deduction_cap_bp: int = DEFAULTS.deduction_cap_bp
    minimum: str = DEFAULTS.minimum_payout
    minimums: dict[str, str] = field(default_factory=dict)
    wait_days: int = DEFAULTS.first_wait_days
    due_days: int = DEFAULTS.statement_due_days
    dispute_days: int = DEFAULTS.dispute_days
    base: str = "net_sales"
    share_mode: str = "explicit"
    reserve_bp: int = 0
    advance: str = ""
    tiers: tuple[Any, ...] = ()
    buckets: tuple[Any, ...] = ()
    minimum_guarantee: str = ""
    cross_collateral: bool = False
    pool_cap: str = ""
    excluded_channels: tuple[str, ...] = ()
    excluded_territories: tuple[str, ...] = ()
    cost_deductions: tuple[str, ...] = ()

    def check(self) -> "Terms":
        """These terms, or the refusal that names the term."""
        _refuse_named(self)
        _refuse_ranges(self)
        for currency, amount in {"EUR": self.minimum, **self.minimums}.items():
            if Money.parse(amount, currency).minor < 0:
                raise TermOutOfRange(term="minimum", low=0, high="∞", field="minimum")
        return self

    def minimum_in(self, currency: str) -> int:
        """The promised payout minimum, in minor units."""
        return Money.parse(self.minimums.get(currency, self.minimum), currency).minor

    def as_dict(self) -> dict[str, Any]:
        """What is signed: the terms that are computed."""
        return {name: getattr(self, name) for name in _COMPUTED}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Terms":
        """The terms of a stored version."""
        return cls(**stored)


_REFUSED = (
    "base",
    "pool_cap",
    "excluded_channels",
    "excluded_territories",
    "cost_deductions",
)
_NOT_YET = (
    "share_mode",
    "reserve_bp",
    "advance",
    "tiers",
    "buckets",
    "minimum_guarantee",
    "cross_collateral",
)
_FIELDS = dataclasses.fields(Terms)
_PLAIN = {f.name: f.default for f in _FIELDS if f.name in (*_REFUSED, *_NOT_YET)}
_COMPUTED = (
    "base",
    "share_mode",
    *(f.name for f in _FIELDS if f.name not in _PLAIN),
)
_RANGES = {
    "rate_bp": (1, 5_000),
    "creator_floor_bp": (100, 5_000),
    "deduction_cap_bp": (0, 2_500),
    "wait_days": (0, 365),
    "due_days": (1, 90),
    "dispute_days": (30, 365),
}


def _refuse_named(terms: Terms) -> None:
    for name, plain in _PLAIN.items():
        if getattr(terms, name) != plain:
            refusal = TermRefused if name in _REFUSED else TermNotComputed
            words = name.removesuffix("_bp").replace("_", " ")
            raise refusal(term=words, field=name)


def _refuse_ranges(terms: Terms) -> None:
    for name, (low, high) in _RANGES.items():
        if not low <= getattr(terms, name) <= high:
            words = name.removesuffix("_bp").replace("_", " ")
            raise TermOutOfRange(term=words, low=low, high=high, field=name)
