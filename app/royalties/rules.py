"""The money terms a deed begins with; a signed deed keeps its own."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("royalties")
@dataclass(frozen=True, slots=True)
class Royalties:
    """Defaults of a draft."""

    rate_bp: int = 200
    creator_floor_bp: int = 100
    minimum_payout: str = "25.00"
    first_wait_days: int = 90
    statement_due_days: int = 30
    dispute_days: int = 30
    deduction_cap_bp: int = 2_500
    minimum_age: int = 18


DEFAULTS = Royalties()
