"""Writing, changing and removing comments."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from app.comments import commands, policies, queries
from app.comments.forms import CommentForm, EditForm
from app.comments.models import Comment, Thread
from app.comments.views.blueprint import about_of, back_to, bp
from app.kernel import pictures
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import invalid, leave_for, page

PLACES = 3
# Where a picture waits, its file's name, what it shows.
Sent = list[tuple[str, str, str]]


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
        sent = _pictures()
        with atomic():
            comment = _say(actor, queries.thread(actor, thread_id), form)
            _add_to(actor, comment, form, sent)
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return invalid("comments/write.html", form=form, thread=thread)
    return leave_for(back_to(actor, thread, comment))


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
        sent = _pictures()
        with atomic():
            _change(actor, queries.get(actor, comment_id), form, sent)
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return _edit_page(form, queries.get(actor, comment_id), thread)
    return leave_for(url_for("comments.show", comment_id=comment_id))


@bp.post("/comments/<int:comment_id>/removal")
@access(SIGNED_IN)
def remove(comment_id: int) -> Response:
    """Take one's own comment away."""
    actor = current_actor()
    with atomic():
        comment = queries.get(actor, comment_id)
        thread = queries.thread(actor, comment.thread_id)
        commands.remove(actor, comment)
    return leave_for(
        back_to(actor, thread, comment), message=_("The comment is removed.")
    )


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
        about=about_of(thread, form.about.data or ""),
        ran=bool(form.ran.data),
    )


def _add_to(actor: Actor, comment: Comment, form: CommentForm, sent: Sent) -> None:
    for one in sent:
        commands.send_picture(actor, comment, *one)
    if form.wants_answer.data and form.voice.data == "person":
        commands.want_answer(actor, comment)


def _change(actor: Actor, comment: Comment, form: EditForm, sent: Sent) -> None:
    commands.edit(actor, comment, form.body.data or "", form.version.data or 0)
    for picture_id in request.form.getlist("picture_off", type=int):
        commands.detach(actor, comment, picture_id)
    for one in sent:
        commands.send_picture(actor, comment, *one)


def _pictures() -> Sent:
    """Put aside what was sent, before the transaction; no picture is refused."""
    sent: Sent = []
    for place in range(PLACES):
        upload = request.files.get(f"picture_{place}")
        if upload is not None and upload.filename:
            stash = pictures.stash(upload.stream.read())
            alt = request.form.get(f"alt_{place}", "")[:300]
            sent.append((stash, upload.filename[-100:], alt))
    return sent


def _stored(comment: Comment) -> dict[str, object]:
    return {"body": comment.body_source, "version": comment.version}


def _edit_page(form: EditForm, comment: Comment, thread: Thread) -> Response:
    known = queries.pictures_of(comment.id)
    return page(
        "comments/edit.html",
        422 if form.errors else 200,
        form=form,
        comment=comment,
        thread=thread,
        pictures=known,
        places=max(PLACES - len(known), 0),
    )
