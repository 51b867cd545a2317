"""A conversation written at once, as many hands would have written it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.comments import policies
from app.comments.commands import refusals
from app.comments.commands.mentions import keep_mentions
from app.comments.commands.threads import count, refuse_locked
from app.comments.commands.writing import place, set_words
from app.comments.models import Comment, CommentReaction, Thread
from app.kernel.db import db
from app.kernel.policies import require
from app.people.models import Person
from app.spaces import queries as spaces


@dataclass(frozen=True, slots=True)
class Seed:
    """One comment of a conversation: whose, what, when, and who reacted to it.

    `under` is the place in the list of what it answers; `reactions` are kinds with
    the keys of people.
    """

    author: Person
    source: str
    at: datetime
    under: int | None = None
    is_official: bool = False
    reactions: tuple[tuple[str, int], ...] = ()


def seed(thread: Thread, rows: Sequence[Seed]) -> list[Comment]:
    """Write a conversation at once, the oldest first; its comments in the same order.

    The same policies and limits hold, but for how much newcomers say in a day. Nobody
    is told but who is named.
    """
    refuse_locked(thread)
    said = [_comment(thread, row) for row in rows]
    _place([one for one, row in zip(said, rows, strict=True) if row.under is None])
    for comment, row in zip(said, rows, strict=True):
        if row.under is not None:
            comment.parent_id = _parent_of(said, rows, row.under).id
    parents = {comment.id: comment for comment in said if comment.id}
    _place([one for one in said if one.parent_id], parents)
    count(thread, len(said))
    for comment, row in zip(said, rows, strict=True):
        _react(comment, row)
        if "@" in row.source:
            keep_mentions(comment)
    db.session.flush()
    return said


def _comment(thread: Thread, row: Seed) -> Comment:
    may = policies.may_answer if row.is_official else policies.may_comment
    require(may, row.author, thread)
    allowed = spaces.rules_of(thread.space_id).comments.reactions
    if any(kind not in allowed for kind, _ in row.reactions):
        raise refusals.UnknownReaction
    comment = Comment(
        thread_id=thread.id,
        author_id=row.author.id,
        visibility=thread.visibility,
        official_state="answer" if row.is_official else None,
        created_at=row.at,
    )
    set_words(row.author, thread, comment, row.source)
    return comment


def _parent_of(said: list[Comment], rows: Sequence[Seed], under: int) -> Comment:
    if rows[under].under is not None:
        raise refusals.NoReplyToReply(field="parent_id")
    return said[under]


def _place(comments: list[Comment], parents: dict[int, Comment] | None = None) -> None:
    """Store some comments, and note where each stands on the page."""
    db.session.add_all(comments)
    db.session.flush()
    for comment in comments:
        comment.path = place(comment, (parents or {}).get(comment.parent_id or 0))
    db.session.flush()


def _react(comment: Comment, row: Seed) -> None:
    found = sorted(set(row.reactions))
    db.session.add_all(
        CommentReaction(
            comment_id=comment.id, person_id=person_id, kind=kind, created_at=row.at
        )
        for kind, person_id in found
    )
    comment.reactions = dict(Counter(kind for kind, _ in found))
