"""Who may stand behind an idea, who looks at supports, who signs its last goal."""

from dataclasses import dataclass

from app.ideas import policies as ideas
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.policies import even_suspended
from app.support import queries


def may_support(actor: Actor, idea: Idea) -> bool:
    """Any person but the author; whether the idea still takes support is its own."""
    return actor.is_person and actor.id != idea.author_id


def takes_support(idea: Idea) -> bool:
    """Whether a tap would count now, whoever taps."""
    return ideas.may_be_supported(idea, clock.now())


@even_suspended
def may_withdraw(actor: Actor, idea: Idea) -> bool:
    """Any person, until the idea is on sale; the command refuses what comes later."""
    return actor.is_person and idea.state not in ("launched", "retired")


def may_sign_goal(actor: Actor, idea: Idea) -> bool:
    """Whom ideas lets sign: moderator or product, not its author; no supporter."""
    if not ideas.may_sign_goal(actor, idea):
        return False
    return not queries.is_supporter(actor, idea.id)


def may_hold(actor: Actor) -> bool:
    """The machine alone: it may hold support, and never void it."""
    return actor.id == SYSTEM_ID


def may_look_at_supports(actor: Actor) -> bool:
    """Moderators and the product team, of the site or of a space, at the door."""
    grants = getattr(actor, "grants", [])
    return any(grant.role in ("moderator", "product") for grant in grants)


def may_see_supporters(actor: Actor, idea: Idea) -> bool:
    """Whether a person sees every supporter's name: moderator or product."""
    roles = ("moderator", "product")
    return any(actor.has_role(role, idea.space_id) for role in roles)


def may_rule(actor: Actor, idea: Idea) -> bool:
    """Whom ideas lets sign its goal; nobody who has a part in its supports."""
    if not ideas.may_sign_goal(actor, idea):
        return False
    return not queries.is_party(actor, idea.id)


def may_find_clean(actor: Actor, idea: Idea) -> bool:
    """A moderator who may rule on its supports."""
    return actor.has_role("moderator", idea.space_id) and may_rule(actor, idea)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the support button of an idea offers one reader."""

    is_mine: bool
    is_own: bool
    is_open: bool
    may_withdraw: bool


def offer(actor: Actor, idea: Idea, *, is_mine: bool) -> Offer:
    """What to draw; asks nothing of the database."""
    return Offer(
        is_mine=is_mine,
        is_own=actor.is_person and actor.id == idea.author_id,
        is_open=takes_support(idea),
        may_withdraw=may_withdraw(actor, idea),
    )


def is_asked_to_sign(actor: Actor, idea: Idea) -> bool:
    """Whether the signature form is shown: the goal is reached, and he may sign."""
    is_reached = idea.state == "supporting" and idea.has_reached_top
    return is_reached and may_sign_goal(actor, idea)
