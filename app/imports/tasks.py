"""What the minute does for imports."""

from app.imports import commands, runner
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every


@every(minutes=1)
def carry_on() -> None:
    """Runs that have begun, here or in a process that died."""
    runner.carry_on_all()


@every(minutes=60)
def forget_waiting() -> None:
    """Files that nobody said yes to."""
    with atomic():
        commands.forget_waiting(SYSTEM)
