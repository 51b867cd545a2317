"""Thread, Comment, and what hangs on them; who mutes whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.comments.rules import REACTIONS
from app.kernel import clock, stashes
from app.kernel.db import Model, one_of
from app.kernel.stashes import HasStash
from app.kernel.text import HasBody
from app.people.models import Person

VISIBILITIES = ("everyone", "team", "author")
# How the team answers: plainly, or with what will come of it.
OFFICIAL_STATES = ("answer",)


class Thread(Model):
    """A place for talk under one thing; the thing's own row holds `thread_id`."""

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint(one_of("visibility", VISIBILITIES), name="visibility"),
        CheckConstraint(
            "(locked_at IS NULL) = (lock_reason = '')", name="lock_has_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    subject_kind: Mapped[str]
    url: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    visibility: Mapped[str] = mapped_column(default="everyone")
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lock_reason: Mapped[str] = mapped_column(default="")
    hidden_at: Mapped[datetime | None]
    comment_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class Comment(HasBody, Model):
    """Somebody's words in a thread; a reply has a parent, a parent has none."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint(one_of("visibility", VISIBILITIES), name="visibility"),
        CheckConstraint(
            f"official_state IS NULL OR {one_of('official_state', OFFICIAL_STATES)}",
            name="official_state",
        ),
        UniqueConstraint("source", "source_id"),
        Index("ix_comments_page", "thread_id", "path", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    path: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    visibility: Mapped[str] = mapped_column(default="everyone")
    official_state: Mapped[str | None]
    about: Mapped[str | None]
    ran: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    # How many of each kind; the rows are the truth, this saves the page a statement.
    reactions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    picture_count: Mapped[int] = mapped_column(default=0)
    # An idea was made of it, or something else that a higher domain knows.
    was_taken_up: Mapped[bool] = mapped_column(default=False)

    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id])
    concealment: Mapped["CommentConcealment | None"] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=(
            "and_(CommentConcealment.comment_id == Comment.id, "
            "CommentConcealment.revealed_at.is_(None))"
        ),
    )
    pin: Mapped["CommentPin | None"] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=(
            "and_(CommentPin.comment_id == Comment.id, CommentPin.ended_at.is_(None))"
        ),
    )
    question: Mapped["CommentQuestion | None"] = relationship(
        lazy="raise", viewonly=True
    )

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    @property
    def is_reply(self) -> bool:
        return self.parent_id is not None


class CommentRevision(HasBody, Model):
    """What a comment said before an edit."""

    __tablename__ = "comment_revisions"
    __table_args__ = (UniqueConstraint("comment_id", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    n: Mapped[int]
    written_at: Mapped[datetime]


class CommentConcealment(Model):
    """A comment hidden: by whom, why, until when; nothing of it is lost."""

    __tablename__ = "comment_concealments"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        Index(
            "uq_comment_concealments_living",
            "comment_id",
            unique=True,
            sqlite_where=text("revealed_at IS NULL"),
            postgresql_where=text("revealed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    revealed_at: Mapped[datetime | None]
    revealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class CommentReaction(Model):
    """One person's reaction to a comment, one of each kind."""

    __tablename__ = "comment_reactions"
    __table_args__ = (
        CheckConstraint(one_of("kind", tuple(REACTIONS)), name="kind"),
        UniqueConstraint("comment_id", "kind", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CommentMention(Model):
    """A person whom a comment names; by key, so that equal names never mix."""

    __tablename__ = "comment_mentions"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CommentPin(Model):
    """The team's answer that stands on top of a thread, from when until when."""

    __tablename__ = "comment_pins"
    __table_args__ = (
        Index(
            "uq_comment_pins_living",
            "thread_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[by_id])


class CommentQuestion(Model):
    """A comment to which somebody wants the team's answer, until he marks it."""

    __tablename__ = "comment_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]


class CommentPicture(HasStash, Model):
    """A picture of a comment, with words for those who do not see it."""

    __tablename__ = "comment_pictures"
    __table_args__ = (
        UniqueConstraint("comment_id", "place"),
        *stashes.checks(),
        CheckConstraint("alt <> ''", name="alt"),
        Index("ix_comment_pictures_waiting", "state", "claimed_at", "id"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    place: Mapped[int]
    alt: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Mute(Model):
    """A person whose words another one no longer sees."""

    __tablename__ = "mutes"
    __table_args__ = (
        UniqueConstraint("person_id", "muted_id"),
        CheckConstraint("person_id <> muted_id", name="another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    muted_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    muted: Mapped[Person] = relationship(lazy="raise", foreign_keys=[muted_id])
