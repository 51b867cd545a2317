"""Who may speak, answer, edit, hide and lock; nobody rules in his own matter."""

from app.comments.models import Comment, CommentQuestion, Thread
from app.comments.queries import is_team
from app.kernel.actor import SYSTEM_ID, Actor


def may_comment(actor: Actor, thread: Thread) -> bool:
    """Anyone signed in, while the thread is open and shown."""
    if thread.is_locked or thread.hidden_at is not None:
        return False
    if thread.visibility == "team":
        return is_team(actor, thread.space_id)
    return actor.is_person


def may_answer(actor: Actor, thread: Thread) -> bool:
    """The team answers in the firm's name, in its own space."""
    return is_team(actor, thread.space_id) and may_comment(actor, thread)


def may_edit(actor: Actor, comment: Comment) -> bool:
    """Only who wrote it, and only while it stands."""
    return comment.author_id == actor.id and not comment.is_removed


def may_remove(actor: Actor, comment: Comment) -> bool:
    """Only who wrote it: a moderator's way is a ruling, with a reason and an appeal."""
    return comment.author_id == actor.id and not comment.is_removed


def may_conceal(actor: Actor, comment: Comment, thread: Thread) -> bool:
    """A moderator of the space, but never its author; the system by the rules."""
    if actor.id == SYSTEM_ID:
        return True
    is_own = comment.author_id == actor.id
    return actor.has_role("moderator", thread.space_id) and not is_own


def may_read(actor: Actor, comment: Comment, thread: Thread) -> bool:
    """Whoever sees a comment reads it; a hidden one is for its author and the team."""
    if comment.is_removed:
        return False
    if comment.concealment is None or actor.id == SYSTEM_ID:
        return True
    is_own = actor.is_person and comment.author_id == actor.id
    return is_own or is_team(actor, thread.space_id)


def may_react(actor: Actor, comment: Comment, thread: Thread) -> bool:
    """Who may speak there, to what stands."""
    return may_comment(actor, thread) and not comment.is_removed


def may_want_answer(actor: Actor, comment: Comment, thread: Thread) -> bool:
    """Who wrote it, or owns what is talked about; a first comment that all read."""
    is_first = not comment.is_reply and comment.official_state is None
    is_shown = comment.visibility == "everyone" and not comment.is_removed
    is_ours = actor.id in (comment.author_id, thread.owner_id)
    return actor.is_person and is_ours and is_first and is_shown


def may_mark_answered(actor: Actor, question: CommentQuestion | None) -> bool:
    """Who asked."""
    return question is not None and question.asked_by_id == actor.id


def may_pin(actor: Actor, comment: Comment, thread: Thread) -> bool:
    """The team, an answer of its own that everyone reads."""
    is_shown = comment.visibility == "everyone" and not comment.is_removed
    is_answer = comment.official_state is not None and is_shown
    return is_answer and is_team(actor, thread.space_id)


def may_mute(actor: Actor) -> bool:
    """Anyone signed in."""
    return actor.is_person


def may_lock(actor: Actor, thread: Thread) -> bool:
    """The owner of what is talked about, and the team."""
    is_owner = actor.is_person and thread.owner_id == actor.id
    return is_owner or is_team(actor, thread.space_id)


def may_open(actor: Actor) -> bool:
    """The system and people: a thread comes with the thing that it is under."""
    return actor.is_person or actor.id == SYSTEM_ID
