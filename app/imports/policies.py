"""Who may bring data in."""

from app.kernel.actor import SYSTEM_ID, Actor


def may_import(actor: Actor) -> bool:
    """Admins, and whoever owns the machine."""
    return actor.id == SYSTEM_ID or actor.has_role("admin")
