"""Other people: whom a comment may name, whom somebody mutes, who backs a thing."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select
from sqlalchemy.orm import joinedload

from app.comments.models import Comment, Mute, Thread
from app.comments.queries.scope import TEAM_ROLES
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.text import fold
from app.people.models import Person, RoleGrant

SUGGESTED = 8
Backing = Callable[[Actor, Thread], bool]
_backings: list[Backing] = []


def backing(ask: Backing) -> Backing:
    """Register how a higher domain knows who stands behind the thing of a thread."""
    _backings.append(ask)
    return ask


def stands_behind(actor: Actor, thread: Thread) -> bool:
    """Whether somebody made the thing that is talked about, or backs it."""
    if not actor.is_person:
        return False
    is_owner = thread.owner_id == actor.id
    return is_owner or any(ask(actor, thread) for ask in _backings)


def to_name(actor: Actor, thread: Thread, words: str = "") -> list[Person]:
    """People of a thread and its team whose name holds some words, by name."""
    statement = _near(actor, thread)
    key = fold(words)
    if key:
        statement = statement.where(Person.name_key.contains(key, autoescape=True))
    return list(db.session.scalars(statement.limit(SUGGESTED)))


def named_in(actor: Actor, thread: Thread, words: str) -> list[Person]:
    """People of a thread and its team whose name stands after @ in some words."""
    said = literal(fold(words)).like("%@" + Person.name_key + "%")
    return list(db.session.scalars(_near(actor, thread).where(said)))


def people_by_number(numbers: Collection[int]) -> dict[int, Person]:
    """People who are there, with their roles, by public number, in one statement."""
    if not numbers:
        return {}
    statement = (
        select(Person)
        .where(Person.number.in_(numbers), Person.state == "active")
        .options(joinedload(Person.grants))
    )
    return {person.number: person for person in db.session.scalars(statement).unique()}


def mutes(person_id: int, other_id: int) -> bool:
    """Whether a person wishes to see nothing of another one."""
    statement = select(Mute.id).where(
        Mute.person_id == person_id, Mute.muted_id == other_id
    )
    return db.session.scalar(statement) is not None


def mutes_of(person_id: int | None) -> list[Mute]:
    """Whom a person mutes, the newest first."""
    statement = (
        select(Mute)
        .where(Mute.person_id == person_id)
        .options(joinedload(Mute.muted))
        .order_by(Mute.id.desc())
    )
    return list(db.session.scalars(statement))


def muted_by(actor: Actor, other_id: Any) -> ColumnElement[bool]:
    """Whether an actor mutes somebody, as a condition."""
    return exists().where(Mute.person_id == actor.id, Mute.muted_id == other_id)


def _near(actor: Actor, thread: Thread) -> Select[Person]:
    """Who has spoken in a thread, owns its thing, or is of its team; not the muted."""
    spoke = select(Comment.author_id).where(
        Comment.thread_id == thread.id,
        Comment.visibility == "everyone",
        Comment.removed_at.is_(None),
    )
    serve = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(TEAM_ROLES),
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.space_id.is_(None), RoleGrant.space_id == thread.space_id),
    )
    is_near = or_(
        Person.id.in_(spoke), Person.id.in_(serve), Person.id == thread.owner_id
    )
    return (
        select(Person)
        .where(
            is_near,
            Person.state == "active",
            Person.disabled_at.is_(None),
            Person.id != actor.id,
            ~muted_by(actor, Person.id),
        )
        .order_by(Person.name_key, Person.id)
    )
