"""Who may read the books, and who keeps them.

Posting itself has no policy here: the higher domain that posts has asked its own.
"""

from app.kernel.actor import Actor
from app.ledger import queries


def may_read(actor: Actor) -> bool:
    """Finance and auditors."""
    return actor.has_role("finance") or actor.has_role("auditor")


def keeps_books(actor: Actor) -> bool:
    """Whoever reads the books does so for good, once something is in them."""
    return may_read(actor) and queries.head()[0] > 0


def may_keep(actor: Actor) -> bool:
    """Finance: manual journals and the sealing of periods."""
    return actor.has_role("finance")
