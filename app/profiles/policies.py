"""Who enters the team's area."""

from app.kernel.actor import Actor


def may_enter_staff(actor: Actor) -> bool:
    """Whoever holds a role, for the site or one space, whose rights have begun."""
    grants = getattr(actor, "grants", [])
    return any(actor.has_role(grant.role, grant.space_id) for grant in grants)
