"""A build reaches devices: share by share, at once on demand, by keys of testers."""

from sqlalchemy import delete

from app.builds import policies, queries, rules
from app.builds.commands.voices import report_install
from app.builds.models import (
    Build,
    BuildAttachment,
    Channel,
    DeviceKey,
    EarlyGet,
    InstallConsent,
)
from app.kernel import clock, ids
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert, insert_once
from app.kernel.errors import Conflict, Missing, NotAllowed
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces


class NotInTest(Conflict):
    code = "not_in_test"
    text = N_("Join the test first: then your devices can get its builds.")


class BuildIsStopped(Conflict):
    code = "build_is_stopped"
    text = N_("This build was stopped. Wait for the next one.")


class JoinFirst(NotAllowed):
    code = "join_first"
    text = N_("Testers get these files first. Join the test, or wait until all do.")


class BadKey(NotAllowed):
    code = "bad_device_key"
    text = N_("This device key is not known here. Make a new one on your page.")


def widen(actor: Actor, build: Build) -> None:
    """Bring a build to the share that is due by now; a share never shrinks."""
    require(policies.may_widen, actor)
    if build.published_at is None or build.halted_at is not None:
        return
    game = queries.rollout_rules(build)
    due = rules.share_at(game, build.published_at, clock.now())
    build.rollout_pct = max(build.rollout_pct, due)
    db.session.flush()


def widen_due(actor: Actor) -> None:
    """The same for every build that is not with everybody yet."""
    for build in queries.rolling():
        widen(actor, build)


def get_early(actor: Actor, build: Build) -> None:
    """Have a build on one's devices at once; twice is the same as once."""
    require(policies.may_vote, actor, build)
    if not queries.is_enrolled(actor, build.train.channel_id):
        raise NotInTest
    if build.halted_at is not None:
        raise BuildIsStopped
    insert_once(EarlyGet(build_id=build.id, person_id=actor.id))


def file_for(actor: Actor, build: Build, attachment_id: int) -> BuildAttachment:
    """A file of a build, for whoever may have it by now; says what to do instead."""
    file = queries.attachment(build, attachment_id)
    if file is None or file.kind != "file":
        raise Missing
    if policies.may_fetch(actor, build):
        return file
    if build.halted_at is not None:
        raise BuildIsStopped
    raise JoinFirst("may_fetch")


def make_key(actor: Actor, channel: Channel) -> str:
    """A new key for a tester's devices, shown once; the one before ends with it."""
    _refuse_stranger(actor, channel)
    token = ids.token()
    fresh = {"token_hash": spaces.hash_of(token), "created_at": clock.now()}
    key = {"channel_id": channel.id, "person_id": actor.id}
    statement = dialect_insert(DeviceKey).values(**key, **fresh)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=fresh)
    )
    return token


def drop_key(actor: Actor, channel: Channel) -> None:
    """End the key of one's devices; twice is the same as once."""
    require(policies.may_join, actor)
    _delete_own(DeviceKey, actor, channel)


def let_devices_say(actor: Actor, channel: Channel) -> None:
    """Let one's devices say which builds they run; twice is the same as once."""
    _refuse_stranger(actor, channel)
    insert_once(InstallConsent(channel_id=channel.id, person_id=actor.id))


def silence_devices(actor: Actor, channel: Channel) -> None:
    """Take that back: devices say nothing from now on, what one said oneself stays."""
    require(policies.may_join, actor)
    _delete_own(InstallConsent, actor, channel)


def hear_device(actor: Actor, build: Build, device_class: str) -> bool:
    """Note that a device runs a build, where its person lets it say so."""
    assert actor.id is not None
    if not queries.lets_devices_say(actor.id, build.train.channel_id):
        return False
    report_install(actor, build, device_class)
    return True


def _refuse_stranger(actor: Actor, channel: Channel) -> None:
    require(policies.may_join, actor)
    if not queries.is_enrolled(actor, channel.id):
        raise NotInTest


def _delete_own(
    table: type[DeviceKey] | type[InstallConsent], actor: Actor, channel: Channel
) -> None:
    own = delete(table).where(table.channel_id == channel.id)
    db.session.execute(own.where(table.person_id == actor.id))
