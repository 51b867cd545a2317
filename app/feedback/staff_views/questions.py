"""The team's answer to what was chosen."""

from flask import Response, request
from flask_babel import gettext as _

from app.feedback import commands, policies, queries
from app.feedback.forms import QuestionForm
from app.feedback.queries import Asked
from app.feedback.staff_views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page


@bp.route("/staff/questions/<int:train_id>", methods=["GET", "POST"])
@access(policies.may_see_questions)
def question(train_id: int) -> Response:
    """What was chosen, and what is taken of it."""
    actor = current_actor()
    shown = _mine(actor, train_id)
    form = QuestionForm.about(shown)
    if request.method == "GET":
        return page("feedback/staff/question.html", one=shown, form=form)
    if form.validate():
        try:
            with atomic():
                found = _mine(actor, train_id).question
                taken, words = form.taken.data, form.text.data or ""
                commands.answer_question(actor, found, taken, words)
            return done("feedback.question", train_id=train_id, message=_("Saved."))
        except Refusal as refusal:
            form.refuse(refusal)
    shown = _mine(actor, train_id)
    return invalid("feedback/staff/question.html", one=shown, form=form)


def _mine(actor: Actor, train_id: int) -> Asked:
    shown = queries.asked_page(actor, train_id)
    require(policies.may_answer_question, actor, shown.question)
    return shown
