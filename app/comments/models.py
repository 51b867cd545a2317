"""Thread, Comment, and what hangs on a comment: earlier words, concealments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
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

    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id])
    concealment: Mapped["CommentConcealment | None"] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=(
            "and_(CommentConcealment.comment_id == Comment.id, "
            "CommentConcealment.revealed_at.is_(None))"
        ),
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
