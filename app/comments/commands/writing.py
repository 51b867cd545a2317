"""Saying something, changing one's words, taking them back."""

from app.comments import policies
from app.comments.commands import refusals
from app.comments.commands.newcomers import refuse_hasty, refuse_hasty_links
from app.comments.commands.threads import count, refuse_locked, thread_of
from app.comments.events import CommentRemoved, CommentWritten
from app.comments.models import Comment, CommentRevision, Thread
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import EditConflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.spaces import queries as spaces

_PLACE = 10


def write(
    actor: Actor,
    thread: Thread,
    source: str,
    parent_id: int | None = None,
    about: str | None = None,
    ran: bool = False,  # noqa: FBT001, FBT002 - a tick of the form
) -> Comment:
    """Say something in a thread, to everyone who reads it."""
    refuse_locked(thread)
    require(policies.may_comment, actor, thread)
    refuse_hasty(actor, thread, source)
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
    refuse_locked(thread)
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
    refuse_locked(thread)
    require(policies.may_answer, actor, thread)
    comment = Comment(thread_id=thread.id, author_id=actor.id, visibility="team")
    return _say(thread, comment, source, parent_id)


def edit(actor: Actor, comment: Comment, source: str, version: int) -> Comment:
    """Change one's own words; what they said before stays readable."""
    require(policies.may_edit, actor, comment)
    thread = thread_of(comment)
    refuse_locked(thread)
    if comment.version != version:
        raise EditConflict
    refuse_hasty_links(actor, comment, source)
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
    thread = thread_of(comment)
    require(policies.may_remove, actor, comment, thread)
    comment.removed_at = clock.now()
    comment.removed_by_id = actor.id
    if comment.author_id != actor.id:
        audit.record(actor, "comments.remove", "comment", comment.id)
    if comment.visibility == "everyone":
        count(thread, -1)
    emit(
        CommentRemoved(
            comment_id=comment.id, thread_id=thread.id, actor_id=actor.id or 0
        )
    )
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
        count(thread, 1)
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
        raise refusals.NoReplyToReply(field="parent_id")
    return parent


def _visibility_under(thread: Thread, parent_id: int | None) -> str:
    """A reply is never seen by more people than what it answers."""
    parent = _parent(thread, parent_id)
    return parent.visibility if parent else thread.visibility


def _set_words(thread: Thread, comment: Comment, source: str) -> None:
    words = source.strip()
    if not words:
        raise refusals.EmptyComment(field="body")
    game = spaces.rules_of(thread.space_id).comments
    if len(words.encode()) > game.max_bytes:
        raise refusals.CommentTooLong(field="body")
    comment.set_body(words)
