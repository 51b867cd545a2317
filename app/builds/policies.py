"""Who may plan, fill, move, publish, block, vote and join."""

from app.builds import queries
from app.builds.models import Build, Channel, EnrolmentRemoval
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.policies import even_suspended


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


def may_join(actor: Actor) -> bool:
    """Everyone signed in."""
    return actor.is_person


@even_suspended
def may_leave(actor: Actor) -> bool:
    """Everyone signed in: nobody is held."""
    return actor.is_person


def may_keep_channels(actor: Actor, space_id: int | None = None) -> bool:
    """Make and change channels and their passes: product and engineers of a space."""
    return may_plan(actor, space_id)


def may_remove(actor: Actor, channel: Channel, person_id: int) -> bool:
    """The moderators of a space decide who is taken out; nobody about himself."""
    return actor.has_role("moderator", channel.space_id) and actor.id != person_id


def may_see_testers(actor: Actor) -> bool:
    """The doors of the team's pages of channels: crew and moderators, here or there."""
    grants = getattr(actor, "grants", [])
    return any(
        may_plan(actor, grant.space_id) or actor.has_role("moderator", grant.space_id)
        for grant in grants
    )


def may_see_members(actor: Actor, space_id: int) -> bool:
    """The lists of a channel: crew and moderators of its space."""
    return may_plan(actor, space_id) or actor.has_role("moderator", space_id)


@even_suspended
def may_appeal(actor: Actor, removal: EnrolmentRemoval) -> bool:
    """Whom a decision took out."""
    return actor.is_person and actor.id == removal.person_id


def may_answer(actor: Actor, removal: EnrolmentRemoval, space_id: int) -> bool:
    """Another moderator than who decided, or an admin; never whom it is about."""
    is_other = actor.id not in (removal.by_id, removal.person_id)
    looks = actor.has_role("moderator", space_id) or actor.has_role("admin")
    return is_other and looks


def may_count(actor: Actor) -> bool:
    """Only the clock works out scores and lets idle places go."""
    return actor.id == SYSTEM_ID
