"""The moderators' queue: one idea at a time, the oldest due first."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.ideas import commands, policies, queries
from app.ideas.forms import FIX_ROWS, FixesForm, NewTermsForm, RefusalForm
from app.ideas.models import CRITERIA_LABELS, Idea
from app.ideas.queries import Waiting
from app.kernel import clock, site
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid, Refusal
from app.kernel.words import N_
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, page

bp = Blueprint("ideas_staff", __name__)
nav.add(
    "staff",
    N_("Moderation"),
    "ideas_staff.queue",
    policies.may_see_queue,
    icon="inbox",
    order=10,
)
nav.add(
    "staff",
    N_("Terms"),
    "ideas_staff.terms",
    policies.may_publish_terms,
    icon="file-text",
    order=92,
)


@bp.get("/staff/queue")
@access(policies.may_see_queue)
def queue() -> Response:
    """What waits, oldest due first."""
    waiting = queries.queue(current_actor())
    return page("ideas/staff/queue.html", waiting=waiting, now=clock.now())


@bp.get("/staff/queue/<int:number>")
@access(policies.may_see_queue)
def item(number: int) -> Response:
    """One idea in full, with what may be decided about it."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    if idea.opened_at is None and policies.may_rule(actor, idea):
        with atomic():
            commands.open_item(actor, idea)
    return _item_page(actor, idea, FixesForm(), RefusalForm())


@bp.post("/staff/queue/<int:number>/publication")
@access(policies.may_see_queue)
def publish(number: int) -> Response:
    """Let it gather support."""
    _rule(number, commands.publish)
    return _next(_("Published."))


@bp.post("/staff/queue/<int:number>/fixes")
@access(policies.may_see_queue)
def ask_fixes(number: int) -> Response:
    """Send it back with what to change."""
    actor = current_actor()
    form = FixesForm()
    try:
        _rule(number, lambda who, idea: commands.ask_fixes(who, idea, form.fixes()))
    except Invalid as refusal:
        form.refuse(refusal)
        idea = queries.visible_to(actor).get(number)
        return _item_page(actor, idea, form, RefusalForm(MultiDict()))
    return _next(_("Sent back to its author."))


@bp.post("/staff/queue/<int:number>/refusal")
@access(policies.may_see_queue)
def reject(number: int) -> Response:
    """Refuse it, for a rule and in words."""
    actor = current_actor()
    form = RefusalForm()
    code, reason = form.code.data or "", form.reason.data or ""
    try:
        _rule(number, lambda who, idea: commands.reject(who, idea, code, reason))
    except Invalid as refusal:
        form.refuse(refusal)
        idea = queries.visible_to(actor).get(number)
        return _item_page(actor, idea, FixesForm(MultiDict()), form)
    return _next(_("Refused, with your reason."))


@bp.post("/staff/ideas/<int:number>/concealment")
@access(policies.may_see_queue)
def conceal(number: int) -> Response:
    """Hide an idea, with a reason; its clock stands still."""
    reason = request.form.get("reason", "")
    _rule(number, lambda who, idea: commands.conceal(who, idea, reason))
    return done("ideas.show", number=number, message=_("The idea is hidden."))


@bp.post("/staff/ideas/<int:number>/concealment/end")
@access(policies.may_see_queue)
def reveal(number: int) -> Response:
    """Show it again."""
    _rule(number, commands.reveal)
    return done("ideas.show", number=number, message=_("The idea is shown again."))


def _rule(number: int, command: Callable[[Actor, Idea], None]) -> None:
    actor = current_actor()
    with atomic():
        command(actor, queries.visible_to(actor).get(number))


def _next(message: str) -> Response:
    """On to the next one that waits, else the empty queue."""
    waiting = queries.queue(current_actor())
    if not waiting:
        return done("ideas_staff.queue", message=message)
    number = waiting[0].idea.number
    return done("ideas_staff.item", number=number, message=message)


def _item_page(
    actor: Actor, idea: Idea, fixes_form: FixesForm, refusal_form: RefusalForm
) -> Response:
    fixes_form.offer()
    waiting = queries.queue(actor)
    revisions = queries.revisions_of(idea.id)
    has_errors = bool(fixes_form.errors or refusal_form.errors)
    return page(
        "ideas/staff/item.html",
        422 if has_errors else 200,
        idea=idea,
        revision=revisions[-1],
        before=revisions[-2] if len(revisions) > 1 else None,
        pictures=queries.pictures_of(idea.id),
        asked=queries.fixes_of(idea.id, idea.tries - 1),
        criteria=CRITERIA_LABELS,
        may_rule=policies.may_rule(actor, idea),
        due_at=queries.due_of(idea, "gate"),
        waiting=waiting,
        beside=_beside(waiting, idea),
        now=clock.now(),
        fixes_form=fixes_form,
        refusal_form=refusal_form,
        rows=range(1, FIX_ROWS + 1),
    )


def _beside(waiting: list[Waiting], idea: Idea) -> tuple[Idea | None, Idea | None]:
    """The one before and the one after in the queue."""
    ids = [row.idea.id for row in waiting]
    if idea.id not in ids:
        return None, waiting[0].idea if waiting else None
    place = ids.index(idea.id)
    before = waiting[place - 1].idea if place else None
    after = waiting[place + 1].idea if place + 1 < len(waiting) else None
    return before, after


@bp.route("/staff/terms", methods=("GET", "POST"))
@access(policies.may_publish_terms)
def terms() -> Response:
    """The versions of the terms; a new one begins from the words of the newest."""
    today = clock.today(site.get("timezone"))
    form = NewTermsForm(data={**queries.newest_terms(), "effective_on": today})
    for lang in {"en", *site.get("languages")}:
        form[lang].flags.required = True
    if request.method == "POST" and form.validate():
        try:
            with atomic():
                day = form.effective_on.data or today
                commands.publish_terms(current_actor(), form.texts(), day)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done("ideas_staff.terms", message=_("The new terms are published."))
    return page(
        "ideas/staff/terms.html",
        422 if form.errors else 200,
        form=form,
        page=queries.terms_page(request.args.get("after")),
        now=clock.now(),
    )
