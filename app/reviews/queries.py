"""Reading reviews, their marks and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people import models as people
from app.people import queries as person_queries
from app.reviews.models import CRITERIA, REVIEW_ROLES, Decision, Review, ReviewScore
from app.spaces import queries as spaces
from app.spaces.queries import rules_of


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """One person's marks by criterion."""

    person_id: int
    name: str
    marks: dict[str, int]
    note: str


def get(review_id: int) -> Review:
    """A review with its idea and author; Missing when there is none."""
    statement = select(Review).options(joinedload(Review.idea).joinedload(Idea.author))
    review = db.session.scalar(statement.where(Review.id == review_id))
    if review is None:
        raise Missing
    return review


def of_idea(idea_id: int) -> Review | None:
    """The newest review of an idea."""
    statement = select(Review).where(Review.idea_id == idea_id)
    return db.session.scalar(statement.order_by(Review.id.desc()).limit(1))


def open_ones() -> list[Review]:
    """Open reviews with their ideas, the oldest first."""
    statement = (
        select(Review)
        .options(joinedload(Review.idea))
        .where(Review.state == "open")
        .order_by(Review.opened_at, Review.id)
    )
    return list(db.session.scalars(statement))


def decided_ones(size: int = 50) -> list[Review]:
    """The latest decided reviews."""
    statement = (
        select(Review)
        .options(joinedload(Review.idea))
        .where(Review.state == "decided")
        .order_by(Review.decided_at.desc(), Review.id.desc())
    )
    return list(db.session.scalars(statement.limit(size)))


def open_count(space_id: int) -> int:
    """How many slots of a space are taken."""
    statement = select(func.count()).select_from(Review)
    taken = statement.where(Review.state == "open", Review.space_id == space_id)
    return db.session.scalar(taken) or 0


def living_decision(review_id: int) -> Decision | None:
    """What was put forward for a review and not withdrawn, with its people."""
    statement = (
        select(Decision)
        .options(joinedload(Decision.maker), joinedload(Decision.signer))
        .where(Decision.review_id == review_id, Decision.withdrawn_at.is_(None))
    )
    return db.session.scalar(statement)


def may_sign_alone(actor: Actor, review: Review, decision: Decision) -> bool:
    """Whether the maker may complete it, because nobody else could."""
    owner_id = spaces.get(review.space_id).budget_owner_id
    if actor.id != decision.maker_id or owner_id not in (None, actor.id):
        return False
    return person_queries.is_only_holder(
        decision.maker_id, ("product",), review.space_id, but=review.idea.author_id
    )


def decisions_of(idea_ids: Sequence[int]) -> list[tuple[int, Decision, datetime]]:
    """Signed decisions of ideas: (idea id, decision, signed at), oldest first."""
    statement = (
        select(Review.idea_id, Decision)
        .join(Decision, Decision.review_id == Review.id)
        .where(Review.idea_id.in_(idea_ids), _is_signed())
        .order_by(Decision.signed_at, Decision.id)
    )
    rows = db.session.execute(statement)
    return [(row[0], row[1], row[1].signed_at or row[1].made_at) for row in rows]


def parked_until(day: date) -> list[Idea]:
    """Parked ideas whose last decision named this day or an earlier one."""
    last = (
        select(func.max(Decision.id))
        .join(Review, Review.id == Decision.review_id)
        .where(Review.idea_id == Idea.id, _is_signed())
        .scalar_subquery()
    )
    statement = (
        select(Idea)
        .join(Decision, Decision.id == last)
        .where(Idea.state == "parked", Decision.park_until <= day)
        .order_by(Idea.id)
    )
    return list(db.session.scalars(statement))


def cards(review_id: int) -> list[ScoreCard]:
    """Score cards by person, in the order they came in."""
    statement = (
        select(ReviewScore)
        .options(joinedload(ReviewScore.person))
        .where(ReviewScore.review_id == review_id)
        .order_by(ReviewScore.id)
    )
    found: dict[int, ScoreCard] = {}
    for score in db.session.scalars(statement):
        name = score.person.display_name
        card = found.setdefault(
            score.person_id, ScoreCard(score.person_id, name, {}, score.note)
        )
        card.marks[score.criterion] = score.score
    return [card for card in found.values() if len(card.marks) == len(CRITERIA)]


def quorum(review: Review) -> int:
    """How many cards are needed: the rule, but not more than there are holders."""
    holders = _holder_count(review.space_id)
    wanted: int = rules_of(review.space_id).reviews.quorum
    return min(wanted, max(holders, 1))


def means(found: Sequence[ScoreCard]) -> dict[str, float]:
    """The mean mark of each criterion over all cards; empty without cards."""
    if not found:
        return {}
    return {
        criterion: sum(card.marks[criterion] for card in found) / len(found)
        for criterion in CRITERIA
    }


def _holder_count(space_id: int) -> int:
    grant = people.RoleGrant
    statement = select(func.count(grant.person_id.distinct())).where(
        grant.role.in_(REVIEW_ROLES),
        grant.ended_at.is_(None),
        (grant.space_id == space_id) | grant.space_id.is_(None),
    )
    found: int | None = db.session.scalar(statement)
    return found or 0


def _is_signed() -> ColumnElement[bool]:
    return Decision.signed_at.is_not(None) & Decision.withdrawn_at.is_(None)
