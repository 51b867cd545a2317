"""Asking for the team's answer, and putting an answer on top of its thread."""

from app.comments import policies, queries
from app.comments.commands import refusals
from app.comments.commands.threads import refuse_locked, thread_of
from app.comments.events import AnswerWanted, QuestionAnswered
from app.comments.models import Comment, CommentPin, CommentQuestion, Thread
from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.spaces import queries as spaces


def want_answer(actor: Actor, comment: Comment) -> None:
    """Ask the team to answer a comment; opens a duty. Twice is the same as once."""
    thread = thread_of(comment)
    refuse_locked(thread)
    require(policies.may_want_answer, actor, comment, thread)
    if not queries.stands_behind(actor, thread):
        raise refusals.BackersAsk(field="wants_answer")
    row = CommentQuestion(
        comment_id=comment.id, asked_by_id=actor.id, asked_at=clock.now()
    )
    if insert_once(row) is None:
        return
    _open_duty(actor, comment, thread)
    emit(
        AnswerWanted(
            comment_id=comment.id, thread_id=thread.id, asked_by_id=actor.id or 0
        )
    )
    db.session.flush()


def mark_answered(actor: Actor, comment: Comment) -> None:
    """Say that one's question is answered: nothing is owed any more."""
    question = queries.question_of(comment.id)
    require(policies.may_mark_answered, actor, question)
    if question is None or question.answered_at is not None:
        return
    question.answered_at = clock.now()
    meet_question(comment.id)
    emit(QuestionAnswered(comment_id=comment.id, thread_id=comment.thread_id))
    db.session.flush()


def meet_question(comment_id: int | None) -> None:
    """The team has answered a comment, if anybody waited for that."""
    if comment_id is not None:
        duties.meet("answer", ("comment", comment_id))


def pin(actor: Actor, comment: Comment) -> None:
    """Put the team's answer on top of its thread, in place of another one."""
    thread = thread_of(comment)
    require(policies.may_pin, actor, comment, thread)
    db.session.refresh(thread, ["locked_at"], with_for_update=True)
    living = queries.pin_of(thread.id)
    if living is not None and living.comment_id == comment.id:
        return
    end_pin(actor, living)
    db.session.add(
        CommentPin(thread_id=thread.id, comment_id=comment.id, by_id=actor.id)
    )
    audit.record(actor, "comments.pin", "comment", comment.id)
    db.session.flush()


def unpin(actor: Actor, comment: Comment) -> None:
    """Take an answer from the top of its thread; it stays where it was said."""
    thread = thread_of(comment)
    require(policies.may_pin, actor, comment, thread)
    living = queries.pin_of(thread.id)
    if living is None or living.comment_id != comment.id:
        return
    end_pin(actor, living)
    audit.record(actor, "comments.unpin", "comment", comment.id)
    db.session.flush()


def end_pin(actor: Actor, living: CommentPin | None) -> None:
    """Note until when an answer stood on top, and who ended that."""
    if living is not None:
        living.ended_at = clock.now()
        living.ended_by_id = actor.id
        db.session.flush()


def _open_duty(actor: Actor, comment: Comment, thread: Thread) -> None:
    days = spaces.rules_of(thread.space_id).comments.answer_business_days
    duties.open(
        kind="answer",
        subject=("comment", comment.id),
        owner_role="product",
        space_id=thread.space_id,
        waiting_id=actor.id,
        due_at=duties.business_days(days, clock.now(), site.get("timezone")),
    )
