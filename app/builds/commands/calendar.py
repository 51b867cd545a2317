"""The weeks ahead: announced in time, by the rules of the week and the holidays."""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.builds import policies, queries, rules
from app.builds.commands import trains
from app.builds.models import Channel, Train
from app.builds.rules import BuildRules
from app.kernel import clock, site
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require
from app.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Almanac:
    """What the site says about days, and what a space says about weeks."""

    space_id: int
    game: BuildRules
    zone: str
    holidays: Collection[date]


def plan_coming(actor: Actor) -> list[Train]:
    """See to it that weeks are announced and the next one of a space has its build.

    Asks what is there each time: twice is the same as once.
    """
    plan_ahead(actor)
    found = [_next_one(actor, space) for space in queries.spaces_with_builds()]
    return [train for train in found if train is not None]


def plan_ahead(actor: Actor) -> None:
    """Announce the weeks to come of every space.

    A week that has not begun follows the rules as they are now; a holiday that is
    known a week before leaves its build out, a later one delays it.
    """
    require(policies.may_plan, actor)
    zone = site.get("timezone")
    for space in queries.spaces_with_builds():
        almanac = Almanac(space.id, trains.rules_of(space.id), zone, holidays())
        for way in _channels(space, almanac.game):
            _announce(way, almanac)
            for train in queries.ahead(way.id):
                _renew(train, way, almanac)
                _mind_holidays(actor, train, almanac)
    db.session.flush()


def holidays() -> frozenset[date]:
    """The days on which the site publishes nothing."""
    return frozenset(date.fromisoformat(day) for day in site.get("holidays"))


def _next_one(actor: Actor, space: Space) -> Train | None:
    """The next weekly train of a space, with its build."""
    way = trains.ensure_channel(space, "weekly")
    waiting = [train for train in queries.ahead(way.id) if train.is_waiting]
    if not waiting:
        return None
    trains.open_build(actor, space, waiting[0])
    return waiting[0]


def _channels(space: Space, game: BuildRules) -> list[Channel]:
    """The channels that get trains; inner testers have candidates, not trains."""
    codes = ["weekly", "stable"]
    if game.inner:
        trains.ensure_channel(space, "inner")
    if game.nightly:
        codes.append("nightly")
    return [trains.ensure_channel(space, code) for code in codes]


def _announce(way: Channel, almanac: Almanac) -> None:
    days = rules.starts(almanac.game, way.code, clock.now(), almanac.zone)
    known = queries.known_weeks(way.id, days)
    for day in days:
        if day in known or not _has_soaked(way, day, almanac):
            continue
        trains.announce(way, day, trains.rules_for(almanac.space_id, day))


def _has_soaked(way: Channel, day: date, almanac: Almanac) -> bool:
    """A stable week is announced once a weekly build is old enough for it by then."""
    if way.code != "stable":
        return True
    out = rules.publish_time(almanac.game, day, almanac.zone)
    until = rules.soaked_before(almanac.game, out)
    return queries.has_weekly_by(almanac.space_id, until)


def _renew(train: Train, way: Channel, almanac: Almanac) -> None:
    """Follow the rules, until the week begins and only words move a train."""
    begins = trains.week_begin(train.week_start)
    if train.state != "planned" or begins <= clock.now():
        return
    planned = rules.times(almanac.game, way.code, train.week_start, almanac.zone)
    if planned.publish_at <= clock.now():
        return
    for field in dataclasses.fields(planned):
        setattr(train, field.name, getattr(planned, field.name))


def _mind_holidays(actor: Actor, train: Train, almanac: Almanac) -> None:
    is_free = rules.is_holiday(train.publish_at, almanac.zone, almanac.holidays)
    for_holiday = train.reason_code == "holiday"
    if train.state == "skipped" and for_holiday and not is_free:
        train.state, train.reason_code = "planned", ""
    if not is_free or not (
        train.is_waiting and (train.reason_code == "" or for_holiday)
    ):
        return
    if rules.is_in_time(train.publish_at, clock.now()):
        trains.leave_out(actor, train, "holiday")
        return
    out = rules.working_time(train.publish_at, almanac.zone, almanac.holidays)
    trains.move(actor, train, almanac.space_id, out, code="holiday")
