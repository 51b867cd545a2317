"""Bugs as readers see them: report, follow, try the fix, open again."""

from typing import Any

from flask import Response, make_response, request
from flask_babel import gettext as _

from app.comments import queries as comments
from app.comments.policies import may_comment
from app.feedback import commands, policies, queries
from app.feedback.forms import (
    GROUP_LABELS,
    SEVERITY_LABELS,
    STATE_LABELS,
    ReopenForm,
)
from app.feedback.views.blueprint import bp
from app.kernel import clock, storage
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Missing
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


@bp.get("/bugs/<int:number>/log")
@access(SIGNED_IN)
def log(number: int) -> Response:
    """The log of a bug, as a file: for its reporter and the crew."""
    found = queries.visible_to(current_actor()).get(number)
    require(policies.may_read_log, current_actor(), found)
    kept = queries.log_of(found.id)
    if kept is None:
        raise Missing
    answer = make_response(storage.get(kept.name))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    file_name = f"bug-{found.number}.log"
    answer.headers["Content-Disposition"] = f"attachment; filename={file_name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/bugs/<int:number>/log/removal")
@access(SIGNED_IN)
def remove_log(number: int) -> Response:
    """Take one's log back."""
    actor = current_actor()
    with atomic():
        commands.remove_log(actor, queries.visible_to(actor).get(number))
    return done("feedback.bug", number=number, message=_("The log is gone."))


@bp.post("/bugs/<int:number>/sighting")
@access(SIGNED_IN)
def sight(number: int) -> Response:
    """Mine is another one."""
    actor = current_actor()
    with atomic():
        known = commands.sight(actor, queries.visible_to(actor).get(number))
    words = _("Noted. You will hear what becomes of it.")
    return done("feedback.bug", number=known.number, message=words)


@bp.post("/bugs/<int:number>/sighting/withdrawal")
@access(SIGNED_IN)
def lose_sight(number: int) -> Response:
    """It is not mine after all."""
    actor = current_actor()
    with atomic():
        commands.lose_sight(actor, queries.visible_to(actor).get(number))
    return done("feedback.bug", number=number, message=_("Taken back."))


@bp.post("/bugs/<int:number>/readers")
@access(SIGNED_IN)
def set_readers(number: int) -> Response:
    """Everybody reads it, or only the reporter and the team."""
    actor = current_actor()
    is_public = request.form.get("public") == "y"
    act = commands.make_public if is_public else commands.make_private
    with atomic():
        act(actor, queries.visible_to(actor).get(number))
    return done("feedback.bug", number=number, message=_("Saved."))


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
    may_read_log = policies.may_read_log(actor, found)
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
        "is_own": is_own,
        "sees_device": is_own or is_crew,
        "log": queries.log_of(found.id) if may_read_log else None,
        "beside": queries.beside(actor, found.id),
        "may_sight": policies.may_sight(actor, found) and not is_own,
        "may_make_private": policies.may_make_private(actor, found),
        "may_make_public": policies.may_make_public(actor, found),
        "now": clock.now(),
    }
