"""Who may plan, fill, move, publish, block, vote and join."""

from app.builds import queries
from app.builds.models import Build, Channel, EnrolmentRemoval, Goodwill
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.policies import even_suspended
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


def may_fetch(actor: Actor, build: Build) -> bool:
    """Have its files: the crew always, testers once it is out, later everybody."""
    return may_fill(actor, build) or queries.may_fetch(actor, build)


def may_widen(actor: Actor) -> bool:
    """The clock."""
    return actor.id == SYSTEM_ID


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
