"""Reading tags: those a space knows, those an idea bears."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.ideas.models import Idea, IdeaTag, Tag
from app.ideas.queries.scope import moderated_by
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import Space

OFFERED = 50


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag as the team sees it: of which space, on how many ideas."""

    tag: Tag
    space: str
    count: int


def tags_offered(space_id: int) -> list[str]:
    """The words by which public ideas of a space are found already."""
    is_public = exists().where(
        IdeaTag.tag_id == Tag.id,
        IdeaTag.idea_id == Idea.id,
        Idea.published_at.is_not(None),
    )
    known = select(Tag.name).where(Tag.space_id == space_id, is_public)
    return list(db.session.scalars(known.order_by(Tag.key).limit(OFFERED)))


def tags_page(actor: Actor, after: str | None) -> pages.Page[Tag]:
    """One page of the tags that an actor keeps in order, by their names."""
    statement = select(Tag)
    places = moderated_by(actor)
    if places is not None:
        statement = statement.where(Tag.space_id.in_(places))
    found: pages.Page[Tag] = pages.page(statement, (Tag.key, Tag.id), after)
    return found


def rows_of(tags: Sequence[Tag]) -> list[TagRow]:
    """These tags with their spaces and how many ideas bear them, in one statement."""
    counted = (
        select(Tag.id, Space.name, func.count(IdeaTag.id))
        .join(Space, Space.id == Tag.space_id)
        .outerjoin(IdeaTag, IdeaTag.tag_id == Tag.id)
        .where(Tag.id.in_([tag.id for tag in tags]))
        .group_by(Tag.id, Space.name)
    )
    known = {row[0]: (row[1], row[2]) for row in db.session.execute(counted)}
    return [TagRow(tag, *known[tag.id]) for tag in tags]


def tag_of(tag_id: int) -> Tag:
    """A tag by its key; else Missing."""
    found = db.session.get(Tag, tag_id)
    if found is None:
        raise Missing
    return found


def tag_named(space_id: int, key: str) -> Tag | None:
    """The tag of a space with this folded name."""
    statement = select(Tag).where(Tag.space_id == space_id, Tag.key == key)
    return db.session.scalar(statement)


def bearers_of(tag_id: int) -> list[Idea]:
    """The ideas that bear a tag."""
    bearing = select(IdeaTag.idea_id).where(IdeaTag.tag_id == tag_id)
    statement = select(Idea).where(Idea.id.in_(bearing)).order_by(Idea.id)
    return list(db.session.scalars(statement))


def tag_names_of(idea_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the tags that each of these ideas bears, in their order."""
    statement = (
        select(IdeaTag.idea_id, Tag.name)
        .join(Tag, Tag.id == IdeaTag.tag_id)
        .where(IdeaTag.idea_id.in_(idea_ids))
        .order_by(IdeaTag.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for idea_id, name in db.session.execute(statement):
        names[idea_id].append(name)
    return names
