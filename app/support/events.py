"""What happened to a person's support; ids only."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SupportGiven(Event):
    """A person stands behind an idea, for the first time or again."""

    name: ClassVar[str] = "support.given"
    support_id: int
    idea_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SupportWithdrawn(Event):
    """A person took the support back."""

    name: ClassVar[str] = "support.withdrawn"
    support_id: int
    idea_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SupportHeld(Event):
    """A machine took a support out of the count until two people looked."""

    name: ClassVar[str] = "support.held"
    support_id: int
    idea_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SupportReleased(Event):
    """Two people found nothing wrong: a held support counts again."""

    name: ClassVar[str] = "support.released"
    support_id: int
    idea_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SupportVoided(Event):
    """Two people found that a support does not count."""

    name: ClassVar[str] = "support.voided"
    support_id: int
    idea_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SupportRestored(Event):
    """Two people took back that a support does not count."""

    name: ClassVar[str] = "support.restored"
    support_id: int
    idea_id: int
    person_id: int
    reason: str
