"""What builds do upon their own events."""

from app.builds import commands, queries
from app.builds.events import BuildPublished
from app.kernel.actor import SYSTEM
from app.kernel.events import on


@on(BuildPublished)
def begin_rollout(event: BuildPublished) -> None:
    """What just went out goes to its first devices."""
    commands.widen(SYSTEM, queries.by_ids([event.build_id])[event.build_id])
