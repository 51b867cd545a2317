"""What is due for ideas, asked again and again."""

from app.ideas import commands, runner
from app.kernel import pictures
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every, job


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


@job("ideas.prepare_pictures")
@every(minutes=1)
def prepare_pictures() -> None:
    runner.prepare_pictures()


@every(minutes=60)
def sweep_stashes() -> None:
    pictures.sweep()
