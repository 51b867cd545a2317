"""The ladder: taking over the tally, crossing rungs, signing the goal, expiry."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.ideas import policies, queries
from app.ideas.commands import refusals
from app.ideas.commands.moving import (
    Reason,
    clear,
    game_of,
    grant_licence,
    lock,
    move_to,
    record_step,
    set_clock,
)
from app.ideas.events import RungReached
from app.ideas.models import Idea, IdeaRung
from app.ideas.rules import next_rung
from app.kernel import approvals, audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.approvals import Approval
from app.kernel.db import db, insert_once
from app.kernel.errors import Missing
from app.kernel.events import emit
from app.kernel.policies import require
from app.people import queries as people
from app.spaces import queries as spaces

GOAL = "ideas.goal"
Crossing = tuple[int, datetime]


def record_tally(
    actor: Actor,
    idea_id: int,
    counted: int,
    crossings: Sequence[Crossing] = (),
) -> None:
    """Take over what support counted, and the rungs it crossed.

    `crossings` are (n, at) with n from 1, each dated by the support that reached it.
    Known, skipped or too late ones change nothing, so a fold may run twice.
    """
    idea = db.session.get(Idea, idea_id)
    if idea is None:
        raise Missing
    lock(idea)
    for n, at in sorted(crossings):
        _cross(actor, idea, n, at)
    idea.count(counted)
    db.session.flush()


def record_held(actor: Actor, idea_id: int, held: int) -> None:
    """Take over how many supports still wait for a verdict; expiry waits with them."""
    require(policies.may_record, actor)
    idea = db.session.get(Idea, idea_id)
    if idea is None:
        raise Missing
    lock(idea)
    idea.held_count = held
    db.session.flush()


def sign_goal(actor: Actor, idea: Idea) -> bool:
    """Confirm that the last goal was reached; two people. True once it is done.

    The first call puts it forward, the second, by another person, completes it; where
    nobody else may, the same person does so later, and the log says it. That a signer
    is no supporter is asked by support, which knows.
    """
    require(policies.may_sign_goal, actor, idea)
    lock(idea)
    if idea.state != "supporting" or idea.topped_at is None:
        raise refusals.GoalNotReached
    sha = goal_hash(idea)
    begun = approvals.of(GOAL, "idea", idea.id)
    if begun is None or begun.subject_hash != sha:
        approvals.make(actor, GOAL, "idea", idea.id, sha)
        return False
    reason = _second_signature(actor, idea, begun)
    clear(actor, idea, "audit_clean")
    move_to(actor, idea, "achieved", reason)
    grant_licence(actor, idea, "evaluation")
    return True


def _second_signature(actor: Actor, idea: Idea, begun: Approval) -> Reason:
    """Another person completes it; or the same one, where nobody else may sign."""
    signers = ("moderator", "product")
    is_maker = begun.maker_id == actor.id
    if is_maker and people.is_only_holder(
        begun.maker_id, signers, idea.space_id, but=idea.author_id
    ):
        approvals.require_waited(begun.made_at, spaces.wait_alone(idea.space_id))
        approvals.alone(actor, GOAL, "idea", idea.id, begun.subject_hash)
        return Reason("goal_signed_alone")
    approvals.check(actor, GOAL, "idea", idea.id, begun.subject_hash)
    return Reason("goal_signed")


def goal_hash(idea: Idea) -> str:
    """What the two people sign: this idea, this goal, reached at this instant."""
    reached = idea.topped_at.isoformat() if idea.topped_at else ""
    plain = f"{idea.id}:{idea.top_rung}:{reached}"
    return hashlib.sha256(plain.encode()).hexdigest()


def expire_due(actor: Actor) -> int:
    """End the ideas whose time ran out, after the grace; running twice is no matter.

    An idea at its last goal waits for its two signatures instead, a hidden one stands
    still, and one that open verdicts could still carry waits for them a while.
    """
    over = (
        select(Idea)
        .where(
            Idea.state == "supporting",
            Idea.topped_at.is_(None),
            Idea.deadline_at < clock.now(),
            ~queries.concealed(),
        )
        .order_by(Idea.deadline_at, Idea.id)
    )
    return sum(_expire(actor, idea) for idea in db.session.scalars(over).all())


def confirm_outcome(actor: Actor, idea: Idea, outcome: str) -> None:
    """Settle at the decision whether an idea becomes a product or an improvement."""
    require(policies.may_confirm_outcome, actor, idea)
    lock(idea)
    if idea.outcome == outcome:
        return
    values = {"from": idea.outcome, "to": outcome}
    idea.outcome = outcome
    idea.version += 1
    audit.record(actor, "ideas.confirm_outcome", "idea", idea.id, values=values)
    db.session.flush()


def _cross(actor: Actor, idea: Idea, n: int, at: datetime) -> None:
    ladder = game_of(idea).ladder
    is_next = n == idea.rungs_crossed + 1 and n <= len(ladder)
    if not is_next or idea.next_rung is None or idea.state != "supporting":
        return
    if not policies.may_be_supported(idea, at):
        return
    threshold = ladder[n - 1]
    row = IdeaRung(idea_id=idea.id, n=n, threshold=threshold, reached_at=at)
    if insert_once(row) is None:
        return
    before = idea.deadline_at
    idea.rungs_crossed = n
    idea.next_rung = next_rung(game_of(idea), n)
    if n == len(ladder):
        _reach_top(idea, at)
    set_clock(idea)
    record_step(actor, idea, before, Reason("rung_reached"))
    values = {"rung": n, "threshold": threshold}
    audit.record(actor, "ideas.rung_reached", "idea", idea.id, values=values)
    emit(RungReached(idea_id=idea.id, rung=n, threshold=threshold))
    db.session.flush()


def _reach_top(idea: Idea, at: datetime) -> None:
    idea.topped_at = at
    days = game_of(idea).goal_business_days
    duties.open(
        kind="goal",
        subject=("idea", idea.id),
        owner_role="moderator",
        due_at=duties.business_days(days, clock.now(), site.get("timezone")),
        space_id=idea.space_id,
        waiting_id=idea.author_id,
    )


def _expire(actor: Actor, idea: Idea) -> bool:
    lock(idea)
    if idea.state != "supporting" or idea.topped_at is not None:
        return False
    if idea.deadline_at is None or clock.now() <= _waits_until(idea, idea.deadline_at):
        return False
    move_to(actor, idea, "expired", Reason("time_ran_out"))
    return True


def _waits_until(idea: Idea, deadline: datetime) -> datetime:
    """The end of the grace; of the longer wait where verdicts could reach the goal."""
    game = game_of(idea)
    grace = deadline + timedelta(hours=game.grace_hours)
    could_reach = idea.support_count + idea.held_count >= (idea.next_rung or 0)
    if not idea.held_count or not could_reach:
        return grace
    zone = site.get("timezone")
    days = game.verdict_business_days
    return max(grace, duties.business_days(days, deadline, zone))
