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
