"""The reviews' part of a RuleSet."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("reviews")
@dataclass(frozen=True, slots=True)
class ReviewRules:
    """How many ideas are studied at once, by how many people, for how long."""

    slots: int = 8
    quorum: int = 4
    least_text: int = 80
    longest_park_days: int = 365
    most_parks: int = 2
