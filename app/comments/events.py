"""What happened in threads."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CommentWritten(Event):
    """Somebody said something; look the comment up before telling anybody."""

    name: ClassVar[str] = "comments.comment_written"
    comment_id: int
    thread_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class CommentRemoved(Event):
    name: ClassVar[str] = "comments.comment_removed"
    comment_id: int
    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class ThreadLocked(Event):
    name: ClassVar[str] = "comments.thread_locked"
    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class CommentConcealed(Event):
    name: ClassVar[str] = "comments.comment_concealed"
    comment_id: int
    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class CommentRevealed(Event):
    name: ClassVar[str] = "comments.comment_revealed"
    comment_id: int
    thread_id: int
    actor_id: int
