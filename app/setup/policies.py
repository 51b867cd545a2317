"""Who may set the site up."""

from app.kernel.actor import SYSTEM_ID, Actor


def may_set_up(actor: Actor) -> bool:
    """Admins, once their second factor is there; and the system at the start."""
    return actor.id == SYSTEM_ID or actor.has_role("admin")
