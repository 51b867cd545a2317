"""Saying with one tap what one thinks of a comment."""

from sqlalchemy import delete, func, select

from app.comments import policies
from app.comments.commands import refusals
from app.comments.commands.threads import refuse_locked, thread_of
from app.comments.models import Comment, CommentReaction
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.policies import require
from app.spaces import queries as spaces


def react(actor: Actor, comment: Comment, kind: str) -> None:
    """React to a comment, once of each kind: twice is the same as once."""
    thread = thread_of(comment)
    refuse_locked(thread)
    require(policies.may_react, actor, comment, thread)
    if kind not in spaces.rules_of(thread.space_id).comments.reactions:
        raise refusals.UnknownReaction
    _lock(comment)
    row = CommentReaction(comment_id=comment.id, person_id=actor.id, kind=kind)
    insert_once(row)
    _recount(comment)


def take_back_reaction(actor: Actor, comment: Comment, kind: str) -> None:
    """Take one's own reaction back; one that is not there is no matter."""
    thread = thread_of(comment)
    refuse_locked(thread)
    require(policies.may_react, actor, comment, thread)
    forget_reactions(comment, actor.id, kind)


def forget_reactions(
    comment: Comment, person_id: int | None, kind: str | None = None
) -> None:
    """Delete a person's reactions to a comment, all or of one kind."""
    _lock(comment)
    own = delete(CommentReaction).where(
        CommentReaction.comment_id == comment.id,
        CommentReaction.person_id == person_id,
    )
    if kind is not None:
        own = own.where(CommentReaction.kind == kind)
    db.session.execute(own)
    _recount(comment)


def _lock(comment: Comment) -> None:
    """Two taps at one moment count one after the other."""
    db.session.flush()
    db.session.refresh(comment, ["reactions"], with_for_update=True)


def _recount(comment: Comment) -> None:
    statement = (
        select(CommentReaction.kind, func.count())
        .where(CommentReaction.comment_id == comment.id)
        .group_by(CommentReaction.kind)
    )
    counted = db.session.execute(statement.order_by(CommentReaction.kind))
    comment.reactions = dict(counted.all())
    db.session.flush()
