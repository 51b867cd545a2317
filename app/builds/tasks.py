"""The week's clock."""

from app.builds import commands
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every


@every(minutes=1)
def publish_due_builds() -> None:
    """Let out what is due."""
    with atomic():
        commands.publish_due(SYSTEM)


@every(minutes=10)
def plan_coming_trains() -> None:
    """See to it that every space has a train to come."""
    with atomic():
        commands.plan_coming(SYSTEM)


@every(minutes=1)
def widen_rollouts() -> None:
    """Take what is out to more devices, as its hours pass."""
    with atomic():
        commands.widen_due(SYSTEM)
