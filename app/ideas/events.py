"""What happened to ideas."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class IdeaSubmitted(Event):
    name: ClassVar[str] = "ideas.submitted"
    idea_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class IdeaMoved(Event):
    """One transition; its row in the history has the reason."""

    name: ClassVar[str] = "ideas.moved"
    idea_id: int
    from_state: str
    to_state: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class RungReached(Event):
    """Enough people stand behind an idea; `rung` counts from 1."""

    name: ClassVar[str] = "ideas.rung_reached"
    idea_id: int
    rung: int
    threshold: int


@dataclass(frozen=True, slots=True)
class IdeaChanged(Event):
    """Its words, its state or who may see it: read it again."""

    name: ClassVar[str] = "ideas.changed"
    idea_id: int


@dataclass(frozen=True, slots=True)
class PictureSent(Event):
    """A picture waits to be prepared."""

    name: ClassVar[str] = "ideas.picture_sent"
    idea_id: int
    picture_id: int


@dataclass(frozen=True, slots=True)
class DraftLeftIdle(Event):
    """Nobody has touched a draft for long: it goes at `purge_at` unless it is edited.

    `purge_at` is an ISO instant.
    """

    name: ClassVar[str] = "ideas.draft_left_idle"
    idea_id: int
    author_id: int
    purge_at: str


@dataclass(frozen=True, slots=True)
class IdeaFollowed(Event):
    name: ClassVar[str] = "ideas.followed"
    idea_id: int
    person_id: int
