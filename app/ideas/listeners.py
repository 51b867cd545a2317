"""What ideas make of the news of their space, and of what was sent to them."""

from app.ideas import commands
from app.ideas.events import PictureSent
from app.kernel import jobs
from app.kernel.actor import SYSTEM
from app.kernel.events import on
from app.spaces.events import GoalsSwitched


@on(GoalsSwitched)
def follow_switch(event: GoalsSwitched) -> None:
    """Clocks stand still while a space has no goals, and go on when it has them."""
    commands.switch_goals(SYSTEM, event.space_id)


@on(PictureSent)
def prepare_soon(_event: PictureSent) -> None:
    """Ask for the job; were it lost, its minute finds the row."""
    jobs.soon("ideas.prepare_pictures")
