"""The week's clock."""

from app.builds import commands
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every


@every(minutes=1)
def publish_due_builds() -> None:
    """Take each train on, and let out what is due."""
    with atomic():
        commands.advance(SYSTEM)
        commands.publish_due(SYSTEM)


@every(minutes=10)
def plan_coming_trains() -> None:
    """See to it that every space has weeks announced and a build to come."""
    with atomic():
        commands.plan_coming(SYSTEM)
