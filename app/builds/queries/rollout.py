"""To whom a build is offered: by its share, at once, or to everybody."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.builds import rules
from app.builds.models import (
    Build,
    BuildAttachment,
    Channel,
    DeviceKey,
    EarlyGet,
    Enrolment,
    InstallConsent,
    Train,
)
from app.builds.queries.builds import visible_to
from app.builds.rules import BuildRules
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people.models import Person
from app.spaces import queries as spaces

EVERYBODY = 100
# How far back a device is led when later builds are not for it.
_BACK = 20


def rollout_rules(build: Build) -> BuildRules:
    """The rules by which a build is rolled out: those of the hour it went out."""
    found: BuildRules = spaces.rules_of(build.space_id, build.published_at).builds
    return found


def everyone_at(build: Build) -> datetime | None:
    """When everybody will have a build, while it is being rolled out."""
    if build.published_at is None or build.rollout_pct >= EVERYBODY:
        return None
    hours = rollout_rules(build).rollout_hours
    return build.published_at + timedelta(hours=hours)


def rolling() -> list[Build]:
    """The builds that are out and not with everybody yet, oldest first."""
    statement = select(Build).where(
        Build.published_at.is_not(None),
        Build.halted_at.is_(None),
        Build.rollout_pct < EVERYBODY,
    )
    return list(db.session.scalars(statement.order_by(Build.published_at, Build.id)))


def is_enrolled(actor: Actor, channel_id: int) -> bool:
    """Whether somebody is in a channel's test now."""
    statement = select(Enrolment.id).where(
        Enrolment.channel_id == channel_id,
        Enrolment.person_id == (actor.id or 0),
        Enrolment.state == "active",
    )
    return db.session.scalar(statement) is not None


def channel_of(actor: Actor, slug: str, code: str) -> Channel:
    """A channel of a space that the actor may see; Missing otherwise."""
    space = spaces.by_slug(actor, slug)
    statement = select(Channel).where(
        Channel.space_id == space.id, Channel.code == code
    )
    found = db.session.scalar(statement)
    if found is None or not space.has_builds:
        raise Missing
    return found


def latest_for(actor: Actor, channel: Channel) -> Build | None:
    """The newest build of a channel that is meant for somebody's devices.

    Testers get it in their turn, or at once where they asked for that; everybody else
    once it is with all, and only where anyone may join. A stopped one nobody gets.
    """
    if is_enrolled(actor, channel.id):
        builds = db.session.execute(_out(actor, channel).limit(_BACK)).all()
        turns = (build for build, early in builds if early or _has_turn(build, actor))
        return next(turns, None)
    if channel.joins != "open":
        return None
    with_all = _out(actor, channel).where(Build.rollout_pct >= EVERYBODY)
    row = db.session.execute(with_all.limit(1)).first()
    return row[0] if row else None


def may_fetch(actor: Actor, build: Build) -> bool:
    """Whether somebody may have the files of a build that is out.

    Its testers may at once; everybody else once it is with all, where anyone may join.
    """
    if not build.is_published or build.halted_at is not None:
        return False
    is_for_all = build.rollout_pct >= EVERYBODY and build.train.channel.joins == "open"
    return is_for_all or is_enrolled(actor, build.train.channel_id)


def files_of(build: Build) -> list[BuildAttachment]:
    """The files of a build, the first one first."""
    statement = select(BuildAttachment).where(
        BuildAttachment.build_id == build.id, BuildAttachment.kind == "file"
    )
    return list(db.session.scalars(statement.order_by(BuildAttachment.id)))


def device_key(token_hash: str) -> DeviceKey | None:
    """The key with this hash, with its person, who must be here still."""
    statement = (
        select(DeviceKey)
        .join(Person, Person.id == DeviceKey.person_id)
        .options(joinedload(DeviceKey.person).selectinload(Person.grants))
        .where(DeviceKey.token_hash == token_hash, Person.state == "active")
    )
    return db.session.scalar(statement)


def lets_devices_say(person_id: int, channel_id: int) -> bool:
    """Whether a tester lets his devices say what they run."""
    statement = select(InstallConsent.id).where(
        InstallConsent.person_id == person_id, InstallConsent.channel_id == channel_id
    )
    return db.session.scalar(statement) is not None


def _out(actor: Actor, channel: Channel) -> Select[Any]:
    """The builds of a channel that are out and not stopped, the newest first."""
    early = exists().where(
        EarlyGet.build_id == Build.id, EarlyGet.person_id == (actor.id or 0)
    )
    return (
        visible_to(actor)
        .select()
        .add_columns(early)
        .join(Train, Train.id == Build.train_id)
        .options(
            joinedload(Build.train).joinedload(Train.channel),
            joinedload(Build.space),
            selectinload(Build.items),
        )
        .where(
            Train.channel_id == channel.id,
            Build.published_at <= clock.now(),
            Build.halted_at.is_(None),
        )
        .order_by(Build.published_at.desc(), Build.id.desc())
    )


def _has_turn(build: Build, actor: Actor) -> bool:
    return rules.is_in_share(build.number, actor.id or 0, build.rollout_pct)
