"""What is said in threads, in the order of the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from app.comments.models import (
    Comment,
    CommentPicture,
    CommentPin,
    CommentReaction,
    Thread,
)
from app.comments.queries.others import muted_by
from app.comments.queries.scope import WITH_ALL, is_team, seen_by
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Post:
    """A comment as one reader sees it."""

    comment: Comment
    mine: frozenset[str] = frozenset()
    is_muted: bool = False
    # Until when the team owes an answer to it.
    due_at: datetime | None = None
    pictures: list[CommentPicture] = field(default_factory=list)
    replies: list["Post"] = field(default_factory=list)

    @property
    def due_on(self) -> datetime | None:
        """The day of that: a working day ends at the midnight after it."""
        return self.due_at - timedelta(seconds=1) if self.due_at else None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One page of a thread: the pinned answer, first comments, their replies."""

    posts: list[Post] = field(default_factory=list)
    pinned: Post | None = None
    # The key before which earlier first comments are found, if there are any.
    earlier: int | None = None

    @property
    def taken_up(self) -> list[Comment]:
        """The comments of which something was made."""
        shown = [one for post in self.posts for one in (post, *post.replies)]
        return [one.comment for one in shown if one.comment.was_taken_up]


def conversation(
    actor: Actor,
    thread: Thread,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> Conversation:
    """The newest first comments of a thread with all replies, the oldest on top.

    `before` is the key of the first comment that stands below. One statement, and one
    more where there are pictures; none where nobody has spoken.
    """
    if _is_silent(actor, thread):
        return Conversation()
    found = _with_pictures(_posts(actor, _page(actor, thread, before, size)))
    roots = [post for post in found if not post.comment.is_reply]
    shown = roots[-size:]
    for post in shown:
        post.replies.extend(_replies_of(post, found))
    return Conversation(
        posts=[post for post in shown if post.replies or not post.is_muted],
        pinned=None if before else next(filter(_is_on_top, found), None),
        earlier=shown[0].comment.id if len(roots) > size else None,
    )


def post_of(actor: Actor, comment: Comment) -> Post:
    """One comment as the actor sees it, without its replies."""
    return _with_pictures(_posts(actor, Comment.id == comment.id))[0]


def of_threads(actor: Actor, thread_ids: Sequence[int]) -> list[Comment]:
    """The comments of some threads with their authors, each under its parent."""
    statement = (
        select(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .options(*WITH_ALL)
        .where(
            Comment.thread_id.in_(thread_ids),
            Thread.hidden_at.is_(None),
            seen_by(actor, Thread),
            seen_by(actor, Comment),
        )
        .order_by(Comment.thread_id, Comment.path, Comment.id)
    )
    return list(db.session.scalars(statement))


def before_of(actor: Actor, comment: Comment, size: int = PAGE_SIZE) -> int | None:
    """Where the page begins that shows a comment; None is the thread's first page."""
    root_id = comment.parent_id or comment.id
    statement = _roots(actor, comment.thread_id).where(Comment.id > root_id)
    later = db.session.scalars(statement.order_by(Comment.id).limit(size)).all()
    return later[0] if len(later) == size else None


def _replies_of(post: Post, found: list[Post]) -> list[Post]:
    return [
        reply
        for reply in found
        if reply.comment.parent_id == post.comment.id and not reply.is_muted
    ]


def _is_silent(actor: Actor, thread: Thread) -> bool:
    """Nobody has said anything that this actor could see."""
    is_for_all = thread.visibility == "everyone" and not thread.comment_count
    return is_for_all and not is_team(actor, thread.space_id)


def _page(
    actor: Actor, thread: Thread, before: int | None, size: int
) -> ColumnElement[bool]:
    """The comments of one page, one first comment more, and the pinned answer."""
    roots = _roots(actor, thread.id)
    if before is not None:
        roots = roots.where(Comment.id < before)
    keys = roots.order_by(Comment.id.desc()).limit(size + 1).subquery()
    listed = select(keys.c.id)
    ways: list[ColumnElement[bool]] = [
        Comment.id.in_(listed),
        Comment.parent_id.in_(listed),
    ]
    if before is None:
        pinned = exists().where(
            CommentPin.comment_id == Comment.id, CommentPin.ended_at.is_(None)
        )
        ways.append(pinned)
    return and_(Comment.thread_id == thread.id, or_(*ways))


def _roots(actor: Actor, thread_id: int) -> Select[int]:
    return (
        select(Comment.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(
            Comment.thread_id == thread_id,
            Comment.parent_id.is_(None),
            seen_by(actor, Comment),
        )
    )


def _posts(actor: Actor, which: ColumnElement[bool]) -> list[Post]:
    statement = (
        select(Comment, _mine(actor), _is_muted(actor), _due_at())
        .join(Thread, Thread.id == Comment.thread_id)
        .options(*WITH_ALL)
        .where(which, Thread.hidden_at.is_(None), seen_by(actor, Comment))
        .order_by(Comment.path, Comment.id)
        # pins and questions are rows beside it, which a command may just have written
        .execution_options(populate_existing=True)
    )
    return [
        Post(
            comment,
            frozenset(filter(None, (mine or "").split(","))),
            bool(is_muted),
            due_at,
        )
        for comment, mine, is_muted, due_at in db.session.execute(statement)
    ]


def _mine(actor: Actor) -> ColumnElement[str]:
    """The kinds of the actor's own reactions, with commas between."""
    if not actor.is_person:
        return literal("")
    kinds = func.aggregate_strings(CommentReaction.kind, ",")
    own = select(kinds).where(
        CommentReaction.comment_id == Comment.id,
        CommentReaction.person_id == actor.id,
    )
    return own.scalar_subquery()


def _is_muted(actor: Actor) -> ColumnElement[bool]:
    """Somebody's own words can be muted, the team's answers cannot."""
    if not actor.is_person:
        return false()
    return and_(Comment.official_state.is_(None), muted_by(actor, Comment.author_id))


def _due_at() -> ColumnElement[datetime]:
    owed = select(Duty.due_at).where(
        Duty.kind == "answer",
        Duty.subject_kind == "comment",
        Duty.subject_id == Comment.id,
        Duty.met_at.is_(None),
    )
    return owed.scalar_subquery()


def _with_pictures(posts: list[Post]) -> list[Post]:
    """Fill in the pictures; nothing is asked where there are none."""
    asked = {post.comment.id: post for post in posts if post.comment.picture_count}
    if asked:
        statement = select(CommentPicture).where(CommentPicture.comment_id.in_(asked))
        for picture in db.session.scalars(statement.order_by(CommentPicture.place)):
            asked[picture.comment_id].pictures.append(picture)
    return posts


def _is_on_top(post: Post) -> bool:
    comment = post.comment
    return comment.pin is not None and comment.concealment is None
