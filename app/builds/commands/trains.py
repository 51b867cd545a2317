"""Planning a week's train, and announcing another time for it."""

from datetime import date, datetime, timedelta

from app.builds import policies, queries
from app.builds.events import TrainPlanned, TrainRescheduled
from app.builds.models import Build, Channel, Train
from app.builds.rules import (
    BuildRules,
    close_time,
    publish_time,
    version_of,
    week_of,
)
from app.comments import commands as comments
from app.kernel import audit, clock, ids, site
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.spaces.models import Space

CADENCE_OF = {"weekly": "weekly", "stable": "six_weeks"}


class NoBuildsHere(Conflict):
    code = "no_builds_here"
    text = N_("%(space)s has no weekly build.")


class WeekIsOver(Invalid):
    code = "week_is_over"
    text = N_("The publishing time of this week has passed already.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    text = N_("Say why the time changes: everybody reads it.")


class TimeIsPast(Invalid):
    code = "time_is_past"
    text = N_("The new time must be ahead.")


class TrainHasGone(Conflict):
    code = "train_has_gone"
    text = N_("This build is out already.")


def ensure_channel(space: Space, code: str) -> Channel:
    """A channel of a space, made when it is first needed; twice equals once."""
    known = queries.channel(space.id, code)
    if known is not None:
        return known
    row = Channel(space_id=space.id, code=code, cadence=CADENCE_OF.get(code, "weekly"))
    made = insert_once(row) or queries.channel(space.id, code)
    assert made is not None
    return made


def plan_train(
    actor: Actor, space: Space, week_start: date, channel: str = "weekly"
) -> Train:
    """Plan a week of a channel, with its build and thread; twice is the same as once.

    Any day of the week names it. The thread stays hidden until the build is out.
    """
    require(policies.may_plan, actor, space.id)
    if not space.has_builds:
        raise NoBuildsHere(space=space.name)
    monday = week_of(week_start)
    way = ensure_channel(space, channel)
    known = queries.planned_week(way.id, monday)
    if known is not None:
        return known
    zone, game = site.get("timezone"), rules_of(space.id)
    publish_at = publish_time(game, monday, zone)
    if publish_at <= clock.now():
        raise WeekIsOver(field="week")
    row = Train(
        channel_id=way.id,
        week_start=monday,
        publish_at=publish_at,
        report_close_at=close_time(game, publish_at, zone),
    )
    train = insert_once(row)
    if train is None:
        known = queries.planned_week(way.id, monday)
        assert known is not None
        return known
    _make_build(actor, space, train)
    return train


def plan_coming(actor: Actor) -> list[Train]:
    """See to it that every space has a train to come; asks what is there each time."""
    return [
        plan_train(actor, space, _coming_week(space))
        for space in queries.spaces_with_builds()
    ]


def reschedule(actor: Actor, train: Train, publish_at: datetime, reason: str) -> Train:
    """Announce another time for a build, with a reason that everybody reads.

    The version stays: it names the week, not the hour.
    """
    build = queries.of_train(train.id)
    require(policies.may_publish, actor, build)
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    held = queries.locked(train.id)
    if not held.is_waiting:
        raise TrainHasGone
    if publish_at <= clock.now():
        raise TimeIsPast(field="publish_at")
    if (held.publish_at, held.reason) != (publish_at, words):
        _move(actor, held, build, publish_at, words)
    return held


def rules_of(space_id: int) -> BuildRules:
    """The builds' part of the rules in force for a space."""
    found: BuildRules = spaces.rules_of(space_id).builds
    return found


def _make_build(actor: Actor, space: Space, train: Train) -> Build:
    number = ids.next_number("build")
    thread = comments.open_thread(actor, space.id, "build", f"/builds/{number}")
    comments.hide(SYSTEM, thread.id)
    build = Build(
        number=number,
        space_id=space.id,
        train_id=train.id,
        thread_id=thread.id,
        version=version_of(train.publish_at, site.get("timezone")),
    )
    db.session.add(build)
    db.session.flush()
    emit(TrainPlanned(train_id=train.id, build_id=build.id, space_id=space.id))
    audit.record(actor, "builds.plan", "train", train.id)
    return build


def _move(
    actor: Actor, train: Train, build: Build, publish_at: datetime, reason: str
) -> None:
    game = rules_of(build.space_id)
    before = train.publish_at
    train.publish_at = publish_at
    train.report_close_at = close_time(game, publish_at, site.get("timezone"))
    train.reason = reason
    train.state = "delayed"
    emit(
        TrainRescheduled(
            train_id=train.id, publish_at=publish_at.isoformat(), reason=reason
        )
    )
    values = {"from": before.isoformat(), "to": publish_at.isoformat(), "why": reason}
    audit.record(actor, "builds.reschedule", "train", train.id, values=values)
    db.session.flush()


def _coming_week(space: Space) -> date:
    """The running week while its build is ahead, else the next."""
    zone = site.get("timezone")
    monday = week_of(clock.today(zone))
    ahead = publish_time(rules_of(space.id), monday, zone) > clock.now()
    return monday if ahead else monday + timedelta(days=7)
