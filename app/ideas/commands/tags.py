"""Tags: an author chooses a few, the team keeps them in order."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.ideas import policies, queries
from app.ideas.commands import refusals
from app.ideas.commands.drafts import changed
from app.ideas.commands.moving import game_of, lock
from app.ideas.events import IdeaChanged
from app.ideas.models import Idea, IdeaTag, Tag
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.text import fold, graphemes

LONGEST = 24


def set_tags(actor: Actor, idea: Idea, names: Sequence[str]) -> None:
    """Choose the tags of an idea; one that nobody used yet begins here.

    Two spellings of a word are one tag. Choosing the same again changes nothing.
    """
    require(policies.may_edit, actor, idea)
    lock(idea)
    wanted = _checked(names)
    most = game_of(idea).max_tags
    if len(wanted) > most:
        raise refusals.TooManyTags(most=most)
    tags = [_tag(idea.space_id, key, name) for key, name in wanted.items()]
    if [tag.name for tag in tags] == idea.tag_names:
        return
    db.session.execute(delete(IdeaTag).where(IdeaTag.idea_id == idea.id))
    db.session.add_all(IdeaTag(idea_id=idea.id, tag_id=tag.id) for tag in tags)
    idea.tag_names = [tag.name for tag in tags]
    changed(idea)


def rename_tag(actor: Actor, tag: Tag, name: str) -> None:
    """Give a tag another name, on every idea that bears it."""
    require(policies.may_keep_tag, actor, tag)
    ((key, clean),) = _checked([name]).items() or [("", "")]
    if not key:
        raise refusals.TagNameless
    other = queries.tag_named(tag.space_id, key)
    if other is not None and other.id != tag.id:
        raise refusals.TagExists(name=other.name)
    values = {"from": tag.name, "to": clean}
    tag.name, tag.key = clean, key
    audit.record(actor, "ideas.rename_tag", "tag", tag.id, values=values)
    db.session.flush()
    _tell_bearers(queries.bearers_of(tag.id))


def merge_tags(actor: Actor, tag: Tag, into: Tag) -> None:
    """Let one tag go over into another of its space; no idea loses the word."""
    require(policies.may_keep_tag, actor, tag)
    if tag.id == into.id or tag.space_id != into.space_id:
        raise refusals.TagsApart
    bearers = queries.bearers_of(tag.id)
    for idea in bearers:
        insert_once(IdeaTag(idea_id=idea.id, tag_id=into.id))
    db.session.execute(delete(IdeaTag).where(IdeaTag.tag_id == tag.id))
    values = {"from": tag.name, "to": into.name}
    audit.record(actor, "ideas.merge_tags", "tag", into.id, values=values)
    db.session.delete(tag)
    db.session.flush()
    _tell_bearers(bearers)


def _checked(names: Sequence[str]) -> dict[str, str]:
    """Clean names by their keys, in order; blank ones are left out."""
    clean = [" ".join(name.replace("#", " ").split()) for name in names]
    found: dict[str, str] = {}
    for name in filter(None, clean):
        if graphemes(name) > LONGEST:
            raise refusals.TagTooLong(most=LONGEST)
        found.setdefault(fold(name), name)
    return found


def _tag(space_id: int, key: str, name: str) -> Tag:
    row = Tag(space_id=space_id, key=key, name=name, created_at=clock.now())
    made = insert_once(row)
    if made is not None:
        return made
    known = select(Tag).where(Tag.space_id == space_id, Tag.key == key)
    return db.session.scalars(known).one()


def _tell_bearers(bearers: Sequence[Idea]) -> None:
    """Let these ideas say their tags anew; it is no edit by their authors."""
    names = queries.tag_names_of([idea.id for idea in bearers])
    for idea in bearers:
        idea.tag_names = names.get(idea.id, [])
        emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()
