"""What is due for ideas, asked again and again."""

from app.ideas import commands
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every


@every(minutes=1)
def expire_due() -> None:
    with atomic():
        commands.expire_due(SYSTEM)


@every(minutes=60)
def return_stale() -> None:
    with atomic():
        commands.return_stale(SYSTEM)


@every(minutes=60)
def care_for_idle_drafts() -> None:
    with atomic():
        commands.warn_idle(SYSTEM)
        commands.purge_idle(SYSTEM)
