"""Opening threads, writing in them, and taking words back."""

from typing import Any

from sqlalchemy import update

from app.comments import policies, queries
from app.comments.events import CommentRemoved, CommentWritten, ThreadLocked
from app.comments.models import Comment, CommentRevision, Thread
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, EditConflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces

_PLACE = 10


class EmptyComment(Invalid):
    code = "empty_comment"
    text = N_("Write something first.")


class CommentTooLong(Invalid):
    code = "comment_too_long"
    text = N_("This comment is too long. Shorten it, or write two.")


class ThreadIsLocked(Conflict):
    code = "thread_locked"
    text = N_("This conversation is closed.")


class NoReplyToReply(Invalid):
    code = "no_reply_to_reply"
    text = N_("Answer the first comment of this conversation instead.")


class LockNeedsReason(Invalid):
    code = "lock_needs_reason"
    text = N_("Say why this conversation is closed.")


def open_thread(
    actor: Actor,
    space_id: int,
    subject_kind: str,
    url: str,
    *,
    owner_id: int | None = None,
    visibility: str = "everyone",
) -> Thread:
    """Open the thread of a thing; the thing keeps its key."""
    require(policies.may_open, actor)
    thread = Thread(
        space_id=space_id,
        subject_kind=subject_kind,
        url=url,
        owner_id=owner_id,
        visibility=visibility,
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def write(
    actor: Actor,
    thread: Thread,
    source: str,
    parent_id: int | None = None,
    about: str | None = None,
    ran: bool = False,  # noqa: FBT001, FBT002 - a tick of the form
) -> Comment:
    """Say something in a thread, to everyone who reads it."""
    _refuse_locked(thread)
    require(policies.may_comment, actor, thread)
    comment = Comment(
        thread_id=thread.id,
        author_id=actor.id,
        visibility=_visibility_under(thread, parent_id),
        about=about,
        ran=ran,
    )
    return _say(thread, comment, source, parent_id)


def answer(
    actor: Actor, thread: Thread, source: str, parent_id: int | None = None
) -> Comment:
    """Answer in the firm's name: the badge says so."""
    _refuse_locked(thread)
    require(policies.may_answer, actor, thread)
    comment = Comment(
        thread_id=thread.id,
        author_id=actor.id,
        visibility=_visibility_under(thread, parent_id),
        official_state="answer",
    )
    return _say(thread, comment, source, parent_id)


def write_to_team(
    actor: Actor, thread: Thread, source: str, parent_id: int | None = None
) -> Comment:
    """Say something that only the team reads."""
    _refuse_locked(thread)
    require(policies.may_answer, actor, thread)
    comment = Comment(thread_id=thread.id, author_id=actor.id, visibility="team")
    return _say(thread, comment, source, parent_id)


def edit(actor: Actor, comment: Comment, source: str, version: int) -> Comment:
    """Change one's own words; what they said before stays readable."""
    require(policies.may_edit, actor, comment)
    thread = _thread_of(comment)
    _refuse_locked(thread)
    if comment.version != version:
        raise EditConflict
    before = CommentRevision(
        comment_id=comment.id,
        n=comment.version,
        body_source=comment.body_source,
        body_html=comment.body_html,
        body_sanitiser=comment.body_sanitiser,
        body_plain=comment.body_plain,
        written_at=comment.edited_at or comment.created_at,
    )
    db.session.add(before)
    _set_words(thread, comment, source)
    comment.version += 1
    comment.edited_at = clock.now()
    db.session.flush()
    return comment


def remove(actor: Actor, comment: Comment) -> None:
    """Take a comment away; a stub stays where it was. Twice is the same as once."""
    if comment.is_removed:
        return
    thread = _thread_of(comment)
    require(policies.may_remove, actor, comment, thread)
    comment.removed_at = clock.now()
    comment.removed_by_id = actor.id
    if comment.author_id != actor.id:
        audit.record(actor, "comments.remove", "comment", comment.id)
    if comment.visibility == "everyone":
        _count(thread, -1)
    emit(
        CommentRemoved(
            comment_id=comment.id, thread_id=thread.id, actor_id=actor.id or 0
        )
    )
    db.session.flush()


def lock(actor: Actor, thread: Thread, reason: str) -> None:
    """Close a thread to new words, with a reason that everyone reads."""
    require(policies.may_lock, actor, thread)
    words = reason.strip()
    if not words:
        raise LockNeedsReason(field="reason")
    if thread.is_locked:
        return
    thread.locked_at = clock.now()
    thread.locked_by_id = actor.id
    thread.lock_reason = words
    audit.record(actor, "comments.lock", "thread", thread.id, values={"why": words})
    emit(ThreadLocked(thread_id=thread.id, actor_id=actor.id or 0))
    db.session.flush()


def unlock(actor: Actor, thread: Thread) -> None:
    """Open a closed thread again."""
    require(policies.may_lock, actor, thread)
    if not thread.is_locked:
        return
    thread.locked_at = None
    thread.locked_by_id = None
    thread.lock_reason = ""
    audit.record(actor, "comments.unlock", "thread", thread.id)
    db.session.flush()


def hide(actor: Actor, thread_id: int) -> None:
    """Hide a thread with the thing it is under; the caller asked its policy."""
    _set_hidden(actor, thread_id, hidden=True)


def unhide(actor: Actor, thread_id: int) -> None:
    """Show a hidden thread again, exactly as it was."""
    _set_hidden(actor, thread_id, hidden=False)


def erase(actor: Actor, person: Any) -> None:
    """Blank a person's words; the stubs keep the conversations readable."""
    audit.record(actor, "comments.erase", "person", person.id)
    for comment in queries.written_by(person.id):
        for revision in queries.revisions_of(comment.id):
            revision.set_body("")
        comment.set_body("")
        remove(person, comment)
    db.session.flush()


def _say(
    thread: Thread, comment: Comment, source: str, parent_id: int | None
) -> Comment:
    parent = _parent(thread, parent_id)
    _set_words(thread, comment, source)
    comment.parent_id = parent_id
    db.session.add(comment)
    db.session.flush()
    place = str(comment.id).zfill(_PLACE)
    comment.path = f"{parent.path}.{place}" if parent else place
    if comment.visibility == "everyone":
        _count(thread, 1)
    emit(
        CommentWritten(
            comment_id=comment.id, thread_id=thread.id, author_id=comment.author_id
        )
    )
    db.session.flush()
    return comment


def _parent(thread: Thread, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = db.session.get(Comment, parent_id)
    if parent is None or parent.thread_id != thread.id or parent.is_reply:
        raise NoReplyToReply(field="parent_id")
    return parent


def _visibility_under(thread: Thread, parent_id: int | None) -> str:
    """A reply is never seen by more people than what it answers."""
    parent = _parent(thread, parent_id)
    return parent.visibility if parent else thread.visibility


def _set_words(thread: Thread, comment: Comment, source: str) -> None:
    words = source.strip()
    if not words:
        raise EmptyComment(field="body")
    game = spaces.rules_of(thread.space_id).comments
    if len(words.encode()) > game.max_bytes:
        raise CommentTooLong(field="body")
    comment.set_body(words)


def _refuse_locked(thread: Thread) -> None:
    if thread.is_locked:
        raise ThreadIsLocked


def _thread_of(comment: Comment) -> Thread:
    thread: Thread = db.session.get_one(Thread, comment.thread_id)
    return thread


def _count(thread: Thread, delta: int) -> None:
    change = update(Thread).where(Thread.id == thread.id)
    counted = change.values(comment_count=Thread.comment_count + delta)
    db.session.execute(counted.execution_options(synchronize_session="fetch"))


def _set_hidden(actor: Actor, thread_id: int, *, hidden: bool) -> None:
    thread = db.session.get_one(Thread, thread_id)
    if (thread.hidden_at is not None) == hidden:
        return
    thread.hidden_at = clock.now() if hidden else None
    act = "comments.hide" if hidden else "comments.unhide"
    audit.record(actor, act, "thread", thread.id)
    db.session.flush()
