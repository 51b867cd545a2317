"""The review room: marks, a decision, a second signature."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.ideas import queries as ideas
from app.kernel import duties
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.words import N_
from app.reviews import commands, policies, queries
from app.reviews.forms import (
    CAUSE_LABELS,
    CRITERION_LABELS,
    KIND_LABELS,
    OUTCOME_LABELS,
    DecisionForm,
    ScoreForm,
)
from app.reviews.models import Review
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page

bp = Blueprint("reviews_staff", __name__)
nav.add(
    "staff",
    N_("Reviews"),
    "reviews_staff.index",
    policies.may_see_reviews,
    icon="scale",
    order=20,
    switch="goals",
)


@bp.get("/staff/reviews")
@access(policies.may_see_reviews)
def index() -> Response:
    """Open reviews, oldest first, and what was decided lately."""
    return page(
        "reviews/staff/index.html",
        reviews=queries.open_ones(),
        decided=queries.decided_ones(),
        due=_due(),
    )


@bp.get("/staff/reviews/<int:review_id>")
@access(policies.may_see_reviews)
def show(review_id: int) -> Response:
    """One review: its idea, my card, the sealed cards of others, the decision."""
    review = queries.get(review_id)
    return page("reviews/staff/show.html", **_context(review))


@bp.post("/staff/reviews/<int:review_id>/score")
@access(policies.may_see_reviews)
def score(review_id: int) -> Response:
    """Give or change my own marks."""
    actor, form = current_actor(), ScoreForm()
    if form.validate():
        try:
            with atomic():
                review = queries.get(review_id)
                commands.score(actor, review, form.marks(), form.note.data or "")
            return done(
                "reviews_staff.show", review_id=review_id, message=_("Your card is in.")
            )
        except Refusal as no:
            form.refuse(no)
    review = queries.get(review_id)
    return invalid("reviews/staff/show.html", **_context(review, score_form=form))


@bp.post("/staff/reviews/<int:review_id>/decision")
@access(policies.may_see_reviews)
def propose(review_id: int) -> Response:
    """Put a decision forward for the second signature."""
    actor, form = current_actor(), DecisionForm()
    if form.validate():
        try:
            with atomic():
                review = queries.get(review_id)
                commands.propose(actor, review, form.verdict())
            message = _("Put forward. A second person signs it now.")
            return done("reviews_staff.show", review_id=review_id, message=message)
        except Refusal as no:
            form.refuse(no)
    review = queries.get(review_id)
    return invalid("reviews/staff/show.html", **_context(review, decision_form=form))


@bp.post("/staff/reviews/<int:review_id>/signature")
@access(policies.may_see_reviews)
def sign(review_id: int) -> Response:
    """Sign what was put forward, exactly as it was read."""
    actor = current_actor()
    with atomic():
        review = queries.get(review_id)
        commands.sign(actor, review, request.form.get("seen", ""))
    return done(
        "reviews_staff.show", review_id=review_id, message=_("Decided and published.")
    )


def _due() -> dict[int, duties.Duty]:
    """When each result is owed, by idea."""
    return {duty.subject_id: duty for duty in duties.open_ones(["review"])}


def _context(
    review: Review,
    score_form: ScoreForm | None = None,
    decision_form: DecisionForm | None = None,
) -> dict[str, Any]:
    actor = current_actor()
    cards = queries.cards(review.id)
    mine = next((card for card in cards if card.person_id == actor.id), None)
    decision = queries.living_decision(review.id)
    need = queries.quorum(review)
    space = spaces.get(review.space_id)
    is_complete = len(cards) >= need
    return {
        "review": review,
        "idea": ideas.by_ids(actor, [review.idea_id])[review.idea_id],
        "duty": duties.find("review", ("idea", review.idea_id)),
        "cards": cards,
        "mine": mine,
        "means": queries.means(cards) if is_complete else {},
        "need": need,
        "is_complete": is_complete,
        "decision": decision,
        "may_score": policies.may_score(actor, review.idea),
        "may_propose": policies.may_propose(actor, review.idea),
        "may_sign": decision is not None
        and policies.may_sign(actor, review.idea, decision, space),
        "may_sign_alone": decision is not None
        and queries.may_sign_alone(actor, review, decision),
        "score_form": score_form or _filled(mine),
        "decision_form": decision_form or DecisionForm(kind=review.idea.outcome),
        "criteria": CRITERION_LABELS,
        "outcomes": dict(OUTCOME_LABELS),
        "kinds": dict(KIND_LABELS),
        "causes": dict(CAUSE_LABELS),
    }


def _filled(mine: queries.ScoreCard | None) -> ScoreForm:
    """My card as I gave it, so that it can be changed."""
    if mine is None:
        return ScoreForm()
    return ScoreForm(
        data={**{key: str(mark) for key, mark in mine.marks.items()}, "note": mine.note}
    )
