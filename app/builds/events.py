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
    """Another time was announced (`publish_at`, ISO), with its public reason."""

    name: ClassVar[str] = "builds.train_rescheduled"
    train_id: int
    publish_at: str
    reason: str


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
