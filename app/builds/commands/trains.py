"""Planning a week's train, and announcing another time for it."""

import dataclasses
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.builds import policies, queries, rules
from app.builds.events import TrainPlanned, TrainRescheduled, TrainSkipped
from app.builds.models import Build, Channel, Train
from app.builds.rules import BuildRules
from app.comments import commands as comments
from app.kernel import audit, clock, ids, site
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.spaces.models import Space

CADENCE_OF = {"stable": "six_weeks", "nightly": "nightly"}
# What a move to an earlier time takes along.
_BEFORE = ("freeze_at", "question_close_at", "preview_at", "rc_at")


class NoBuildsHere(Conflict):
    code = "no_builds_here"
    text = N_("%(space)s has no weekly build.")


class WeekIsOver(Invalid):
    code = "week_is_over"
    text = N_("The publishing time of this week has passed already.")


class WeekIsOff(Conflict):
    code = "week_is_off"
    text = N_("This week has no build: it was left out. Plan another week.")


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
    way = ensure_channel(space, channel)
    start = week_start if channel == "nightly" else rules.week_of(week_start)
    train = queries.planned_week(way.id, start) or _add_week(space, way, start)
    if train.state == "skipped":
        raise WeekIsOff(field="week")
    if train.is_waiting:
        open_build(actor, space, train)
    return train


def announce(way: Channel, start: date, game: BuildRules) -> Train | None:
    """Add a week to what is announced of a channel; None where it is there already."""
    planned = rules.times(game, way.code, start, site.get("timezone"))
    row = Train(channel_id=way.id, week_start=start, **dataclasses.asdict(planned))
    return insert_once(row)


def open_build(actor: Actor, space: Space, train: Train) -> Build:
    """The build of a train, made with its thread when it is first needed."""
    known = queries.build_of(train.id)
    if known is None:
        queries.locked(train.id)
        known = queries.build_of(train.id)
    return known or _make_build(actor, space, train)


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
        move(actor, held, build.space_id, publish_at, code="announced", words=words)
    return held


def move(
    actor: Actor,
    train: Train,
    space_id: int,
    publish_at: datetime,
    *,
    code: str,
    words: str = "",
) -> None:
    """Give a train that waits another time; its gate is asked again at that minute."""
    zone, before = site.get("timezone"), train.publish_at
    # asked before anything changes: a query writes what is changed so far
    later = rules.after(rules_for(space_id, train.week_start), publish_at, zone)
    train.publish_at = publish_at
    train.report_close_at, train.standings_at, train.awards_at = later
    for name in _BEFORE:
        at = getattr(train, name)
        setattr(train, name, min(at, publish_at) if at else None)
    train.gate_at = publish_at if train.gate_at else None
    train.gate_passed_at = None
    train.state, train.reason_code, train.reason = "delayed", code, words
    emit(
        TrainRescheduled(
            train_id=train.id,
            publish_at=publish_at.isoformat(),
            reason=words,
            code=code,
        )
    )
    values = {"from": before.isoformat(), "to": publish_at.isoformat(), "why": words}
    values["code"] = code
    audit.record(actor, "builds.reschedule", "train", train.id, values=values)
    db.session.flush()


def leave_out(actor: Actor, train: Train, code: str) -> None:
    """Let a week have no build, for a reason that everybody reads."""
    train.state, train.reason_code, train.reason = "skipped", code, ""
    emit(TrainSkipped(train_id=train.id, code=code))
    audit.record(actor, "builds.skip", "train", train.id, values={"code": code})
    db.session.flush()


def rules_of(space_id: int) -> BuildRules:
    """The builds' part of the rules in force for a space."""
    found: BuildRules = spaces.rules_of(space_id).builds
    return found


def rules_for(space_id: int, week_start: date) -> BuildRules:
    """The rules for a week: those in force when it begins, as far as one knows now."""
    begins = week_begin(week_start)
    try:
        found: BuildRules = spaces.rules_of(space_id, min(begins, clock.now())).builds
    except Missing:  # the space is younger than the week
        return rules_of(space_id)
    return found


def week_begin(week_start: date) -> datetime:
    """The first instant of a week on the wall of the site."""
    zone = ZoneInfo(site.get("timezone"))
    return datetime.combine(week_start, time(), zone).astimezone(UTC)


def _add_week(space: Space, way: Channel, start: date) -> Train:
    game = rules_for(space.id, start)
    planned = rules.times(game, way.code, start, site.get("timezone"))
    if planned.publish_at <= clock.now():
        raise WeekIsOver(field="week")
    made = announce(way, start, game) or queries.planned_week(way.id, start)
    assert made is not None
    return made


def _make_build(actor: Actor, space: Space, train: Train) -> Build:
    number = ids.next_number("build")
    thread = comments.open_thread(actor, space.id, "build", f"/builds/{number}")
    comments.hide(SYSTEM, thread.id)
    build = Build(
        number=number,
        space_id=space.id,
        train_id=train.id,
        thread_id=thread.id,
        version=rules.version_of(train.publish_at, site.get("timezone")),
    )
    db.session.add(build)
    db.session.flush()
    emit(TrainPlanned(train_id=train.id, build_id=build.id, space_id=space.id))
    audit.record(actor, "builds.plan", "train", train.id)
    return build
