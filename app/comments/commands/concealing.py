"""Hiding a comment with a reason, and showing it again; nothing of it is lost."""

from sqlalchemy.orm.attributes import set_committed_value

from app.comments import policies, queries
from app.comments.commands import refusals
from app.comments.commands.threads import thread_of
from app.comments.events import CommentConcealed, CommentRevealed
from app.comments.models import Comment, CommentConcealment
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require


def conceal(actor: Actor, comment: Comment, reason: str) -> None:
    """Hide a comment from all but its author and the team; a stub says why.

    Twice is the same as once.
    """
    thread = thread_of(comment)
    require(policies.may_conceal, actor, comment, thread)
    words = reason.strip()
    if not words:
        raise refusals.HideNeedsReason(field="reason")
    row = CommentConcealment(
        comment_id=comment.id, by_id=actor.id, reason=words, at=clock.now()
    )
    hidden = insert_once(row)
    if hidden is None:
        return
    set_committed_value(comment, "concealment", hidden)
    audit.record(actor, "comments.conceal", "comment", comment.id)
    emit(
        CommentConcealed(
            comment_id=comment.id, thread_id=thread.id, actor_id=actor.id or 0
        )
    )
    db.session.flush()


def reveal(actor: Actor, comment: Comment) -> None:
    """Show a hidden comment again, exactly as it was."""
    thread = thread_of(comment)
    require(policies.may_conceal, actor, comment, thread)
    hidden = queries.concealment_of(comment.id)
    if hidden is None:
        return
    hidden.revealed_at = clock.now()
    hidden.revealed_by_id = actor.id
    set_committed_value(comment, "concealment", None)
    audit.record(actor, "comments.reveal", "comment", comment.id)
    emit(
        CommentRevealed(
            comment_id=comment.id, thread_id=thread.id, actor_id=actor.id or 0
        )
    )
    db.session.flush()
