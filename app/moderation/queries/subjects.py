"""What a moderator looks at: an idea, a comment or a person, as one shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.comments import queries as comments
from app.comments.models import Comment, Thread
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people import queries as people
from app.people.models import Person

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing, whose it is, where it stands, and whether it is hidden now."""

    kind: str
    id: int
    author: Person
    space_id: int | None
    url: str
    title: str
    lang: str
    thing: Any
    is_hidden: bool
    supporters: int = 0

    @property
    def key(self) -> Key:
        return self.kind, self.id


def subject_of(key: Key) -> Subject:
    """One thing by kind and key; Missing when there is none."""
    found = subjects_of([key]).get(key)
    if found is None:
        raise Missing
    return found


def reportable(actor: Actor, kind: str, key: int) -> Subject:
    """A thing as somebody who reads it names it; Missing where he may not see it.

    Ideas and people are named by their numbers, comments by their key.
    """
    if kind == "idea":
        return _of_idea(ideas.visible_to(actor).get(key), is_hidden=False)
    if kind == "comment":
        comment = comments.get(actor, key)
        return _of_comment(comment, comments.thread(actor, comment.thread_id))
    if kind == "person":
        return _of_person(people.public(key))
    raise Missing


def subjects_of(keys: Iterable[Key]) -> dict[Key, Subject]:
    """Many things by kind and key, one statement a kind."""
    wanted = list(keys)
    found = [
        *_ideas([key for kind, key in wanted if kind == "idea"]),
        *_comments([key for kind, key in wanted if kind == "comment"]),
        *_people([key for kind, key in wanted if kind == "person"]),
    ]
    return {subject.key: subject for subject in found}


def written_by(person_id: int) -> list[Subject]:
    """All ideas sent and comments said by a person, that are not hidden now."""
    mine = select(Idea.id).where(
        Idea.author_id == person_id, Idea.submitted_at.is_not(None), ~ideas.concealed()
    )
    said = select(Comment.id).where(
        Comment.author_id == person_id,
        Comment.removed_at.is_(None),
        ~comments.concealed(),
    )
    return [
        *_ideas(db.session.scalars(mine).all()),
        *_comments(db.session.scalars(said).all()),
    ]


def _ideas(keys: Any) -> list[Subject]:
    if not keys:
        return []
    hidden = ideas.concealed().label("hidden")
    statement = (
        select(Idea, hidden)
        .options(joinedload(Idea.author), joinedload(Idea.space))
        .where(Idea.id.in_(keys))
        .order_by(Idea.id)
    )
    rows = db.session.execute(statement)
    return [_of_idea(idea, is_hidden=bool(is_hidden)) for idea, is_hidden in rows]


def _comments(keys: Any) -> list[Subject]:
    if not keys:
        return []
    statement = (
        select(Comment, Thread)
        .join(Thread, Thread.id == Comment.thread_id)
        .options(*comments.WITH_ALL)
        .where(Comment.id.in_(keys))
        .order_by(Comment.id)
        .execution_options(populate_existing=True)
    )
    return [_of_comment(row, thread) for row, thread in db.session.execute(statement)]


def _people(keys: Any) -> list[Subject]:
    found = people.by_ids(keys).values()
    return [_of_person(person) for person in found]


def _of_idea(idea: Idea, *, is_hidden: bool) -> Subject:
    return Subject(
        kind="idea",
        id=idea.id,
        author=idea.author,
        space_id=idea.space_id,
        url=f"/ideas/{idea.number}",
        title=idea.title,
        lang=idea.lang,
        thing=idea,
        is_hidden=is_hidden,
        supporters=idea.support_count,
    )


def _of_comment(comment: Comment, thread: Thread) -> Subject:
    return Subject(
        kind="comment",
        id=comment.id,
        author=comment.author,
        space_id=thread.space_id,
        url=f"{thread.url}#comment-{comment.id}",
        title=comment.body_plain[:120],
        lang="",
        thing=comment,
        is_hidden=comment.concealment is not None,
    )


def _of_person(person: Person) -> Subject:
    return Subject(
        kind="person",
        id=person.id,
        author=person,
        space_id=None,
        url=f"/people/{person.number}",
        title=person.display_name,
        lang="",
        thing=person,
        is_hidden=False,
    )
