"""Money never floats and never vanishes.

Amounts are integers in minor units of their currency; shares are basis points; a pool
is rounded once, half to even; parts come by the largest remainder and sum exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from app.kernel.errors import Invalid
from app.kernel.words import N_

# ISO 4217 minor units; what is not listed has two.
EXPONENTS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "JPY",
            "KMF",
            "KRW",
            "MGA",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


class BadAmount(Invalid):
    code = "bad_amount"
    text = N_("%(words)s is not an amount in %(currency)s.")


def exponent(currency: str) -> int:
    """How many decimals a currency has."""
    return EXPONENTS.get(currency, 2)


def round_half_even(value: Fraction) -> int:
    """The nearest integer, a tie to the even one: 4.5 -> 4, 5.5 -> 6, -0.5 -> 0."""
    return round(value)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split an integer by integer weights; sums exactly, ties to the earlier place.

    Works on the absolute value, so a negative total mirrors the positive one
    (Hamilton's method).
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and must not all be zero")
    size = abs(total)
    parts = [size * weight // whole for weight in weights]
    rests = [size * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-rests[place], place))
    for place in order[: size - sum(parts)]:
        parts[place] += 1
    return [-part for part in parts] if total < 0 else parts


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency; refuses floats and mixing."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"money is whole minor units, not {self.minor!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} is not {self.currency}")
        return other.minor

    def share(self, bp: int) -> "Money":
        """A part in basis points, rounded half to even once."""
        return Money(round_half_even(Fraction(self.minor * bp, 10_000)), self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Parts by largest remainder; they sum to this exactly."""
        parts = largest_remainder(self.minor, weights)
        return [Money(part, self.currency) for part in parts]

    @property
    def decimal(self) -> str:
        """Plain decimal text: "273.12", "-75.88", "1200" for JPY."""
        return decimal_text(self.minor, exponent(self.currency))

    @classmethod
    def parse(cls, words: str, currency: str) -> "Money":
        """Read decimal text; excess decimals and thousands marks are refused."""
        try:
            value = Decimal(words)
        except InvalidOperation:
            raise BadAmount(words=words, currency=currency) from None
        is_plain = value.is_finite() and "e" not in words.lower()
        minor = value.scaleb(exponent(currency)) if is_plain else value
        if not is_plain or minor != minor.to_integral_value():
            raise BadAmount(words=words, currency=currency)
        return cls(int(minor), currency)


def decimal_text(minor: int, places: int) -> str:
    """Minor units as decimal text, without a float on the way."""
    sign = "-" if minor < 0 else ""
    if places == 0:
        return f"{minor}"
    whole, rest = divmod(abs(minor), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}"
