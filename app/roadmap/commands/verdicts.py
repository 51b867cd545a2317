"""A supported improvement is taken up, or declined, by two people in one form.

No score card and no deed: a public reason and, for a no, what would change our mind.
"""

from dataclasses import dataclass

from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.kernel import approvals, audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.text import weight
from app.kernel.words import N_
from app.roadmap import policies, queries
from app.roadmap.commands.items import plan
from app.roadmap.models import RoadmapItem, TakeUp
from app.spaces import queries as spaces


class NotAnImprovement(Conflict):
    code = "not_an_improvement"
    text = N_(
        "Only an improvement can be taken up here; a product goes through review."
    )


class NotSupporting(Conflict):
    code = "not_supporting"
    text = N_("This idea is not gathering support now.")


class TakeUpReasonShort(Invalid):
    code = "take_up_reason_short"
    text = N_("Say why in at least %(least)s letters: everyone reads this.")


class TakeUpMindMissing(Invalid):
    code = "take_up_mind_missing"
    text = N_("Say what would change our mind.")


class NothingToSign(Conflict):
    code = "nothing_to_sign"
    text = N_("Nobody has put this forward yet.")


@dataclass(frozen=True, slots=True)
class Reason:
    """The public words of a take-up or a decline."""

    text: str
    change_our_mind: str = ""


def take_up(actor: Actor, idea: Idea, reason: Reason) -> TakeUp:
    """Put an improvement forward for the roadmap; a second person signs."""
    return propose(actor, idea, "take_up", reason)


def decline(actor: Actor, idea: Idea, reason: Reason) -> TakeUp:
    """Put a no forward, with what would change our mind; a second person signs."""
    return propose(actor, idea, "decline", reason)


def propose(actor: Actor, idea: Idea, verdict: str, reason: Reason) -> TakeUp:
    """Write down one person's wish; a newer one takes the place of one not signed."""
    require(policies.may_take_up, actor, idea)
    _check(idea, verdict, reason)
    living = queries.living_take_up(idea.id)
    if living is not None:
        living.withdrawn_at = clock.now()
    row = TakeUp(
        idea_id=idea.id,
        verdict=verdict,
        reason=reason.text.strip(),
        change_our_mind=reason.change_our_mind.strip(),
        maker_id=actor.id,
    )
    db.session.add(row)
    audit.record(actor, f"roadmap.{verdict}.made", "idea", idea.id)
    db.session.flush()
    return row


def sign_take_up(actor: Actor, idea: Idea, take_up_id: int) -> RoadmapItem | None:
    """Sign as the second person: the item is made, or the idea declined.

    Where nobody else of the product team may, the same person signs after a wait.
    """
    row = queries.living_take_up(idea.id)
    if row is None or row.id != take_up_id:
        raise NothingToSign
    if queries.may_sign_alone(actor, idea, row):
        wait = spaces.wait_alone(idea.space_id, is_improvement=True)
        approvals.require_waited(row.made_at, wait)
        audit.record(actor, f"roadmap.{row.verdict}.alone", "idea", idea.id)
    else:
        space = spaces.get(idea.space_id)
        require(policies.may_sign_take_up, actor, idea, row, space)
        row.signer_id = actor.id
        audit.record(actor, f"roadmap.{row.verdict}.signed", "idea", idea.id)
    row.signed_at = clock.now()
    db.session.flush()
    if row.verdict == "decline":
        ideas.move(actor, idea, "declined", "take_up_declined", row.reason)
        return None
    ideas.move(actor, idea, "approved", "taken_up", row.reason)
    return plan(actor, idea, kind="improvement", body=row.reason)


def _check(idea: Idea, verdict: str, reason: Reason) -> None:
    rules = spaces.rules_of(idea.space_id).roadmap
    if idea.state != "supporting":
        raise NotSupporting
    if idea.outcome != "improvement":
        raise NotAnImprovement
    least = rules.least_decline_text if verdict == "decline" else rules.least_reason
    if weight(reason.text.strip()) < least:
        raise TakeUpReasonShort(least=least, field="text")
    if verdict == "decline" and not reason.change_our_mind.strip():
        raise TakeUpMindMissing(field="change_our_mind")
