"""What happened with trains and builds."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TrainPlanned(Event):
    """A week has its train, and the train its build."""

    name: ClassVar[str] = "builds.train_planned"
    train_id: int
    build_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class BuildPublished(Event):
    """A train's build is out; look its changes and credits up before telling."""

    name: ClassVar[str] = "builds.published"
    build_id: int
    train_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class TrainRescheduled(Event):
    """Another time was announced (`publish_at`, ISO), with its public reason.

    `code` says why where nobody's words do.
    """

    name: ClassVar[str] = "builds.train_rescheduled"
    train_id: int
    publish_at: str
    reason: str
    code: str = "announced"


@dataclass(frozen=True, slots=True)
class BuildBlocked(Event):
    """Something keeps a build from being published."""

    name: ClassVar[str] = "builds.blocked"
    build_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class BuildUnblocked(Event):
    """What kept a build from being published is gone."""

    name: ClassVar[str] = "builds.unblocked"
    build_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class TrainSkipped(Event):
    """A week has no build; `code` says why."""

    name: ClassVar[str] = "builds.train_skipped"
    train_id: int
    code: str


@dataclass(frozen=True, slots=True)
class TrainFrozen(Event):
    """What a week's build brings is chosen."""

    name: ClassVar[str] = "builds.train_frozen"
    train_id: int


@dataclass(frozen=True, slots=True)
class CandidateReady(Event):
    """Inner testers can try a build before it is out."""

    name: ClassVar[str] = "builds.candidate_ready"
    train_id: int
    build_id: int


@dataclass(frozen=True, slots=True)
class GatePassed(Event):
    """A build may go out at its announced minute."""

    name: ClassVar[str] = "builds.gate_passed"
    train_id: int


@dataclass(frozen=True, slots=True)
class TrainLate(Event):
    """A build misses the minute that was announced first."""

    name: ClassVar[str] = "builds.train_late"
    train_id: int
    build_id: int


@dataclass(frozen=True, slots=True)
class GoodwillChosen(Event):
    """Somebody chose what the team does for a late build."""

    name: ClassVar[str] = "builds.goodwill_chosen"
    goodwill_id: int


@dataclass(frozen=True, slots=True)
class GoodwillDone(Event):
    """The team did what somebody chose for a late build."""

    name: ClassVar[str] = "builds.goodwill_done"
    goodwill_id: int


@dataclass(frozen=True, slots=True)
class BuildHalted(Event):
    """A build is offered to nobody any more since `at`, with its public reason."""

    name: ClassVar[str] = "builds.halted"
    build_id: int
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class BuildResumed(Event):
    """A halted build is offered again since `at`, with its public reason."""

    name: ClassVar[str] = "builds.resumed"
    build_id: int
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class BuildRegistered(Event):
    """A system sent a build; each line is `item_id:bug_number` that it says to fix."""

    name: ClassVar[str] = "builds.registered"
    build_id: int
    fixes: list[str]


@dataclass(frozen=True, slots=True)
class PlaceGiven(Event):
    """Somebody who had waited is in the test of a channel, since `at` (ISO)."""

    name: ClassVar[str] = "builds.place_given"
    enrolment_id: int
    channel_id: int
    person_id: int
    at: str


@dataclass(frozen=True, slots=True)
class TesterIdle(Event):
    """A tester showed no sign for weeks: the place is kept until `until` (ISO day)."""

    name: ClassVar[str] = "builds.tester_idle"
    enrolment_id: int
    channel_id: int
    person_id: int
    until: str


@dataclass(frozen=True, slots=True)
class TesterRests(Event):
    """A tester's place was let go at `at` (ISO); coming back is one click."""

    name: ClassVar[str] = "builds.tester_rests"
    enrolment_id: int
    channel_id: int
    person_id: int
    at: str


@dataclass(frozen=True, slots=True)
class TesterRemoved(Event):
    """A decision took somebody out of a test; its row has the reason."""

    name: ClassVar[str] = "builds.tester_removed"
    removal_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class RemovalAppealed(Event):
    """Somebody asks for a second look at his removal."""

    name: ClassVar[str] = "builds.removal_appealed"
    removal_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class RemovalAnswered(Event):
    """The second look is over: `outcome` is upheld or dismissed."""

    name: ClassVar[str] = "builds.removal_answered"
    removal_id: int
    person_id: int
    outcome: str


@dataclass(frozen=True, slots=True)
class PreviewOpened(Event):
    """Everybody may look at what a week's build is to bring."""

    name: ClassVar[str] = "builds.preview_opened"
    build_id: int
    train_id: int
