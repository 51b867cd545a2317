"""The fold: support hears its own events."""

from app.kernel.events import on
from app.support import commands
from app.support.events import SupportGiven, SupportWithdrawn


@on(SupportGiven)
def count_in(event: SupportGiven) -> None:
    """Fold what waits for this idea; after the first of a batch nothing is left."""
    commands.fold(event.idea_id)


@on(SupportWithdrawn)
def count_out(event: SupportWithdrawn) -> None:
    """The same, the other way."""
    commands.fold(event.idea_id)
