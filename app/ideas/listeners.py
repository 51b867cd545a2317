"""What ideas make of the news of their space."""

from app.ideas import commands
from app.kernel.actor import SYSTEM
from app.kernel.events import on
from app.spaces.events import GoalsSwitched


@on(GoalsSwitched)
def follow_switch(event: GoalsSwitched) -> None:
    """Clocks stand still while a space has no goals, and go on when it has them."""
    commands.switch_goals(SYSTEM, event.space_id)
