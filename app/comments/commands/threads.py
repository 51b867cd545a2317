"""Opening a thread, closing it, hiding it with the thing that it is under."""

from sqlalchemy import update

from app.comments import policies
from app.comments.commands import refusals
from app.comments.events import ThreadLocked
from app.comments.models import Comment, Thread
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require


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


def lock(actor: Actor, thread: Thread, reason: str) -> None:
    """Close a thread to new words, with a reason that everyone reads."""
    require(policies.may_lock, actor, thread)
    words = reason.strip()
    if not words:
        raise refusals.LockNeedsReason(field="reason")
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


def set_readers(actor: Actor, thread_id: int, visibility: str) -> None:
    """Say who reads a thread from now on; the caller asked its policy."""
    thread = db.session.get_one(Thread, thread_id)
    before, thread.visibility = thread.visibility, visibility
    values = {"from": before, "to": visibility}
    audit.record(actor, "comments.set_readers", "thread", thread.id, values=values)
    db.session.flush()


def refuse_locked(thread: Thread) -> None:
    """No new words where a conversation is closed."""
    if thread.is_locked:
        raise refusals.ThreadIsLocked


def thread_of(comment: Comment) -> Thread:
    """The thread that a comment stands in."""
    thread: Thread = db.session.get_one(Thread, comment.thread_id)
    return thread


def count(thread: Thread, delta: int) -> None:
    """Change how many comments everyone reads."""
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
