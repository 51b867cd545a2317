"""Who may shape spaces and the site, and who may invite."""

from app.kernel.actor import SYSTEM_ID, Actor
from app.spaces.models import Space


def may_manage(actor: Actor) -> bool:
    """Admins, and the system at set-up."""
    return actor.id == SYSTEM_ID or actor.has_role("admin")


def may_invite(actor: Actor, space: Space) -> bool:
    """Admins and the product team of a space."""
    return may_manage(actor) or actor.has_role("product", space.id)


def may_invite_anywhere(actor: Actor) -> bool:
    """Whoever may invite into any space: who enters the pages of it."""
    grants = getattr(actor, "grants", [])
    return may_manage(actor) or any(grant.role == "product" for grant in grants)


def may_accept(actor: Actor) -> bool:
    """Anyone signed in who holds a link."""
    return actor.is_person
