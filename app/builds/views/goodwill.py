"""What a tester chooses for a build that was late."""

from collections.abc import Callable

from flask import Response, request
from flask_babel import gettext as _

from app.builds import commands, queries
from app.builds.forms import GoodwillForm
from app.builds.models import Goodwill
from app.builds.views.blueprint import bp
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, invalid, page


@bp.route("/builds/<int:number>/goodwill", methods=["GET", "POST"])
@access(SIGNED_IN)
def goodwill(number: int) -> Response:
    """Choose one of three; another choice replaces it until it is kept."""
    mine = _mine(number)
    form = GoodwillForm(choice=mine.choice or None, question=mine.question)
    if request.method == "POST":
        if form.validate() and _chosen(number, form):
            words = _("Thank you for your patience. The team sees what you chose.")
            return done("builds.goodwill", number=number, message=words)
        return _shown(invalid, number, form)
    return _shown(page, number, form)


def _chosen(number: int, form: GoodwillForm) -> bool:
    try:
        with atomic():
            commands.choose_goodwill(
                current_actor(),
                _mine(number),
                form.choice.data,
                form.question.data or "",
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _shown(
    answer: Callable[..., Response], number: int, form: GoodwillForm
) -> Response:
    mine = _mine(number)
    build = queries.of_train(mine.train_id)
    return answer("builds/goodwill.html", form=form, goodwill=mine, build=build)


def _mine(number: int) -> Goodwill:
    """What the reader was offered; Missing for anybody else."""
    return queries.goodwill_of(current_actor().id or 0, number)
