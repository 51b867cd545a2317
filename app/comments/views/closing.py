"""Closing a conversation with a reason, and opening it again."""

from flask import Response, request
from flask_babel import gettext as _

from app.comments import commands, queries
from app.comments.forms import LockForm
from app.comments.models import Thread
from app.comments.views.blueprint import bp
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import invalid, leave_for, safe_next


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
