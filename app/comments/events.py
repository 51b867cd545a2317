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
class PictureSent(Event):
    """A picture of a comment waits to be prepared."""

    name: ClassVar[str] = "comments.picture_sent"
    comment_id: int
    picture_id: int


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


@dataclass(frozen=True, slots=True)
class Mentioned(Event):
    """A comment names somebody who may read it and did not write it."""

    name: ClassVar[str] = "comments.mentioned"
    comment_id: int
    thread_id: int
    person_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class AnswerWanted(Event):
    """Somebody waits for the team's answer; the duty says until when."""

    name: ClassVar[str] = "comments.answer_wanted"
    comment_id: int
    thread_id: int
    asked_by_id: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """Whoever asked says that it is answered."""

    name: ClassVar[str] = "comments.question_answered"
    comment_id: int
    thread_id: int
