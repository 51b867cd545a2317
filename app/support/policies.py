"""Who may stand behind an idea, and who signs that its last goal is reached."""

from dataclasses import dataclass

from app.ideas import policies as ideas
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.actor import Actor
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


def may_sign_goals(actor: Actor) -> bool:
    """Moderators and the product team, at the door."""
    return actor.has_role("moderator") or actor.has_role("product")


def may_sign_goal(actor: Actor, idea: Idea) -> bool:
    """Whom ideas lets sign: moderator or product, not its author; no supporter."""
    if not ideas.may_sign_goal(actor, idea):
        return False
    return not queries.is_supporter(actor, idea.id)


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
