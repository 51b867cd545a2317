"""What happened with spaces."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class GoalsSwitched(Event):
    """A space began or ceased to have goals with clocks."""

    name: ClassVar[str] = "spaces.goals_switched"
    space_id: int
    is_on: bool
