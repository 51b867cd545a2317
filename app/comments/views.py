"""Writing, changing and removing comments; closing a conversation."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.comments import commands, policies, queries
from app.comments.forms import CommentForm, EditForm, HideForm, LockForm
from app.comments.models import Comment, Thread
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import EditConflict, Invalid
from app.kernel.policies import require
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import invalid, leave_for, page, safe_next

bp = Blueprint("comments", __name__)


@bp.post("/threads/<int:thread_id>/comments")
@access(SIGNED_IN)
def create(thread_id: int) -> Response:
    """Say something; what was written is never lost on a refusal."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    form = CommentForm()
    if not form.validate():
        return invalid("comments/write.html", form=form, thread=thread)
    try:
        with atomic():
            comment = _say(actor, queries.thread(actor, thread_id), form)
    except Invalid as refusal:
        form.refuse(refusal)
        return invalid("comments/write.html", form=form, thread=thread)
    return leave_for(f"{_back(thread)}#comment-{comment.id}")


@bp.route("/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@access(SIGNED_IN)
def edit(comment_id: int) -> Response:
    """Change one's own words."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    require(policies.may_edit, actor, comment)
    form = EditForm(data=_stored(comment))
    if request.method == "GET" or not form.validate():
        return _edit_page(form, comment, thread)
    try:
        with atomic():
            mine = queries.get(actor, comment_id)
            commands.edit(actor, mine, form.body.data or "", form.version.data or 0)
    except (Invalid, EditConflict) as refusal:
        form.refuse(refusal)
        return _edit_page(form, queries.get(actor, comment_id), thread)
    return leave_for(f"{thread.url}#comment-{comment_id}")


@bp.get("/comments/<int:comment_id>/history")
@access(PUBLIC)
def history(comment_id: int) -> Response:
    """What a comment said before."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    require(policies.may_read, actor, comment, thread)
    return page(
        "comments/history.html",
        comment=comment,
        thread=thread,
        revisions=queries.revisions_of(comment.id),
    )


@bp.post("/comments/<int:comment_id>/removal")
@access(SIGNED_IN)
def remove(comment_id: int) -> Response:
    """Take a comment away."""
    actor = current_actor()
    with atomic():
        comment = queries.get(actor, comment_id)
        thread = queries.thread(actor, comment.thread_id)
        commands.remove(actor, comment)
    back = f"{_back(thread)}#comment-{comment_id}"
    return leave_for(back, message=_("The comment is removed."))


@bp.post("/comments/<int:comment_id>/concealment")
@access(SIGNED_IN)
def conceal(comment_id: int) -> Response:
    """Hide a comment, with a reason."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    form = HideForm()
    try:
        with atomic():
            shown = queries.get(actor, comment_id)
            commands.conceal(actor, shown, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return invalid("comments/hide.html", form=form, comment=comment, thread=thread)
    back = f"{_back(thread)}#comment-{comment_id}"
    return leave_for(back, message=_("The comment is hidden."))


@bp.post("/comments/<int:comment_id>/concealment/end")
@access(SIGNED_IN)
def reveal(comment_id: int) -> Response:
    """Show a hidden comment again."""
    actor = current_actor()
    with atomic():
        comment = queries.get(actor, comment_id)
        thread = queries.thread(actor, comment.thread_id)
        commands.reveal(actor, comment)
    back = f"{_back(thread)}#comment-{comment_id}"
    return leave_for(back, message=_("The comment is shown again."))


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
    back = f"{_back(thread)}#comments"
    return leave_for(back, message=_("The conversation is closed."))


@bp.post("/threads/<int:thread_id>/unlock")
@access(SIGNED_IN)
def unlock(thread_id: int) -> Response:
    """Open a closed conversation again."""
    actor = current_actor()
    with atomic():
        thread = queries.thread(actor, thread_id)
        commands.unlock(actor, thread)
    back = f"{_back(thread)}#comments"
    return leave_for(back, message=_("The conversation is open again."))


@bp.app_context_processor
def _rights() -> dict[str, object]:
    """What `comments/_thread.html` asks wherever it is included."""
    return {"comment_rights": policies}


def _say(actor: Actor, thread: Thread, form: CommentForm) -> Comment:
    words, parent_id = form.body.data or "", form.parent_id.data
    if form.voice.data == "answer":
        return commands.answer(actor, thread, words, parent_id)
    if form.voice.data == "team":
        return commands.write_to_team(actor, thread, words, parent_id)
    return commands.write(
        actor,
        thread,
        words,
        parent_id=parent_id,
        about=form.about.data or None,
        ran=bool(form.ran.data),
    )


def _stored(comment: Comment) -> dict[str, object]:
    return {"body": comment.body_source, "version": comment.version}


def _edit_page(form: EditForm, comment: Comment, thread: Thread) -> Response:
    status = 422 if form.errors else 200
    return page("comments/edit.html", status, form=form, comment=comment, thread=thread)


def _back(thread: Thread) -> str:
    return safe_next(request.form.get("next")) or thread.url
