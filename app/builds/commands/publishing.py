"""A build goes out: never early, never twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.builds import policies, queries
from app.builds.commands import trains
from app.builds.events import BuildPublished
from app.builds.models import Build, BuildBlock, BuildItem, Train
from app.builds.rules import retry_time
from app.comments import commands as comments
from app.kernel import audit, clock, site
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


class EmptyBuild(Conflict):
    code = "empty_build"
    text = N_("There is no change in this build yet.")


class TrainIsOver(Conflict):
    code = "train_is_over"
    text = N_("This week's build was called off.")


def publish(actor: Actor, train: Train) -> Build:
    """Let a build out from its announced time on; a second call changes nothing."""
    build = queries.of_train(train.id)
    require(policies.may_publish, actor, build)
    held = queries.locked(train.id)
    if held.state == "published":
        return _fresh(build)
    if not held.is_waiting:
        raise TrainIsOver
    _refuse_early(held)
    _refuse_blocked(build)
    if not _shown(build):
        raise EmptyBuild
    _let_out(actor, held, build)
    return build


def publish_due(actor: Actor) -> list[Build]:
    """Let out what is due. Asked late, or twice, it does the same as asked once.

    What is held back gets its next try announced; a week without changes is skipped.
    """
    found = [_try(actor, train) for train in queries.due_trains()]
    return [build for build in found if build is not None]


def _try(actor: Actor, train: Train) -> Build | None:
    try:
        return publish(actor, train)
    except Blocked as refusal:
        build = queries.of_train(train.id)
        game = trains.rules_of(build.space_id)
        again = retry_time(game, clock.now(), site.get("timezone"))
        trains.reschedule(actor, train, again, str(refusal.values["reasons"]))
    except EmptyBuild:
        train.state = "skipped"
        audit.record(actor, "builds.skip", "train", train.id)
        db.session.flush()
    return None


def _let_out(actor: Actor, train: Train, build: Build) -> None:
    now = clock.now()
    train.state = "published"
    train.published_at = now
    build.published_at = now
    for item in _shown(build):
        item.state = "in"
    comments.unhide(SYSTEM, build.thread_id)
    emit(BuildPublished(build_id=build.id, train_id=train.id, space_id=build.space_id))
    audit.record(actor, "builds.publish", "build", build.id)
    db.session.flush()


def _refuse_early(train: Train) -> None:
    if clock.now() < train.publish_at:
        zone = site.get("timezone")
        raise TooEarly(at=_local(train.publish_at, zone), zone=zone)


def _refuse_blocked(build: Build) -> None:
    blocks: list[BuildBlock] = queries.open_blocks(build.id)
    if blocks:
        raise Blocked(reasons="; ".join(block.reason for block in blocks))


def _shown(build: Build) -> list[BuildItem]:
    db.session.refresh(build, ["items"])
    return list(build.shown_items)


def _fresh(build: Build) -> Build:
    db.session.refresh(build)
    return build


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
