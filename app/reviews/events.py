"""What happened in reviews."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ReviewOpened(Event):
    """An achieved idea is being studied."""

    name: ClassVar[str] = "reviews.opened"
    review_id: int
    idea_id: int


@dataclass(frozen=True, slots=True)
class ReviewDecided(Event):
    """Two people decided; `kind` is what an approved idea becomes."""

    name: ClassVar[str] = "reviews.decided"
    review_id: int
    idea_id: int
    outcome: str
    kind: str
    actor_id: int
