"""The door for a system that makes builds: its tokens, and what it sends."""

import hashlib
import json
from dataclasses import asdict, dataclass

from app.builds import policies, queries
from app.builds.commands import items, trains
from app.builds.events import BuildRegistered
from app.builds.models import Build, BuildHook, BuildRegistration
from app.kernel import audit, clock, ids
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.spaces.models import Space


class HookNeedsName(Invalid):
    code = "hook_needs_name"
    text = N_("Say what uses this token, so that others know what they end.")


class OtherContent(Conflict):
    code = "other_content"
    text = N_(
        "Something else was sent under this source_id before. Send what changed under "
        "another one."
    )


class NoTrainComing(Conflict):
    code = "no_train_coming"
    text = N_("No week is announced that this build could ride in.")


class UnknownReference(Invalid):
    code = "unknown_reference"
    text = N_("There is no idea %(number)s in this space that is being made.")


@dataclass(frozen=True, slots=True)
class SentItem:
    """One change as a system sends it: its idea and the bugs it fixes by number."""

    title: str
    kind: str = "change"
    body: str = ""
    idea: int | None = None
    bugs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A build as a system sends it; what is None stays as the team wrote it."""

    source: str
    source_id: str
    channel: str = "weekly"
    kind: str | None = None
    title: str | None = None
    notes: str | None = None
    git_ref: str | None = None
    artifact_url: str | None = None
    sha256: str | None = None
    size: int | None = None
    items: tuple[SentItem, ...] = ()

    @property
    def digest(self) -> str:
        """By which the same content is known again."""
        plain = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


def make_hook(actor: Actor, space: Space, name: str) -> str:
    """Make a token for a space; it is told this once and kept as a hash alone."""
    require(policies.may_keep_hooks, actor, space.id)
    if not name.strip():
        raise HookNeedsName(field="name")
    secret = ids.token()
    row = BuildHook(
        space_id=space.id,
        name=name.strip(),
        token_hash=queries.token_hash(secret),
        made_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "builds.make_hook", "build_hook", row.id)
    return f"{row.id}.{secret}"


def end_hook(actor: Actor, hook: BuildHook) -> None:
    """Let a token open nothing any more; twice is the same as once."""
    require(policies.may_keep_hooks, actor, hook.space_id)
    if hook.ended_at is None:
        hook.ended_at = clock.now()
        audit.record(actor, "builds.end_hook", "build_hook", hook.id)
        db.session.flush()


def register(hook: BuildHook, sent: Sent) -> tuple[Build, bool]:
    """Put what a system sent into the coming build, and say whether it is new.

    The same key with the same content is the same build, with another one a conflict.
    Changes that stand in the build already, by their titles, are not added twice.
    """
    hook.used_at = clock.now()
    known = queries.registration(hook.id, sent.source, sent.source_id)
    if known is None:
        build = _coming_build(hook, sent.channel)
        known = insert_once(_row(hook, build, sent))
        if known is not None:
            _fill(build, sent)
            audit.record(SYSTEM, "builds.register", "build", build.id, _said(hook))
            return build, True
        known = queries.registration(hook.id, sent.source, sent.source_id)
    assert known is not None
    if known.sha256 != sent.digest:
        raise OtherContent(field="source_id")
    return queries.by_ids([known.build_id])[known.build_id], False


def _coming_build(hook: BuildHook, channel: str) -> Build:
    space = spaces.get(hook.space_id)
    if not space.has_builds:
        raise trains.NoBuildsHere(space=space.name)
    train = queries.coming_train(space.id, channel)
    if train is None:
        raise NoTrainComing(field="channel")
    return trains.open_build(SYSTEM, space, train)


def _row(hook: BuildHook, build: Build, sent: Sent) -> BuildRegistration:
    return BuildRegistration(
        build_id=build.id,
        hook_id=hook.id,
        source=sent.source,
        source_id=sent.source_id,
        sha256=sent.digest,
    )


def _fill(build: Build, sent: Sent) -> None:
    words = items.Description(
        title=_else(sent.title, build.title),
        notes=_else(sent.notes, build.body_source),
        rollback=build.rollback_source,
        rollback_data=build.rollback_data,
        artifact_url=_else(sent.artifact_url, build.artifact_url),
        kind=_else(sent.kind, build.kind),
        git_ref=_else(sent.git_ref, build.git_ref),
        sha256=_else(sent.sha256, build.sha256),
        size=build.size if sent.size is None else sent.size,
    )
    items.describe(SYSTEM, build, words, build.edits)
    known = queries.titles_in(build.id)
    fixes: list[str] = []
    for place, item in enumerate(sent.items):
        if item.title.strip() not in known:
            item_id = _add(build, item, place)
            fixes += [f"{item_id}:{number}" for number in item.bugs]
    emit(BuildRegistered(build_id=build.id, fixes=fixes))


def _add(build: Build, sent: SentItem, place: int) -> int:
    idea_id = None
    if sent.idea is not None:
        idea_id = queries.idea_numbered(build.space_id, sent.idea)
        if idea_id is None:
            field = f"items[{place}].idea"
            raise UnknownReference(number=sent.idea, field=field)
    new = items.NewItem(sent.kind, sent.title, sent.body, idea_id)
    return items.add_item(SYSTEM, build, new).id


def _else(sent: str | None, known: str) -> str:
    return known if sent is None else sent


def _said(hook: BuildHook) -> dict[str, int]:
    return {"hook": hook.id}
