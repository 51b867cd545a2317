"""The part of a RuleSet about reports of a week, and how its changes are ranked."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel import rules

# The quantile of the normal distribution for an interval of 95 percent.
Z = 1.96


@rules.section("feedback")
@dataclass(frozen=True, slots=True)
class FeedbackRules:
    """How many voices it takes.

    From `least_respondents` on a share ranks, below the mere difference; popcorn is
    given from `popcorn_respondents` on.
    """

    least_respondents: int = 30
    popcorn_respondents: int = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change stands in its week."""

    item_id: int
    place: int
    best: int
    worst: int
    wilson_low: float


def wilson_low(best: int, worst: int) -> float:
    """The least share of "best" that the voices on a change bear out; 0 without any.

    The lower end of the score interval at z = 1.96: E. B. Wilson, "Probable inference,
    the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), pp. 209-212. 42:8 gives 0.715, 5:0 only 0.566.
    """
    n = best + worst
    if n == 0:
        return 0.0
    share, z2 = best / n, Z * Z
    middle = share + z2 / (2 * n)
    reach = Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # (middle - reach) / (1 + z2 / n), without the difference that rounding spoils
    return share * share / (middle + reach)


def rank(
    counts: Mapping[int, tuple[int, int]], respondents: int, least: int
) -> list[Place]:
    """The changes of a build in their order, from (best, worst) of each.

    From `least` respondents on by Wilson's lower bound, below by best minus worst.
    Among equals who is best for more comes first, then who is weakest for fewer, then
    the smaller id, so that the same reports always give the same order.
    """
    enough = respondents >= least

    def key(item_id: int) -> tuple[float, int, int, int]:
        best, worst = counts[item_id]
        score = wilson_low(best, worst) if enough else best - worst
        return (-score, -best, worst, item_id)

    return [
        Place(item_id, place, *counts[item_id], wilson_low(*counts[item_id]))
        for place, item_id in enumerate(sorted(counts, key=key), 1)
    ]
