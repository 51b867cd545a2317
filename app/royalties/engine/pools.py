"""From sales lines to each person's part: the same input gives the same output.

Per agreement version and currency: net sales, one half-even rounding of the pool,
then parts by largest remainder, which sum to it exactly, below zero too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from app.kernel.money import largest_remainder, round_half_even

ENGINE = "1"
WHOLE_BP = 10_000
RETURN = "return"
CREATOR = "creator"

Key = tuple[int, int, str]  # deed, version number, currency


@dataclass(frozen=True, slots=True)
class Share:
    """One line of an agreement's table."""

    line_no: int
    person: int
    group: str
    weight: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a frozen deed version says of money."""

    deed: int
    n: int
    sha256: str
    rate_bp: int
    floor_bp: int
    cap_bp: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Sale:
    """One accepted sales line, in minor units, and the agreement it falls under."""

    source: str
    external_line_id: str
    deed: int
    n: int
    currency: str
    line_type: str
    units: int
    gross: int
    discount: int
    tax: int
    freight: int

    @property
    def key(self) -> Key:
        return (self.deed, self.n, self.currency)


@dataclass(slots=True)
class Figures:
    """Sums of one pool; `gross` without returns, `returns` at or below zero."""

    units: int = 0
    gross: int = 0
    returns: int = 0
    discount: int = 0
    tax: int = 0
    freight: int = 0
    not_deducted: int = 0

    def add(self, sale: Sale) -> None:
        """Count one line in."""
        self.units += sale.units
        self.discount += sale.discount
        self.tax += sale.tax
        self.freight += sale.freight
        if sale.line_type == RETURN:
            self.returns += sale.gross
        else:
            self.gross += sale.gross

    def cap(self, cap_bp: int) -> None:
        """Discount and freight count up to a part of gross; the rest is only shown."""
        allowed = max(self.gross, 0) * cap_bp // WHOLE_BP
        self.not_deducted = max(self.discount + self.freight - allowed, 0)

    @property
    def net(self) -> int:
        deducted = self.discount + self.freight - self.not_deducted
        return self.gross + self.returns - self.tax - deducted


@dataclass(frozen=True, slots=True)
class Part:
    """What one share line earns; `exact` before it became whole cents."""

    share: Share
    minor: int
    exact: Fraction


@dataclass(frozen=True, slots=True)
class Pool:
    """The result for one agreement version and currency."""

    agreement: Agreement
    currency: str
    figures: Figures
    cum_before: int
    exact: Fraction
    minor: int
    parts: tuple[Part, ...] = field(default=())

    @property
    def net(self) -> int:
        return self.figures.net


def compute(
    agreements: Mapping[tuple[int, int], Agreement],
    sales: Iterable[Sale],
    cum_before: Mapping[tuple[int, str], int],
) -> list[Pool]:
    """Every pool of a period, ordered by deed, version and currency."""
    sums: dict[Key, Figures] = defaultdict(Figures)
    for sale in sales:
        sums[sale.key].add(sale)
    pools = []
    for deed, n, currency in sorted(sums):
        agreement, figures = agreements[deed, n], sums[deed, n, currency]
        figures.cap(agreement.cap_bp)
        before = cum_before.get((deed, currency), 0)
        pools.append(_pool(agreement, currency, figures, before))
    return pools


def _pool(agreement: Agreement, currency: str, figures: Figures, before: int) -> Pool:
    exact = Fraction(figures.net * agreement.rate_bp, WHOLE_BP)
    minor = round_half_even(exact)
    parts = split(agreement, minor, figures.net)
    return Pool(agreement, currency, figures, before, exact, minor, parts)


def split(agreement: Agreement, pool: int, net: int) -> tuple[Part, ...]:
    """The pool over creators and others, each over its lines; sums exactly."""
    creators = [share for share in agreement.shares if share.group == CREATOR]
    others = [share for share in agreement.shares if share.group != CREATOR]
    weights = [sum(s.weight for s in creators), sum(s.weight for s in others)]
    to_creators, _ = largest_remainder(pool, weights)
    if pool > 0:
        to_creators = max(to_creators, min(pool, _floor(net, agreement.floor_bp)))
    parts = [
        *_parts(creators, to_creators),
        *_parts(others, pool - to_creators),
    ]
    return tuple(sorted(parts, key=lambda part: part.share.line_no))


def _floor(net: int, floor_bp: int) -> int:
    return round_half_even(Fraction(net * floor_bp, WHOLE_BP))


def _parts(shares: Sequence[Share], amount: int) -> list[Part]:
    if not shares:
        return []
    weights = [share.weight for share in shares]
    whole = sum(weights)
    minors = largest_remainder(amount, weights)
    return [
        Part(share, minor, Fraction(amount * share.weight, whole))
        for share, minor in zip(shares, minors, strict=True)
    ]


def holds_floor(rate_bp: int, floor_bp: int, shares: Sequence[Share]) -> bool:
    """Whether creators get at least the floor of net, before any rounding."""
    whole = sum(share.weight for share in shares)
    creators = sum(share.weight for share in shares if share.group == CREATOR)
    return rate_bp * creators >= floor_bp * whole
