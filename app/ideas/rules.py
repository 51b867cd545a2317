"""The game's settings for ideas, and the ladder clock as a pure function of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel import rules
from app.kernel.errors import Invalid
from app.kernel.words import N_

MODES = ("add", "reset")
GATES = ("first", "all", "none")
Span = tuple[datetime, datetime]


class BadLadder(Invalid):
    code = "bad_ladder"
    text = N_("Goals must grow, and each needs its number of days.")


class BadGate(Invalid):
    code = "bad_gate"
    text = N_("Ideas wait to be checked at first, always, or never.")


@rules.section("ideas")
@dataclass(frozen=True, slots=True)
class IdeaRules:
    """What a space may change about ideas; the unit is in the name."""

    min_age_years: int = 13
    open_drafts: int = 5
    draft_idle_days: int = 365
    draft_warning_days: int = 30
    queue_places: int = 2
    newcomer_days: int = 7
    newcomer_ideas_a_day: int = 1
    newcomer_links_a_day: int = 2
    max_pictures: int = 5
    max_tags: int = 3
    product_pictures: int = 1
    improvement_pictures: int = 0
    title_characters: int = 80
    problem_characters: int = 300
    reason_weight: int = 80
    gate: str = "first"
    gate_first_ideas: int = 2
    gate_business_days: int = 2
    look_business_days: int = 2
    resubmission_business_days: int = 1
    fix_days: int = 30
    third_try_hours: int = 24
    ladder: tuple[int, ...] = (100, 1000, 5000, 10000)
    ladder_days: tuple[int, ...] = (60, 365, 182, 182)
    ladder_mode: str = "add"
    grace_hours: int = 72
    verdict_business_days: int = 10
    goal_business_days: int = 10
    review_start_days: int = 90
    review_days: int = 120
    parked_days: int = 90
    start_days: int = 90
    ship_days: int = 182
    evaluation_days: int = 365

    def __post_init__(self) -> None:
        grows = all(a < b for a, b in zip(self.ladder, self.ladder[1:], strict=False))
        has_days = len(self.ladder_days) in (0, len(self.ladder))
        if not (grows and has_days and self.ladder_mode in MODES):
            raise BadLadder
        if any(n < 1 for n in (*self.ladder, *self.ladder_days)):
            raise BadLadder
        if self.gate not in GATES:
            raise BadGate

    def pictures_for(self, outcome: str) -> int:
        """How many pictures an idea of this outcome needs before it is sent."""
        return (
            self.product_pictures if outcome == "product" else self.improvement_pictures
        )

    def purge_at(self, warned_at: datetime) -> datetime:
        """When an idle draft goes: its whole time after the warning, however late."""
        return warned_at + timedelta(days=self.draft_warning_days)


def deadline(
    game: IdeaRules,
    published_at: datetime,
    reached: Sequence[datetime],
    stops: Sequence[Span] = (),
) -> datetime | None:
    """Until when an idea may gather support; None where no clock runs.

    `reached` dates the crossed rungs in order, `stops` are closed spans in which the
    clock stood still. Never edited by hand: asked again whenever one of them changes.
    """
    if not game.ladder_days:
        return None
    crossed = min(len(reached), len(game.ladder_days))
    if game.ladder_mode == "reset" and crossed:
        start = reached[crossed - 1]
        days = game.ladder_days[min(crossed, len(game.ladder_days) - 1)]
        return start + timedelta(days=days) + stopped(stops, start)
    days = sum(game.ladder_days[: crossed + 1])
    return published_at + timedelta(days=days) + stopped(stops, published_at)


def stopped(stops: Sequence[Span], since: datetime) -> timedelta:
    """How long the clock stood still after an instant; overlaps count once."""
    total = timedelta()
    seen = since
    for start, end in sorted(stops):
        begin = max(start, seen)
        if end > begin:
            total += end - begin
            seen = end
    return total


def next_rung(game: IdeaRules, crossed: int) -> int | None:
    """The threshold an idea works towards; the top one stays once it is reached."""
    if not game.ladder:
        return None
    return game.ladder[min(crossed, len(game.ladder) - 1)]
