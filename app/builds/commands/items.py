"""What a build brings: its notes, the way back, its changes and their credits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.builds import policies, queries
from app.builds.models import (
    CREDIT_ROLES,
    DATA_AFTER_ROLLBACK,
    ITEM_KINDS,
    KINDS,
    Build,
    BuildItem,
    BuildItemCredit,
)
from app.ideas import queries as ideas
from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, EditConflict, Invalid
from app.kernel.pictures import Picture
from app.kernel.policies import require
from app.kernel.words import N_

# Where a build may be fetched: the web, or a path of this site; nothing that runs.
_LINK = re.compile(r"(?:https?://[^\s\\]+|/(?![/\\])[^\s\\]*)", re.IGNORECASE)


class BuildIsOut(Conflict):
    code = "build_is_out"
    text = N_("This build is out: its changes stay as they were published.")


class ItemNeedsTitle(Invalid):
    code = "item_needs_title"
    text = N_("Say in a few words what changes.")


class UnknownIdea(Invalid):
    code = "unknown_idea"
    text = N_("There is no such idea in this space.")


class NotOneOf(Invalid):
    code = "not_one_of"
    text = N_("Choose one of the list.")


class WhoIsThat(Invalid):
    code = "who_is_that"
    text = N_("There is nobody called %(name)s.")


class WhichOne(Invalid):
    code = "which_one"
    text = N_("Several people are called %(name)s: give the number of the page.")


class SlipNeedsReason(Invalid):
    code = "slip_needs_reason"
    text = N_("Say why it did not make it: everybody reads it.")


class BadLink(Invalid):
    code = "bad_link"
    text = N_("The link must begin with https:// or with / on this site.")


@dataclass(frozen=True, slots=True)
class NewItem:
    """One change, the idea it comes from, and (person, role) pairs of credit."""

    kind: str
    title: str
    body: str = ""
    idea_id: int | None = None
    credits: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The words and links of a build."""

    title: str = ""
    notes: str = ""
    rollback: str = ""
    rollback_data: str = "unknown"
    artifact_url: str = ""
    kind: str = "software"
    git_ref: str = ""
    sha256: str = ""
    size: int | None = None


def describe(actor: Actor, build: Build, words: Description, edits: int) -> Build:
    """Write a build's notes, its link and the way back; `edits` is what was read."""
    require(policies.may_fill, actor, build)
    if build.edits != edits:
        raise EditConflict
    if words.artifact_url and not _LINK.fullmatch(words.artifact_url):
        raise BadLink(field="artifact_url")
    _one_of(words.kind, KINDS, "kind")
    _one_of(words.rollback_data, DATA_AFTER_ROLLBACK, "rollback_data")
    build.set_body(words.notes)
    build.set_rollback(words.rollback, words.rollback_data)
    for name in ("title", "artifact_url", "kind", "git_ref", "sha256", "size"):
        setattr(build, name, getattr(words, name))
    build.edits += 1
    audit.record(actor, "builds.describe", "build", build.id)
    db.session.flush()
    return build


def set_picture(actor: Actor, build: Build, picture: Picture, alt: str) -> None:
    """Put a picture above what changed; it needs words for those who do not see it."""
    require(policies.may_fill, actor, build)
    build.picture_name = picture.name
    build.picture_alt = alt.strip() or build.name
    db.session.flush()


def add_item(actor: Actor, build: Build, new: NewItem) -> BuildItem:
    """Add a change to a build that is still to come, with its credits.

    Whose idea it was is credited by itself.
    """
    require(policies.may_fill, actor, build)
    item = BuildItem(build_id=build.id, thread_id=build.thread_id)
    asked_by = _set_words(actor, build, item, new)
    db.session.add(item)
    db.session.flush()
    for person_id, role in [*asked_by, *new.credits]:
        credit(actor, item, person_id, role)
    audit.record(actor, "builds.add_item", "build_item", item.id)
    return item


def edit_item(actor: Actor, item: BuildItem, new: NewItem) -> BuildItem:
    """Say a change better while its build is still to come, or thank more people.

    With another idea its author is credited, and that of the one before no longer.
    """
    build = _build_of(item)
    require(policies.may_fill, actor, build)
    before = item.idea_id
    asked_by = _set_words(actor, build, item, new)
    db.session.flush()
    if before != item.idea_id:
        for person_id, role in _author_of(actor, build, before):
            discredit(actor, item, person_id, role)
    for person_id, role in [*asked_by, *new.credits]:
        credit(actor, item, person_id, role)
    audit.record(actor, "builds.edit_item", "build_item", item.id)
    return item


def credit(actor: Actor, item: BuildItem, person_id: int, role: str) -> None:
    """Name somebody's part in a change; twice is the same as once."""
    require(policies.may_fill, actor, _build_of(item))
    _one_of(role, CREDIT_ROLES, "credits")
    insert_once(BuildItemCredit(item_id=item.id, person_id=person_id, role=role))


def discredit(actor: Actor, item: BuildItem, person_id: int, role: str) -> None:
    """Take a part in a change back while its build is still to come; twice is once."""
    build = _build_of(item)
    require(policies.may_fill, actor, build)
    if build.is_published:
        raise BuildIsOut
    found = db.session.get(BuildItemCredit, (item.id, person_id, role))
    if found is not None:
        db.session.delete(found)
        values = {"person_id": person_id, "role": role}
        audit.record(actor, "builds.discredit", "build_item", item.id, values=values)
        db.session.flush()


def credits_of(lines: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
    """(person, role) of lines that name people by name or number."""
    return [(_person_named(words), role) for words, role in lines]


def slip(actor: Actor, item: BuildItem, reason: str) -> BuildItem:
    """Say that a change did not make it, and why."""
    build = _build_of(item)
    require(policies.may_fill, actor, build)
    if build.is_published:
        raise BuildIsOut
    if not reason.strip():
        raise SlipNeedsReason(field="reason")
    item.state = "slipped"
    item.slip_reason = reason.strip()
    audit.record(actor, "builds.slip", "build_item", item.id)
    db.session.flush()
    return item


def put_back(actor: Actor, item: BuildItem) -> BuildItem:
    """A change that had slipped makes it after all; twice is the same as once."""
    build = _build_of(item)
    require(policies.may_fill, actor, build)
    if build.is_published:
        raise BuildIsOut
    if item.state == "slipped":
        item.state = "planned"
        item.slip_reason = ""
        audit.record(actor, "builds.put_back", "build_item", item.id)
        db.session.flush()
    return item


def _set_words(
    actor: Actor, build: Build, item: BuildItem, new: NewItem
) -> list[tuple[int, str]]:
    """Let a change say something; (person, role) of whose idea it was."""
    if build.is_published:
        raise BuildIsOut
    if not new.title.strip():
        raise ItemNeedsTitle(field="title")
    _one_of(new.kind, ITEM_KINDS, "kind")
    asked_by = _author_of(actor, build, new.idea_id)
    item.kind = new.kind
    item.title = new.title.strip()
    item.idea_id = new.idea_id
    item.set_body(new.body)
    return asked_by


def _person_named(words: str) -> int:
    found = queries.people_named(words)
    if not found:
        raise WhoIsThat(name=words)
    if len(found) > 1:
        raise WhichOne(name=words)
    return found[0].id


def _author_of(
    actor: Actor, build: Build, idea_id: int | None
) -> list[tuple[int, str]]:
    if idea_id is None:
        return []
    idea = ideas.by_ids(actor, [idea_id]).get(idea_id)
    if idea is None or idea.space_id != build.space_id:
        raise UnknownIdea(field="idea_id")
    return [(idea.author_id, "idea")]


def _build_of(item: BuildItem) -> Build:
    return queries.by_ids([item.build_id])[item.build_id]


def _one_of(word: str, known: Sequence[str], field: str) -> None:
    if word not in known:
        raise NotOneOf(field=field)
