"""Who may shape spaces and the site."""

from app.kernel.actor import SYSTEM_ID, Actor


def may_manage(actor: Actor) -> bool:
    """Admins, and the system at set-up."""
    return actor.id == SYSTEM_ID or actor.has_role("admin")
