"""When a week's train goes, as pure functions of the game's settings."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel import rules


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
    # Testers: when one who shows no sign is warned, how long the place is kept then,
    # over which time scores count, and how many first ones stay on the wall.
    idle_days: int = 56
    idle_notice_days: int = 14
    score_days: int = 84
    founders: int = 100


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
