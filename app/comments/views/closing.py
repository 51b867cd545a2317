"""Closing a conversation, hiding a comment: each with a reason."""

from flask import Response, request
from flask_babel import gettext as _

from app.comments import commands, policies, queries
from app.comments.forms import HideForm, LockForm
from app.comments.models import Thread
from app.comments.views.blueprint import back_to, bp
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import invalid, leave_for, page, safe_next


@bp.route("/comments/<int:comment_id>/concealment", methods=["GET", "POST"])
@access(SIGNED_IN)
def conceal(comment_id: int) -> Response:
    """Hide a comment, with a reason."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    require(policies.may_conceal, actor, comment, thread)
    form = HideForm()
    if request.method == "GET":
        return page("comments/hide.html", form=form, comment=comment)
    try:
        with atomic():
            shown = queries.get(actor, comment_id)
            commands.conceal(actor, shown, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return invalid("comments/hide.html", form=form, comment=comment)
    return leave_for(
        back_to(actor, thread, comment), message=_("The comment is hidden.")
    )


@bp.post("/comments/<int:comment_id>/concealment/end")
@access(SIGNED_IN)
def reveal(comment_id: int) -> Response:
    """Show a hidden comment again."""
    actor = current_actor()
    with atomic():
        comment = queries.get(actor, comment_id)
        thread = queries.thread(actor, comment.thread_id)
        commands.reveal(actor, comment)
    return leave_for(
        back_to(actor, thread, comment), message=_("The comment is shown again.")
    )


@bp.post("/threads/<int:thread_id>/lock")
@access(SIGNED_IN)
def lock(thread_id: int) -> Response:
    """Close a conversation, with a reason."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    form = LockForm()
    try:
        with atomic():
            reason = form.reason.data or ""
            commands.lock(actor, queries.thread(actor, thread_id), reason)
    except Invalid as refusal:
        form.refuse(refusal)
        return invalid("comments/lock.html", form=form, thread=thread)
    return leave_for(_back(thread), message=_("The conversation is closed."))


@bp.post("/threads/<int:thread_id>/unlock")
@access(SIGNED_IN)
def unlock(thread_id: int) -> Response:
    """Open a closed conversation again."""
    actor = current_actor()
    with atomic():
        thread = queries.thread(actor, thread_id)
        commands.unlock(actor, thread)
    return leave_for(_back(thread), message=_("The conversation is open again."))


def _back(thread: Thread) -> str:
    return f"{safe_next(request.form.get('next')) or thread.url}#comments"
