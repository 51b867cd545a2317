"""Once a day the head of the chain leaves the machine."""

from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.jobs import every
from app.ledger import commands


@every(minutes=60)
def send_anchor() -> None:
    """Write and send today's head, unless it was sent."""
    with atomic():
        commands.anchor(SYSTEM)
