"""Who enters the team's area."""

from app.kernel.actor import Actor
from app.people.models import Person


def may_enter_staff(actor: Actor) -> bool:
    """Whoever holds a role, for the site or one space, whose rights have begun."""
    grants = getattr(actor, "grants", [])
    return any(actor.has_role(grant.role, grant.space_id) for grant in grants)


def may_see_supports(actor: Actor, person: Person) -> bool:
    """What somebody supports is read by all or by himself alone, as he chose."""
    return person.shows_supports or person.id == actor.id
