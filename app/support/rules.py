"""The part of a RuleSet about support: what a reached goal is looked at for."""

from dataclasses import dataclass
from datetime import timedelta

from app.kernel import rules


@rules.section("support")
@dataclass(frozen=True, slots=True)
class SupportRules:
    """When an account is young, and how long a goal cools before it is signed.

    Goals below `least_supporters` do not cool: a share of so few says nothing.
    """

    young_days: int = 7
    young_percent: int = 20
    cooling_hours: int = 48
    long_cooling_days: int = 7
    least_supporters: int = 20
    check_business_days: int = 10

    def cooling(self, counted: int, young: int) -> timedelta:
        """How long to wait, so that young accounts ripen instead of being discounted.

        Above the share of young accounts it is the long time, else the short one.
        """
        if counted < self.least_supporters:
            return timedelta()
        if young * 100 > self.young_percent * counted:
            return timedelta(days=self.long_cooling_days)
        return timedelta(hours=self.cooling_hours)
