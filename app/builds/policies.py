"""Who may plan, fill, move, publish, block, vote and join."""

from app.builds import queries
from app.builds.models import Build
from app.kernel.actor import SYSTEM_ID, Actor


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
    """Everyone signed in who may see it, in the test or not, once it is out."""
    return actor.is_person and build.is_published


def may_fetch(actor: Actor, build: Build) -> bool:
    """Have its files: the crew always, testers once it is out, later everybody."""
    return may_fill(actor, build) or queries.may_fetch(actor, build)


def may_widen(actor: Actor) -> bool:
    """The clock."""
    return actor.id == SYSTEM_ID


def may_join(actor: Actor) -> bool:
    """Everyone signed in."""
    return actor.is_person
