"""When a train goes and what comes before and after it: pure functions of the rules.

A time on the wall that does not exist, in the hour that summer time leaves out, is as
much later as that hour is long; one that exists twice is the first of the two.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Protocol
from zoneinfo import ZoneInfo

from app.kernel import rules

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# So long before a holiday everybody knows that its build is left out.
NOTICE = timedelta(days=7)
# Nights from Monday to Thursday: on Friday the week's own build goes out.
NIGHTS = 4
# The Monday from which the weeks of the stable channel are counted.
_FIRST_MONDAY = date(2024, 1, 1)


@rules.section("builds")
@dataclass(frozen=True, slots=True)
class BuildRules:
    """The week of a train in the site's zone; weekdays count from Monday, 0."""

    publish_weekday: int = 4
    publish_hour: int = 17
    report_close_weekday: int = 1
    report_close_hour: int = 12
    standings_weekday: int = 1
    standings_hour: int = 14
    awards_weekday: int = 1
    awards_hour: int = 17
    freeze_weekday: int = 0
    freeze_hour: int = 10
    question_close_weekday: int = 1
    question_close_hour: int = 12
    preview_weekday: int = 2
    preview_hour: int = 17
    retry_weekday: int = 0
    retry_hour: int = 17
    inner: bool = False
    rc_weekday: int = 3
    rc_hour: int = 17
    gate_weekday: int = 4
    gate_hour: int = 12
    gate_most_ok: int = 20
    gate_percent: int = 60
    nightly: bool = False
    nightly_hour: int = 22
    stable_every_weeks: int = 6
    stable_soak_weeks: int = 2
    ahead_weeks: int = 4
    # Testers: when one who shows no sign is asked, how long the place is kept then,
    # over which time scores count, and how many first ones stay on the wall.
    idle_days: int = 56
    idle_notice_days: int = 14
    score_days: int = 84
    founders: int = 100


@dataclass(frozen=True, slots=True)
class Times:
    """The instants of one train, in the order in which they come."""

    freeze_at: datetime | None
    question_close_at: datetime | None
    preview_at: datetime | None
    rc_at: datetime | None
    gate_at: datetime | None
    publish_at: datetime
    report_close_at: datetime
    standings_at: datetime
    awards_at: datetime


class Riding(Protocol):
    """What the clock asks of a train: where it is, and when it goes on."""

    state: str
    freeze_at: datetime | None
    rc_at: datetime | None
    gate_at: datetime | None
    gate_passed_at: datetime | None
    publish_at: datetime


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


def after(
    game: BuildRules, publish_at: datetime, zone: str
) -> tuple[datetime, datetime, datetime]:
    """Reports close, standings, awards: each the first such hour after the one before.

    Standings at the closing hour itself are a week of waiting saved.
    """
    closes = close_time(game, publish_at, zone)
    moment = timedelta(microseconds=1)
    standings = _next(
        game.standings_weekday, game.standings_hour, closes - moment, zone
    )
    awards = _next(game.awards_weekday, game.awards_hour, standings - moment, zone)
    return closes, standings, awards


def times(game: BuildRules, code: str, start: date, zone: str) -> Times:
    """Everything that happens to a train of a channel.

    What comes before the build is counted back from it, each step before the next, so
    that the order holds whatever days are chosen. Only a weekly build has such steps,
    and only a space with inner testers candidate and gate.
    """
    if code == "nightly":
        return _bare(game, _at(start, game.nightly_hour, zone), zone)
    out = publish_time(game, start, zone)
    if code != "weekly":
        return _bare(game, out, zone)
    gate = rc = None
    if game.inner:
        gate = _last(game.gate_weekday, game.gate_hour, out, zone)
        rc = _last(game.rc_weekday, game.rc_hour, gate, zone)
    preview = _last(game.preview_weekday, game.preview_hour, rc or out, zone)
    freeze = _last(game.freeze_weekday, game.freeze_hour, preview, zone)
    asked = _next(game.question_close_weekday, game.question_close_hour, freeze, zone)
    closes, standings, awards = after(game, out, zone)
    return Times(
        freeze, min(asked, out), preview, rc, gate, out, closes, standings, awards
    )


def starts(game: BuildRules, code: str, now: datetime, zone: str) -> list[date]:
    """The first days of the trains of a channel that are announced by now.

    A train is named by the Monday of its week, a nightly one by its day.
    """
    monday = week_of(now.astimezone(ZoneInfo(zone)).date())
    days = [monday + n * WEEK for n in range(game.ahead_weeks + 1)]
    if code == "nightly":
        days = [week + n * DAY for week in days for n in range(NIGHTS)]
    elif code == "stable":
        days = [week for week in days if is_stable_week(game, week)]
    return [day for day in days if times(game, code, day, zone).publish_at > now]


def is_stable_week(game: BuildRules, week_start: date) -> bool:
    """Whether a stable build is cut for a week."""
    return (week_start - _FIRST_MONDAY) // WEEK % game.stable_every_weeks == 0


def soaked_before(game: BuildRules, publish_at: datetime) -> datetime:
    """Until when a weekly build must have come out to become a stable one."""
    return publish_at - game.stable_soak_weeks * WEEK


def due(train: Riding, now: datetime) -> str:
    """What is to be done next: freeze, rc, gate, publish; empty for nothing.

    After a stop the steps that were missed come one after the other.
    """
    if train.state == "planned" and _is_past(train.freeze_at, now):
        return "freeze"
    if train.state in ("planned", "frozen") and _is_past(train.rc_at, now):
        return "rc"
    waits = train.state in ("planned", "frozen", "rc", "delayed")
    if waits and train.gate_passed_at is None and _is_past(train.gate_at, now):
        return "gate"
    return "publish" if waits and now >= train.publish_at else ""


def is_holiday(publish_at: datetime, zone: str, holidays: Collection[date]) -> bool:
    """Whether an instant falls on a holiday of the site."""
    return publish_at.astimezone(ZoneInfo(zone)).date() in holidays


def is_in_time(publish_at: datetime, now: datetime) -> bool:
    """Whether everybody would still know a week before that there is no build."""
    return now <= publish_at - NOTICE


def working_time(
    publish_at: datetime, zone: str, holidays: Collection[date]
) -> datetime:
    """The same hour on the first day from an instant on that is no holiday."""
    local = publish_at.astimezone(ZoneInfo(zone))
    day = local.date()
    while day in holidays:
        day += DAY
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)


def retry_time(
    game: BuildRules, now: datetime, zone: str, holidays: Collection[date] = ()
) -> datetime:
    """When a build that was held back is tried again."""
    again = _next(game.retry_weekday, game.retry_hour, now, zone)
    return working_time(again, zone, holidays)


def gate_needs(game: BuildRules, testers: int) -> int:
    """How many of the inner testers must have run a build and want to keep it."""
    return min(game.gate_most_ok, ceil(testers * game.gate_percent / 100))


def version_of(publish_at: datetime, zone: str) -> str:
    """YY.M.D of the day on which it was first meant to go out."""
    day = publish_at.astimezone(ZoneInfo(zone)).date()
    return f"{day:%y}.{day.month}.{day.day}"


def left(until: datetime, now: datetime) -> tuple[int, int, int]:
    """Days, hours and minutes until an instant, for a clock; nothing below zero."""
    minutes = max(0, int((until - now).total_seconds() // 60))
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def _bare(game: BuildRules, out: datetime, zone: str) -> Times:
    """A train without steps before its build."""
    return Times(None, None, None, None, None, out, *after(game, out, zone))


def _is_past(at: datetime | None, now: datetime) -> bool:
    return at is not None and now >= at


def _next(weekday: int, hour: int, after: datetime, zone: str) -> datetime:
    """The first such hour after an instant."""
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    found = _at(day, hour, zone)
    return found if found > after else _at(day + WEEK, hour, zone)


def _last(weekday: int, hour: int, before: datetime, zone: str) -> datetime:
    """The last such hour before an instant."""
    day = before.astimezone(ZoneInfo(zone)).date()
    day -= timedelta(days=(day.weekday() - weekday) % 7)
    found = _at(day, hour, zone)
    return found if found < before else _at(day - WEEK, hour, zone)


def _at(day: date, hour: int, zone: str) -> datetime:
    local = datetime.combine(day, time(hour), ZoneInfo(zone))
    return local.astimezone(UTC)
