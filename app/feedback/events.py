"""What happened with bugs."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class BugFiled(Event):
    name: ClassVar[str] = "feedback.bug_filed"
    bug_id: int
    build_id: int
    reporter_id: int


@dataclass(frozen=True, slots=True)
class BugMoved(Event):
    """A bug went from one state to another."""

    name: ClassVar[str] = "feedback.bug_moved"
    bug_id: int
    from_state: str
    to_state: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class BugChanged(Event):
    """Its words are new or other ones, or it was hidden or shown."""

    name: ClassVar[str] = "feedback.bug_changed"
    bug_id: int


@dataclass(frozen=True, slots=True)
class AlarmRaised(Event):
    """Something about bugs cannot wait for the triage."""

    name: ClassVar[str] = "feedback.alarm_raised"
    alarm_id: int
    space_id: int
