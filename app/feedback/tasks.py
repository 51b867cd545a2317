"""What the week's clock has to do with reports."""

from app.feedback import commands
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every


@every(minutes=1)
def close_due_standings() -> None:
    """Count the reports that are closed."""
    with atomic():
        commands.close_due_standings(SYSTEM)


@every(minutes=1)
def announce_due_awards() -> None:
    """Tell who gets what."""
    with atomic():
        commands.announce_due_awards(SYSTEM)


@every(minutes=1440)
def count_scores() -> None:
    """Work out once a day what testing counted; then places go by it."""
    with atomic():
        commands.count_scores(SYSTEM)


@every(minutes=1)
def ask_what_next() -> None:
    """Ask the week's question where its time has come."""
    with atomic():
        commands.ask_due(SYSTEM)
