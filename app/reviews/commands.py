"""Studying an achieved idea and deciding on it, with a public reason and two people."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.kernel import approvals, audit, clock
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, dialect_insert
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.text import weight
from app.kernel.words import N_
from app.reviews import policies, queries
from app.reviews.events import ReviewDecided, ReviewOpened
from app.reviews.models import (
    CRITERIA,
    KINDS,
    OUTCOMES,
    PARK_CAUSES,
    Decision,
    Review,
    ReviewScore,
)
from app.spaces import queries as spaces

TO_STATE = {"approve": "approved", "park": "parked", "decline": "declined"}


class ScoresMissing(Conflict):
    code = "scores_missing"
    text = N_("%(have)s of %(need)s score cards are in. Decide when all are there.")


class ReasonTooShort(Invalid):
    code = "reason_too_short"
    text = N_("Say why in at least %(least)s letters: the author reads this.")


class MindMissing(Invalid):
    code = "change_our_mind_missing"
    text = N_("Say what would change our mind.")


class BadMarks(Invalid):
    code = "bad_marks"
    text = N_("Give each criterion a mark from 1 to 5.")


class BadVerdict(Invalid):
    code = "bad_verdict"
    text = N_("Choose what to decide.")


class BadParking(Invalid):
    code = "bad_parking"
    text = N_("Parking needs a cause and a day within %(days)s days.")


class ReviewClosed(Conflict):
    code = "review_closed"
    text = N_("This review has been decided.")


class NotProposed(Conflict):
    code = "not_proposed"
    text = N_("Nobody has put a decision forward yet.")


class DecisionChanged(Conflict):
    code = "decision_changed"
    text = N_(
        "The decision changed after you opened it. Read it again before you sign."
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is put forward: outcome, public text, and what would change our mind."""

    outcome: str
    text: str
    kind: str = "product"
    change_our_mind: str = ""
    park_cause: str = ""
    park_until: date | None = None


def open_due(actor: Actor) -> list[Review]:
    """Begin the review of achieved ideas while slots are free, the oldest first."""
    waiting = select(Idea).where(Idea.state == "achieved").order_by(Idea.id)
    opened = []
    for idea in db.session.scalars(waiting).all():
        slots = spaces.rules_of(idea.space_id).reviews.slots
        if queries.open_count(idea.space_id) < slots:
            opened.append(open_review(actor, idea))
    return opened


def open_review(actor: Actor, idea: Idea) -> Review:
    """Begin the study of an achieved idea."""
    require(policies.may_open, actor, idea)
    ideas.move(actor, idea, "in_review", "review_opened")
    review = Review(idea_id=idea.id, space_id=idea.space_id)
    db.session.add(review)
    db.session.flush()
    emit(ReviewOpened(review_id=review.id, idea_id=idea.id))
    return review


def score(actor: Actor, review: Review, marks: dict[str, int], note: str = "") -> None:
    """Give or change one's own marks while the review is open."""
    require(policies.may_score, actor, review.idea)
    _require_open(review)
    if set(marks) != set(CRITERIA) or any(m not in range(1, 6) for m in marks.values()):
        raise BadMarks
    for criterion, mark in marks.items():
        _set_mark(actor, review, criterion, mark, note)
    audit.record(actor, "reviews.score", "review", review.id)


def propose(actor: Actor, review: Review, verdict: Verdict) -> Decision:
    """Put a decision forward; a new one takes the place of one not yet signed."""
    require(policies.may_propose, actor, review.idea)
    _require_open(review)
    _require_scores(review)
    _check(review, verdict)
    _withdraw_living(review)
    decision = Decision(
        review_id=review.id,
        outcome=verdict.outcome,
        kind=verdict.kind,
        public_text=verdict.text.strip(),
        change_our_mind=verdict.change_our_mind.strip(),
        park_cause=verdict.park_cause,
        park_until=verdict.park_until,
        evidence=_evidence(review),
        maker_id=actor.id,
    )
    db.session.add(decision)
    audit.record(actor, "reviews.propose", "review", review.id)
    db.session.flush()
    return decision


def sign(actor: Actor, review: Review, seen: str) -> Decision:
    """Sign what was put forward, as the second person; moves the idea at once.

    Where nobody else may, the same person signs after a wait, and everyone reads it.
    """
    _require_open(review)
    decision = queries.living_decision(review.id)
    if decision is None:
        raise NotProposed
    is_alone = queries.may_sign_alone(actor, review, decision)
    if is_alone:
        approvals.require_waited(decision.made_at, spaces.wait_alone(review.space_id))
    else:
        space = spaces.get(review.space_id)
        require(policies.may_sign, actor, review.idea, decision, space)
    if decision.sha256 != seen:
        raise DecisionChanged
    decision.signer_id = None if is_alone else actor.id
    decision.signed_at = clock.now()
    review.state = "decided"
    review.decided_at = clock.now()
    _carry_out(actor, review, decision)
    act = "reviews.sign_alone" if decision.is_solo else "reviews.sign"
    audit.record(actor, act, "review", review.id)
    db.session.flush()
    return decision


def resume_parked(actor: Actor) -> list[Review]:
    """Ideas whose parking is over come back to review."""
    parked = queries.parked_until(clock.today())
    return [open_review(actor, idea) for idea in parked]


def _carry_out(actor: Actor, review: Review, decision: Decision) -> None:
    idea = review.idea
    if decision.outcome == "approve":
        ideas.confirm_outcome(actor, idea, decision.kind)
    reason = decision.park_cause or decision.outcome
    ideas.move(actor, idea, TO_STATE[decision.outcome], reason, decision.public_text)
    emit(
        ReviewDecided(
            review_id=review.id,
            idea_id=idea.id,
            outcome=decision.outcome,
            kind=decision.kind,
            actor_id=actor.id or SYSTEM.id or 0,
        )
    )


def _check(review: Review, verdict: Verdict) -> None:
    rules = spaces.rules_of(review.space_id).reviews
    if verdict.outcome not in OUTCOMES or verdict.kind not in KINDS:
        raise BadVerdict(field="outcome")
    if weight(verdict.text.strip()) < rules.least_text:
        raise ReasonTooShort(least=rules.least_text, field="text")
    if verdict.outcome == "decline" and not verdict.change_our_mind.strip():
        raise MindMissing(field="change_our_mind")
    if verdict.outcome == "park":
        _check_parking(verdict, rules.longest_park_days)


def _check_parking(verdict: Verdict, longest: int) -> None:
    today = clock.today()
    until = verdict.park_until
    is_near = until is not None and today < until <= today + timedelta(days=longest)
    if verdict.park_cause not in PARK_CAUSES or not is_near:
        raise BadParking(days=longest, field="park_until")


def _require_open(review: Review) -> None:
    if review.state != "open":
        raise ReviewClosed


def _require_scores(review: Review) -> None:
    have, need = len(queries.cards(review.id)), queries.quorum(review)
    if have < need:
        raise ScoresMissing(have=have, need=need)


def _withdraw_living(review: Review) -> None:
    living = queries.living_decision(review.id)
    if living is not None:
        living.withdrawn_at = clock.now()
        db.session.flush()


def _evidence(review: Review) -> dict[str, object]:
    """What the decision rested on, kept as it was that day."""
    cards = queries.cards(review.id)
    return {
        "supporters": review.idea.support_count,
        "cards": len(cards),
        "means": {key: round(mean, 2) for key, mean in queries.means(cards).items()},
    }


def _set_mark(
    actor: Actor, review: Review, criterion: str, mark: int, note: str
) -> None:
    values = {"score": mark, "note": note.strip(), "at": clock.now()}
    statement = dialect_insert(ReviewScore).values(
        review_id=review.id, person_id=actor.id, criterion=criterion, **values
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["review_id", "person_id", "criterion"], set_=values
        )
    )
