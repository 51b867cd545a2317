"""The roadmap's part of a RuleSet."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("roadmap")
@dataclass(frozen=True, slots=True)
class RoadmapRules:
    """Lengths of public reasons."""

    least_decline_text: int = 80
    least_reason: int = 20
