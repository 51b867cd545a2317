"""What hangs on one comment or thread, and what is held of a person."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.comments.models import (
    Comment,
    CommentConcealment,
    CommentMention,
    CommentPicture,
    CommentPin,
    CommentQuestion,
    CommentReaction,
    CommentRevision,
    Thread,
)
from app.comments.queries.others import mutes_of
from app.kernel import clock
from app.kernel.db import db


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


def pictures_of(comment_id: int) -> list[CommentPicture]:
    """The pictures of a comment, in their order."""
    statement = select(CommentPicture).where(CommentPicture.comment_id == comment_id)
    return list(db.session.scalars(statement.order_by(CommentPicture.place)))


def question_of(comment_id: int) -> CommentQuestion | None:
    """Who wants an answer to a comment, if anybody does."""
    statement = select(CommentQuestion).where(CommentQuestion.comment_id == comment_id)
    return db.session.scalar(statement)


def pin_of(thread_id: int) -> CommentPin | None:
    """The pin of the answer that stands on top of a thread."""
    statement = select(CommentPin).where(
        CommentPin.thread_id == thread_id, CommentPin.ended_at.is_(None)
    )
    return db.session.scalar(statement)


def pins_of(comment_id: int) -> list[CommentPin]:
    """When an answer stood on top, and who put it there, oldest first."""
    statement = (
        select(CommentPin)
        .where(CommentPin.comment_id == comment_id)
        .options(joinedload(CommentPin.by))
    )
    return list(db.session.scalars(statement.order_by(CommentPin.id)))


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
    reactions = select(CommentReaction).where(CommentReaction.person_id == person.id)
    named_in = select(CommentMention.comment_id).where(
        CommentMention.person_id == person.id
    )
    asked = select(CommentQuestion).where(CommentQuestion.asked_by_id == person.id)
    return {
        "comments": [
            {"at": row.created_at.isoformat(), "text": row.body_source}
            for row in written_by(person.id)
        ],
        "reactions": [
            {"at": row.created_at.isoformat(), "to": row.comment_id, "kind": row.kind}
            for row in db.session.scalars(reactions.order_by(CommentReaction.id))
        ],
        "named_in": list(db.session.scalars(named_in.order_by(CommentMention.id))),
        "asked": [
            {"at": row.asked_at.isoformat(), "in": row.comment_id}
            for row in db.session.scalars(asked.order_by(CommentQuestion.id))
        ],
        "muted": [row.muted.number for row in mutes_of(person.id)],
    }


def written_by(person_id: int) -> list[Comment]:
    """All that a person ever said, whoever may read it."""
    statement = select(Comment).where(Comment.author_id == person_id)
    return list(db.session.scalars(statement.order_by(Comment.id)))


def reacted_to(person_id: int) -> list[Comment]:
    """The comments to which a person reacted."""
    own = select(CommentReaction.comment_id).where(
        CommentReaction.person_id == person_id
    )
    statement = select(Comment).where(Comment.id.in_(own))
    return list(db.session.scalars(statement.order_by(Comment.id)))


def naming(person_id: int) -> list[Comment]:
    """The comments that name a person."""
    named = select(CommentMention.comment_id).where(
        CommentMention.person_id == person_id
    )
    statement = select(Comment).where(Comment.id.in_(named))
    return list(db.session.scalars(statement.order_by(Comment.id)))
