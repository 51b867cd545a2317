"""What the rules say of a week's reports, their ranking, and of bugs and alarms."""

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


@rules.section("bugs")
@dataclass(frozen=True, slots=True)
class BugRules:
    """How reports are answered; a log of 0 kilobytes is none at all."""

    reply_business_days: int = 1
    state_days: int = 7
    log_kilobytes: int = 1_000
    alarm_times: int = 5
    alarm_least: int = 5


# Words of lost data, as people write them: folded, Latin ones whole, others anywhere.
DATA_LOSS_WORDS = (
    "data loss",
    "lost data",
    "lost all",
    "lost my",
    "lost everything",
    "data is gone",
    "data are gone",
    "everything is gone",
    "all gone",
    "wiped",
    "erased my",
    "erased all",
    "deleted my",
    "deleted all",
    "deleted itself",
    "corrupted",
    "overwrote",
    "overwritten",
    "数据丢失",
    "丢失数据",
    "数据没了",
    "全没了",
    "都没了",
    "被清空",
    "清空了",
    "被删除",
    "误删",
    "文件损坏",
    "数据损坏",
    "被覆盖",
    "資料遺失",
    "遺失資料",
    "資料不見",
    "全不見",
    "都不見",
    "全沒了",
    "都沒了",
    "被清空",
    "被刪除",
    "誤刪",
    "檔案損毀",
    "資料損毀",
    "被覆蓋",
    "データが消え",
    "データ消失",
    "データ損失",
    "データを失",
    "全部消え",
    "全て消え",
    "すべて消え",
    "勝手に削除",
    "破損",
    "上書きされ",
)
