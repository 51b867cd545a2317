"""Which threads and comments an actor may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import joinedload

from app.comments.models import Comment, Thread
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
WITH_ALL = (
    joinedload(Comment.author),
    joinedload(Comment.concealment),
    joinedload(Comment.pin),
    joinedload(Comment.question),
)


def is_team(actor: Actor, space_id: int | None = None) -> bool:
    """Whether the actor speaks for the firm in a space."""
    return any(actor.has_role(role, space_id) for role in TEAM_ROLES)


def visible_threads(actor: Actor) -> Select[Any]:
    """The threads an actor may read: of his spaces, not hidden, not the team's."""
    statement = select(Thread).where(Thread.hidden_at.is_(None))
    if actor.id != SYSTEM_ID:
        statement = statement.where(Thread.space_id.in_(spaces.ids_visible_to(actor)))
    return statement.where(seen_by(actor, Thread))


def thread(actor: Actor, thread_id: int) -> Thread:
    """One thread; Missing where the actor may not read it."""
    statement = visible_threads(actor).where(Thread.id == thread_id)
    found: Thread | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def get(actor: Actor, comment_id: int) -> Comment:
    """One comment with its author; Missing where the actor may not read it."""
    statement = (
        visible_threads(actor)
        .join(Comment, Comment.thread_id == Thread.id)
        .with_only_columns(Comment)
        .options(*WITH_ALL)
        .where(Comment.id == comment_id, seen_by(actor, Comment))
    )
    found: Comment | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def seen_by(actor: Actor, model: type[Thread | Comment]) -> ColumnElement[bool]:
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
