"""Reading threads and comments: what the actor may see, in the order of the page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import joinedload

from app.comments.models import (
    Comment,
    CommentConcealment,
    CommentRevision,
    Thread,
)
from app.kernel import clock
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces import queries as spaces

TEAM_ROLES = (
    "moderator",
    "product",
    "engineer",
    "design",
    "brand",
    "legal",
    "admin",
)
WITH_ALL = (joinedload(Comment.author), joinedload(Comment.concealment))


def is_team(actor: Actor, space_id: int | None = None) -> bool:
    """Whether the actor speaks for the firm in a space."""
    return any(actor.has_role(role, space_id) for role in TEAM_ROLES)


def visible_threads(actor: Actor) -> Select[Any]:
    """The threads an actor may read: of his spaces, not hidden, not the team's."""
    statement = select(Thread).where(Thread.hidden_at.is_(None))
    if actor.id != SYSTEM_ID:
        statement = statement.where(Thread.space_id.in_(spaces.ids_visible_to(actor)))
    return statement.where(_seen_by(actor, Thread))


def thread(actor: Actor, thread_id: int) -> Thread:
    """One thread; Missing where the actor may not read it."""
    statement = visible_threads(actor).where(Thread.id == thread_id)
    found: Thread | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def of_threads(actor: Actor, thread_ids: Sequence[int]) -> list[Comment]:
    """The comments of some threads with their authors, each under its parent."""
    statement = (
        select(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .options(*WITH_ALL)
        .where(
            Comment.thread_id.in_(thread_ids),
            Thread.hidden_at.is_(None),
            _seen_by(actor, Thread),
            _seen_by(actor, Comment),
        )
        .order_by(Comment.thread_id, Comment.path, Comment.id)
    )
    return list(db.session.scalars(statement))


def get(actor: Actor, comment_id: int) -> Comment:
    """One comment with its author; Missing where the actor may not read it."""
    statement = (
        visible_threads(actor)
        .join(Comment, Comment.thread_id == Thread.id)
        .with_only_columns(Comment)
        .options(*WITH_ALL)
        .where(Comment.id == comment_id, _seen_by(actor, Comment))
    )
    found: Comment | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def count_of(thread_id: int) -> int:
    """How many comments of a thread everyone reads, removed ones left out."""
    found = db.session.scalar(
        select(Thread.comment_count).where(Thread.id == thread_id)
    )
    return found or 0


def revisions_of(comment_id: int) -> list[CommentRevision]:
    """What a comment said before, oldest first."""
    statement = select(CommentRevision).where(CommentRevision.comment_id == comment_id)
    return list(db.session.scalars(statement.order_by(CommentRevision.n)))


def concealment_of(comment_id: int) -> CommentConcealment | None:
    """Who hid a comment and why, if it is hidden."""
    statement = select(CommentConcealment).where(
        CommentConcealment.comment_id == comment_id,
        CommentConcealment.revealed_at.is_(None),
    )
    return db.session.scalar(statement)


def concealed() -> ColumnElement[bool]:
    """Whether a comment is hidden now, as a condition."""
    return exists().where(
        CommentConcealment.comment_id == Comment.id,
        CommentConcealment.revealed_at.is_(None),
    )


def said_today(person_id: int, but: int = 0) -> list[str]:
    """What a person said within a day, taken back or not."""
    statement = select(Comment.body_source).where(
        Comment.author_id == person_id,
        Comment.created_at > clock.now() - timedelta(days=1),
        Comment.id != but,
    )
    return list(db.session.scalars(statement))


def has_replies(comment_id: int) -> bool:
    """Whether a comment was answered."""
    statement = select(Comment.id).where(Comment.parent_id == comment_id).limit(1)
    return db.session.scalar(statement) is not None


def people_in(thread_id: int) -> list[int]:
    """Who has spoken in a thread for everyone to read."""
    statement = select(Comment.author_id).where(
        Comment.thread_id == thread_id,
        Comment.visibility == "everyone",
        Comment.removed_at.is_(None),
        ~concealed(),
    )
    return list(db.session.scalars(statement.distinct().order_by(Comment.author_id)))


def personal(person: Any) -> dict[str, Any]:
    """What this domain holds of a person."""
    return {
        "comments": [
            {"at": row.created_at.isoformat(), "text": row.body_source}
            for row in written_by(person.id)
        ]
    }


def written_by(person_id: int) -> list[Comment]:
    """All that a person ever said, whoever may read it."""
    statement = select(Comment).where(Comment.author_id == person_id)
    return list(db.session.scalars(statement.order_by(Comment.id)))


def _seen_by(actor: Actor, model: type[Thread | Comment]) -> ColumnElement[bool]:
    """Team-only words are for the team, author's words for both and their writer."""
    if actor.id == SYSTEM_ID:
        return true()
    ways = [model.visibility == "everyone", _of_team(actor, model)]
    if actor.is_person:
        own = Comment.author_id if model is Comment else Thread.owner_id
        mine = or_(own == actor.id, Thread.owner_id == actor.id)
        ways.append(and_(model.visibility == "author", mine))
    return or_(*ways)


def _of_team(actor: Actor, model: type[Thread | Comment]) -> ColumnElement[bool]:
    if is_team(actor):
        return true()
    grants = getattr(actor, "grants", [])
    places = [grant.space_id for grant in grants if grant.role in TEAM_ROLES]
    return and_(model.visibility != "everyone", Thread.space_id.in_(places))
