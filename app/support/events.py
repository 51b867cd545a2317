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
