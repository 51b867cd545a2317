"""When a week's train goes, as pure functions of the game's settings."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel import rules

# What leads through all places of a hundred, each once: odd, and not of five.
_STEPS = tuple(step for step in range(1, 100) if step % 2 and step % 5)


@rules.section("builds")
@dataclass(frozen=True, slots=True)
class BuildRules:
    """The week of a train in the site's zone; weekdays count from Monday, 0."""

    publish_weekday: int = 4
    publish_hour: int = 17
    report_close_weekday: int = 1
    report_close_hour: int = 12
    retry_weekday: int = 0
    retry_hour: int = 17
    rollout_first_percent: int = 10
    rollout_second_percent: int = 50
    rollout_hours: int = 48
    file_mb: int = 25


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def publish_time(game: BuildRules, week_start: date, zone: str) -> datetime:
    """When the build of a week goes out, in UTC."""
    day = week_start + timedelta(days=game.publish_weekday)
    return _at(day, game.publish_hour, zone)


def close_time(game: BuildRules, publish_at: datetime, zone: str) -> datetime:
    """Until when votes and reports count: the first closing hour after it went out."""
    return _next(game.report_close_weekday, game.report_close_hour, publish_at, zone)


def retry_time(game: BuildRules, now: datetime, zone: str) -> datetime:
    """When a build that was held back is tried again."""
    return _next(game.retry_weekday, game.retry_hour, now, zone)


def version_of(publish_at: datetime, zone: str) -> str:
    """YY.M.D of the day on which it was first meant to go out."""
    day = publish_at.astimezone(ZoneInfo(zone)).date()
    return f"{day:%y}.{day.month}.{day.day}"


def _next(weekday: int, hour: int, after: datetime, zone: str) -> datetime:
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    found = _at(day, hour, zone)
    return found if found > after else _at(day + timedelta(days=7), hour, zone)


def _at(day: date, hour: int, zone: str) -> datetime:
    local = datetime.combine(day, time(hour), ZoneInfo(zone))
    return local.astimezone(UTC)


def left(until: datetime, now: datetime) -> tuple[int, int, int]:
    """Days, hours and minutes until an instant, for a clock; nothing below zero."""
    minutes = max(0, int((until - now).total_seconds() // 60))
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def share_at(game: BuildRules, published_at: datetime, now: datetime) -> int:
    """To how many in a hundred a build has been rolled out by now; never less later.

    The first share at once, the second after half of the hours, then everybody.
    """
    passed = (now - published_at).total_seconds() / 3600
    if passed >= game.rollout_hours:
        return 100
    first, second = game.rollout_first_percent, game.rollout_second_percent
    return max(first, second) if passed * 2 >= game.rollout_hours else first


def is_in_share(build_number: int, person_id: int, share: int) -> bool:
    """Whether a person is among the first so many in a hundred of a build.

    Of each hundred people exactly that many are. A person's place in a build never
    changes, so a larger share loses nobody; it differs from build to build, so that
    not always the same people go first.
    """
    block, own = divmod(person_id, 100)
    digest = hashlib.sha256(f"build {build_number} for {block}".encode()).digest()
    step, shift = _STEPS[digest[0] % len(_STEPS)], digest[1]
    return (step * own + shift) % 100 < share
