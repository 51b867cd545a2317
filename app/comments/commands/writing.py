"""Saying something, changing one's words, taking them back."""

from app.comments import policies, queries
from app.comments.commands import refusals
from app.comments.commands.answers import end_pin, meet_question
from app.comments.commands.mentions import keep_mentions, with_names
from app.comments.commands.newcomers import refuse_hasty, refuse_hasty_links
from app.comments.commands.threads import count, refuse_locked, thread_of
from app.comments.events import CommentRemoved, CommentWritten
from app.comments.models import Comment, CommentRevision, Thread
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import EditConflict, Missing
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
    parent = _parent(actor, thread, parent_id)
    refuse_hasty(actor, thread, source)
    comment = Comment(
        thread_id=thread.id,
        author_id=actor.id,
        visibility=_visibility_under(thread, parent),
        about=about,
        ran=ran,
    )
    return _say(actor, thread, comment, source, parent)


def answer(
    actor: Actor, thread: Thread, source: str, parent_id: int | None = None
) -> Comment:
    """Answer in the firm's name: the badge says so."""
    refuse_locked(thread)
    require(policies.may_answer, actor, thread)
    parent = _parent(actor, thread, parent_id)
    comment = Comment(
        thread_id=thread.id,
        author_id=actor.id,
        visibility=_visibility_under(thread, parent),
        official_state="answer",
    )
    meet_question(parent_id)
    return _say(actor, thread, comment, source, parent)


def write_to_team(
    actor: Actor, thread: Thread, source: str, parent_id: int | None = None
) -> Comment:
    """Say something that only the team reads."""
    refuse_locked(thread)
    require(policies.may_answer, actor, thread)
    parent = _parent(actor, thread, parent_id)
    comment = Comment(thread_id=thread.id, author_id=actor.id, visibility="team")
    return _say(actor, thread, comment, source, parent)


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
    set_words(actor, thread, comment, source)
    comment.version += 1
    comment.edited_at = clock.now()
    db.session.flush()
    keep_mentions(comment)
    return comment


def note_idea(actor: Actor, comment: Comment) -> None:
    """Note that an idea was made of a comment; the idea keeps the link."""
    require(policies.may_edit, actor, comment)
    comment.was_taken_up = True
    db.session.flush()


def remove(actor: Actor, comment: Comment) -> None:
    """Take one's own comment away; a stub stays. Twice is the same as once."""
    if comment.is_removed:
        return
    thread = thread_of(comment)
    require(policies.may_remove, actor, comment)
    comment.removed_at = clock.now()
    comment.removed_by_id = actor.id
    if comment.visibility == "everyone":
        count(thread, -1)
    meet_question(comment.id)
    _unpin_with(actor, comment)
    emit(
        CommentRemoved(
            comment_id=comment.id, thread_id=thread.id, actor_id=actor.id or 0
        )
    )
    db.session.flush()


def place(comment: Comment, parent: Comment | None) -> str:
    """Where a stored comment stands on the page: below what it answers."""
    own = str(comment.id).zfill(_PLACE)
    return f"{parent.path}.{own}" if parent else own


def _say(
    actor: Actor,
    thread: Thread,
    comment: Comment,
    source: str,
    parent: Comment | None,
) -> Comment:
    set_words(actor, thread, comment, source)
    comment.parent_id = parent.id if parent else None
    db.session.add(comment)
    db.session.flush()
    comment.path = place(comment, parent)
    if comment.visibility == "everyone":
        count(thread, 1)
    emit(
        CommentWritten(
            comment_id=comment.id, thread_id=thread.id, author_id=comment.author_id
        )
    )
    db.session.flush()
    keep_mentions(comment)
    return comment


def _unpin_with(actor: Actor, comment: Comment) -> None:
    living = queries.pin_of(comment.thread_id)
    if living is not None and living.comment_id == comment.id:
        end_pin(actor, living)


def _parent(actor: Actor, thread: Thread, parent_id: int | None) -> Comment | None:
    """What is answered: nobody answers what he does not see."""
    if parent_id is None:
        return None
    try:
        parent = queries.get(actor, parent_id)
    except Missing:
        raise refusals.NoReplyToReply(field="parent_id") from None
    if parent.thread_id != thread.id or parent.is_reply:
        raise refusals.NoReplyToReply(field="parent_id")
    return parent


def _visibility_under(thread: Thread, parent: Comment | None) -> str:
    """A reply is never seen by more people than what it answers."""
    return parent.visibility if parent else thread.visibility


def set_words(actor: Actor, thread: Thread, comment: Comment, source: str) -> None:
    """Let a comment say something; refuses no words and too many."""
    words = source.strip()
    if not words:
        raise refusals.EmptyComment(field="body")
    game = spaces.rules_of(thread.space_id).comments
    if len(words.encode()) > game.max_bytes:
        raise refusals.CommentTooLong(field="body")
    comment.set_body(with_names(actor, thread, words, game.max_mentions))
