"""The weekly question: one tap, and what came of it."""

from flask import Response, request

from app.feedback import commands, policies, queries
from app.feedback.forms import ChoiceForm
from app.feedback.views.blueprint import bp
from app.kernel.db import atomic
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import done, page


@bp.get("/questions")
@access(PUBLIC)
def questions() -> Response:
    """What is asked, and what was answered, week by week."""
    actor = current_actor()
    found = queries.questions_page(actor, request.args.get("after"))
    return page(
        "feedback/questions.html",
        page=found,
        asked=queries.asked_of(actor, found.items),
        may_choose=policies.may_choose(actor),
    )


@bp.get("/questions/<int:train_id>")
@access(PUBLIC)
def question(train_id: int) -> Response:
    """One week's question."""
    actor = current_actor()
    return page(
        "feedback/question.html",
        week=queries.asked_page(actor, train_id),
        may_choose=policies.may_choose(actor),
    )


@bp.post("/questions/<int:train_id>/choice")
@access(SIGNED_IN)
def choose(train_id: int) -> Response:
    """One tap; another one changes it."""
    actor, form = current_actor(), ChoiceForm()
    with atomic():
        found = queries.question_by_id(actor, train_id)
        commands.choose(actor, found, form.idea_id.data or 0)
    shown = {"week": queries.asked_page(actor, train_id), "may_choose": True}
    return done(
        "feedback.question",
        train_id=train_id,
        fragment=("feedback/_question.html", shown),
    )
