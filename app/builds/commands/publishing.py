"""A build goes out: never early, never twice, and late ones say so."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.builds import policies, queries
from app.builds.commands import gates, lateness, stable, trains
from app.builds.events import BuildPublished
from app.builds.models import Build, BuildItem, Channel, Train
from app.comments import commands as comments
from app.kernel import audit, clock, duties, site
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class TooEarly(Conflict):
    code = "too_early"
    text = N_(
        "This build is announced for %(at)s (%(zone)s) and cannot go out before. "
        "To change that, announce another time with a reason."
    )


class Blocked(Conflict):
    code = "build_blocked"
    text = N_("Something holds this build back: %(reasons)s")


class GateIsShut(Conflict):
    code = "gate_is_shut"
    text = N_(
        "This build has not passed its gate: too few of those who try it early said "
        "keep. It is asked again at the announced time."
    )


class EmptyBuild(Conflict):
    code = "empty_build"
    text = N_("There is no change in this build yet.")


class TrainIsOver(Conflict):
    code = "train_is_over"
    text = N_("This week's build was called off.")


class BuildIsHalted(Conflict):
    code = "build_is_halted"
    text = N_("This build is halted. Let it go on, with a reason.")


def publish(actor: Actor, train: Train) -> Build:
    """Let a build out from its announced time on; a second call changes nothing."""
    build = queries.of_train(train.id)
    require(policies.may_publish, actor, build)
    held = queries.locked(train.id)
    if held.state == "published":
        return _fresh(build)
    if held.state == "halted":
        raise BuildIsHalted
    if not held.is_waiting:
        raise TrainIsOver
    _refuse_early(held)
    _refuse_held_back(held, build)
    if not _shown(build):
        raise EmptyBuild
    _let_out(actor, held, build)
    return build


def publish_due(actor: Actor) -> list[Build]:
    """Let out what is due. Asked late, or twice, it does the same as asked once.

    What is held back gets its next try announced; a week without changes is left out.
    Where a stop let several weeks of a channel pass, their changes go out in one build.
    """
    due: dict[int, list[Train]] = {}
    for train in queries.due_trains():
        due.setdefault(train.channel_id, []).append(train)
    found = [_publish_one(actor, trains_) for trains_ in due.values()]
    return [build for build in found if build is not None]


def _publish_one(actor: Actor, due: list[Train]) -> Build | None:
    """Of the due trains of a channel at most one goes out."""
    way = queries.channel_by_id(due[0].channel_id)
    ready = [train for train in due if _is_ready(actor, way, train)]
    if not ready:
        return None
    for early in ready[:-1]:
        _join(actor, early, into=ready[-1])
    return publish(actor, ready[-1])


def _is_ready(actor: Actor, way: Channel, train: Train) -> bool:
    """Whether a due train can go out; one that cannot is left out, or tried later."""
    held = queries.locked(train.id)
    if not held.is_waiting or held.publish_at > clock.now():
        return False
    build = queries.build_of(held.id)
    if way.code == "stable" and (build is None or not _shown(build)):
        build = stable.cut(actor, way, held)
        if build is None:
            trains.leave_out(actor, held, "unsoaked")
            return False
    if build is None or not _shown(build):
        trains.leave_out(actor, held, "empty")
        return False
    gates.ask_gate(actor, held, build)
    words = queries.blocks_in_words(build.id)
    if words and held.publish_at <= clock.now():
        lateness.hold_back(actor, held, build, "blocked", words)
    return held.publish_at <= clock.now()


def _join(actor: Actor, early: Train, into: Train) -> None:
    """Let the changes of a week that a stop swallowed ride in a later build."""
    source, target = queries.of_train(early.id), queries.of_train(into.id)
    for item in _shown(source):
        item.build_id, item.thread_id = target.id, target.thread_id
    trains.leave_out(actor, early, "joined")


def _let_out(actor: Actor, train: Train, build: Build) -> None:
    now = clock.now()
    train.state = "published"
    train.published_at = now
    build.published_at = now
    for item in _shown(build):
        item.state = "in"
    comments.unhide(SYSTEM, build.thread_id)
    duties.meet("build", ("train", train.id))
    emit(BuildPublished(build_id=build.id, train_id=train.id, space_id=build.space_id))
    audit.record(actor, "builds.publish", "build", build.id)
    db.session.flush()


def _refuse_early(train: Train) -> None:
    if clock.now() < train.publish_at:
        zone = site.get("timezone")
        raise TooEarly(at=_local(train.publish_at, zone), zone=zone)


def _refuse_held_back(train: Train, build: Build) -> None:
    words = queries.blocks_in_words(build.id)
    if words:
        raise Blocked(reasons=words)
    if train.gate_at is not None and train.gate_passed_at is None:
        raise GateIsShut


def _shown(build: Build) -> list[BuildItem]:
    db.session.refresh(build, ["items"])
    return list(build.shown_items)


def _fresh(build: Build) -> Build:
    db.session.refresh(build)
    return build


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
