"""Sending an idea and taking it out again, following it."""

from collections.abc import Callable

from flask import Response, request
from flask_babel import gettext as _

from app.ideas import commands, policies, queries
from app.ideas.forms import SendForm
from app.ideas.models import Idea
from app.ideas.views.blueprint import bp
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, page
from app.web.i18n import pick


@bp.route("/ideas/<int:number>/submission", methods=["GET", "POST"])
@access(SIGNED_IN)
def submit(number: int) -> Response:
    """The last look before it is sent: similar ideas, the terms, what comes next."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    require(policies.may_submit, actor, idea)
    form = SendForm(data={"version": idea.version})
    if request.method == "GET" or not form.validate():
        return _send_page(actor, idea, form)
    try:
        with atomic():
            mine = queries.visible_to(actor).get(number)
            version, ticked = form.version.data or 0, bool(form.terms.data)
            commands.submit(
                actor,
                mine,
                version,
                accepts_terms=ticked,
                has_seen_similar="similar" in request.form,
            )
            is_public = commands.publish_by_rule(SYSTEM, mine)
    except Refusal as refusal:
        form.refuse(refusal)
        return _send_page(actor, queries.visible_to(actor).get(number), form)
    said = _("Your idea is public.") if is_public else _("Your idea is on its way.")
    return done("ideas.show", number=number, message=said)


@bp.post("/ideas/<int:number>/submission/withdrawal")
@access(SIGNED_IN)
def take_back(number: int) -> Response:
    """Leave the queue while nobody has read it."""
    _act(number, commands.take_back)
    return done("ideas.show", number=number, message=_("It is a draft again."))


@bp.post("/ideas/<int:number>/withdrawal")
@access(SIGNED_IN)
def withdraw(number: int) -> Response:
    """Take an idea out for good."""
    _act(number, commands.withdraw)
    return done("ideas.show", number=number, message=_("Your idea is withdrawn."))


@bp.post("/ideas/<int:number>/follow")
@access(SIGNED_IN)
def follow(number: int) -> Response:
    """Hear of it."""
    _act(number, commands.follow)
    return done("ideas.show", number=number, message=_("You will hear of it."))


@bp.post("/ideas/<int:number>/follow/removal")
@access(SIGNED_IN)
def unfollow(number: int) -> Response:
    """Hear no more of it."""
    _act(number, commands.unfollow)
    return done("ideas.show", number=number, message=_("You will hear no more of it."))


def _act(number: int, command: Callable[[Actor, Idea], None]) -> None:
    actor = current_actor()
    with atomic():
        command(actor, queries.visible_to(actor).get(number))


def _send_page(actor: Actor, idea: Idea, form: SendForm) -> Response:
    form.version.data = idea.version
    terms = queries.terms_in(pick())
    known = terms is not None and queries.has_accepted(actor.id or 0, terms.version)
    return page(
        "ideas/submit.html",
        422 if form.errors else 200,
        idea=idea,
        form=form,
        terms=terms,
        has_accepted=known,
        game=queries.game_of(idea),
    )
