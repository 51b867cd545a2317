"""Who may plan, fill, move, publish, block, vote and join."""

from app.builds import queries
from app.builds.models import Build, Goodwill
from app.kernel.actor import SYSTEM_ID, Actor
from app.spaces import queries as spaces


def may_plan(actor: Actor, space_id: int | None = None) -> bool:
    """Product and engineers of the space, and the clock."""
    return actor.id == SYSTEM_ID or queries.is_crew(actor, space_id)


def may_see_trains(actor: Actor) -> bool:
    """The doors of the team's pages: crew, here or in some space."""
    grants = getattr(actor, "grants", [])
    return any(may_plan(actor, grant.space_id) for grant in grants)


def may_fill(actor: Actor, build: Build) -> bool:
    """Write notes and changes: the crew of the build's space."""
    return may_plan(actor, build.space_id)


def may_publish(actor: Actor, build: Build) -> bool:
    """The crew from the announced time on, and the clock."""
    return may_plan(actor, build.space_id)


def may_block(actor: Actor, build: Build) -> bool:
    """The crew, and the system for a cause that is gone."""
    return may_plan(actor, build.space_id)


def may_vote(actor: Actor, build: Build) -> bool:
    """Everyone signed in who may see it, in the test or not, once it is out.

    Inner testers vote on the candidate before that.
    """
    if not actor.is_person:
        return False
    return build.is_published or queries.tries(actor, build)


def may_join(actor: Actor) -> bool:
    """Everyone signed in."""
    return actor.is_person


def may_halt(actor: Actor, build: Build) -> bool:
    """Product and engineers of the build's space, and the machine itself."""
    return may_plan(actor, build.space_id)


def may_sign_gate(actor: Actor, build: Build) -> bool:
    """The product owner; the product team where nobody is named."""
    owner_id = spaces.get(build.space_id).product_owner_id
    if owner_id is None:
        return actor.has_role("product", build.space_id)
    return actor.id == owner_id


def may_choose(actor: Actor, goodwill: Goodwill) -> bool:
    """Whoever it was offered to."""
    return actor.id == goodwill.person_id


def may_keep(actor: Actor, build: Build) -> bool:
    """The product team of the build's space."""
    return actor.has_role("product", build.space_id)


def may_keep_hooks(actor: Actor, space_id: int) -> bool:
    """Whoever makes the builds of a space opens its door for machines."""
    return queries.is_crew(actor, space_id)
