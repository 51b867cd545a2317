"""What reviews ask for by themselves."""

from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every
from app.reviews import commands


@every(minutes=10)
def open_due_reviews() -> None:
    """Free slots take the achieved ideas that waited longest; parkings end."""
    with atomic():
        commands.open_due(SYSTEM)
        commands.resume_parked(SYSTEM)
