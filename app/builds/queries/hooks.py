"""The tokens of systems that make builds, and what they sent."""

import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.builds.models import (
    WAITING,
    BuildHook,
    BuildItem,
    BuildRegistration,
    Channel,
    Train,
)
from app.builds.queries.builds import crew_spaces
from app.builds.queries.people import CREDITED
from app.ideas.models import Idea
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing


def hook_of(token: str) -> BuildHook | None:
    """The hook that a token opens; compared in the same time whatever is wrong."""
    number, _, secret = token.partition(".")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    found = db.session.get(BuildHook, int(number)) if is_number else None
    kept = found.token_hash if found is not None else token_hash("")
    is_right = hmac.compare_digest(kept, token_hash(secret))
    if found is None or not secret or not is_right:
        return None
    return found if found.ended_at is None else None


def token_hash(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hook(hook_id: int) -> BuildHook:
    """A hook by key."""
    found = db.session.get(BuildHook, hook_id)
    if found is None:
        raise Missing
    return found


def hooks_page(actor: Actor, after: str | None) -> pages.Page[BuildHook]:
    """The tokens of the spaces whose builds the actor makes, the newest first."""
    statement = (
        select(BuildHook)
        .where(BuildHook.space_id.in_([space.id for space in crew_spaces(actor)]))
        .options(joinedload(BuildHook.made_by))
    )
    return pages.page(statement, [BuildHook.id.desc()], after)


def registration(hook_id: int, source: str, source_id: str) -> BuildRegistration | None:
    """What was sent by a hook under a key."""
    statement = select(BuildRegistration).where(
        BuildRegistration.hook_id == hook_id,
        BuildRegistration.source == source,
        BuildRegistration.source_id == source_id,
    )
    return db.session.scalar(statement)


def coming_train(space_id: int, channel: str) -> Train | None:
    """The next train of a channel that still waits."""
    statement = (
        select(Train)
        .join(Channel, Channel.id == Train.channel_id)
        .where(Channel.space_id == space_id, Channel.code == channel)
        .where(Train.state.in_(WAITING))
        .order_by(Train.publish_at, Train.id)
    )
    return db.session.scalar(statement.limit(1))


def titles_in(build_id: int) -> set[str]:
    """What stands in a build already, whatever became of it."""
    statement = select(BuildItem.title).where(BuildItem.build_id == build_id)
    return set(db.session.scalars(statement))


def idea_numbered(space_id: int, number: int) -> int | None:
    """The idea of a space by its number, if it is one that a build may carry."""
    statement = select(Idea.id).where(
        Idea.space_id == space_id, Idea.number == number, Idea.state.in_(CREDITED)
    )
    return db.session.scalar(statement)
