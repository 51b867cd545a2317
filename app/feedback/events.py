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


@dataclass(frozen=True, slots=True)
class StandingsClosed(Event):
    """The reports on a build are counted; what came of them stays as it is."""

    name: ClassVar[str] = "feedback.standings_closed"
    build_id: int
    respondents: int


@dataclass(frozen=True, slots=True)
class AwardAnnounced(Event):
    """A week's award is public, and its bearer may hear of it."""

    name: ClassVar[str] = "feedback.award_announced"
    award_id: int
    build_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """A week's "what next?" is open."""

    name: ClassVar[str] = "feedback.question_asked"
    train_id: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """The team said what it takes of what was chosen, or why none."""

    name: ClassVar[str] = "feedback.question_answered"
    train_id: int
