"""Bugs as readers see them: report, follow, try the fix, open again."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import queries as builds
from app.comments import queries as comments
from app.comments.policies import may_comment
from app.feedback import commands, policies, queries
from app.feedback.forms import (
    GROUP_LABELS,
    SEVERITY_LABELS,
    STATE_LABELS,
    BugForm,
    ReopenForm,
)
from app.feedback.views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import done, invalid, page


@bp.get("/bugs")
@access(PUBLIC)
def bugs() -> Response:
    """Every bug one may see, newest first, or those of one group."""
    group = request.args.get("group", "")
    found = queries.list_page(current_actor(), group, request.args.get("after"))
    return page("feedback/bugs.html", page=found, group=group, groups=GROUP_LABELS)


@bp.get("/bugs/<int:number>")
@access(PUBLIC)
def bug(number: int) -> Response:
    """One bug: its words, its engineer, its steps, its conversation."""
    return page("feedback/bug.html", **_context(current_actor(), number))


@bp.route("/builds/<int:number>/bugs/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def new(number: int) -> Response:
    """Report what goes wrong in a build; a refused report comes back filled."""
    actor, form = current_actor(), BugForm()
    build = builds.visible_to(actor).get(number)
    require(policies.may_file, actor, build)
    if request.method == "GET":
        return page("feedback/new.html", form=form, build=build)
    if form.validate():
        try:
            with atomic():
                found = builds.visible_to(actor).get(number)
                filed = commands.file(actor, found, form.bug())
            words = _("Thank you. We have heard it.")
            return done("feedback.bug", number=filed.number, message=words)
        except Invalid as refusal:
            form.refuse(refusal)
    build = builds.visible_to(actor).get(number)
    return invalid("feedback/new.html", form=form, build=build)


@bp.post("/bugs/<int:number>/verification")
@access(SIGNED_IN)
def verify(number: int) -> Response:
    """Tried, and it is mended."""
    actor = current_actor()
    with atomic():
        commands.verify(actor, queries.visible_to(actor).get(number))
    words = _("Thank you for trying it.")
    return done("feedback.bug", number=number, message=words)


@bp.post("/bugs/<int:number>/reopening")
@access(SIGNED_IN)
def reopen(number: int) -> Response:
    """It is still there."""
    actor, form = current_actor(), ReopenForm()
    if not form.validate():
        context = _context(actor, number)
        return invalid("feedback/bug.html", **context | {"form": form})
    with atomic():
        found = queries.visible_to(actor).get(number)
        commands.reopen(actor, found, form.text.data or "")
    return done("feedback.bug", number=number, message=_("It is open again."))


def _context(actor: Actor, number: int) -> dict[str, Any]:
    found = queries.visible_to(actor).get(number)
    thread = comments.thread(actor, found.thread_id)
    is_fixed = found.state == "fixed"
    is_closed = not found.is_open
    is_own = found.reporter_id == actor.id
    is_crew = policies.may_triage(actor, found)
    return {
        "bug": found,
        "thread": thread,
        "comments": comments.conversation(actor, thread),
        "history": queries.history_of(found.id),
        "original": queries.get(actor, found.duplicate_of_id),
        "states": STATE_LABELS,
        "severities": SEVERITY_LABELS,
        "form": ReopenForm(),
        "may_write": may_comment(actor, thread),
        "may_verify": is_fixed and policies.may_verify(actor, found),
        "may_reopen": is_closed and policies.may_reopen(actor, found),
        "is_crew": is_crew,
        "sees_device": is_own or is_crew,
    }
