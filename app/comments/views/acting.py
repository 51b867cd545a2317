"""One tap on a comment: a reaction, a wish for an answer, a pin; muting a person."""

from collections.abc import Callable

from flask import Response, request
from flask_babel import gettext as _

from app.comments import commands, policies, queries
from app.comments.models import Comment
from app.comments.views.blueprint import back_to, bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import queries as people
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, leave_for, page

nav.add("settings", N_("Whom you mute"), "comments.mutes", SIGNED_IN, order=40)
Act = Callable[[Actor, Comment], None]


@bp.get("/comments/<int:comment_id>/reactions")
@access(SIGNED_IN)
def reactions(comment_id: int) -> Response:
    """Every reaction that this space knows, to choose from."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    require(policies.may_react, actor, comment, thread)
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "comments/_reactions.html" if is_fragment else "comments/reactions.html",
        post=queries.post_of(actor, comment),
        thread=thread,
        kinds=spaces.rules_of(thread.space_id).comments.reactions,
    )


@bp.post("/comments/<int:comment_id>/reactions")
@access(SIGNED_IN)
def react(comment_id: int) -> Response:
    """React, or take a reaction back."""
    actor, off = current_actor(), request.form.get("off")
    with atomic():
        comment = queries.get(actor, comment_id)
        thread = queries.thread(actor, comment.thread_id)
        if off:
            commands.take_back_reaction(actor, comment, off)
        else:
            commands.react(actor, comment, request.form.get("kind", ""))
    post = queries.post_of(actor, comment)
    return leave_for(
        back_to(actor, thread, comment),
        fragment=("comments/_reactions.html", {"post": post, "thread": thread}),
    )


@bp.post("/comments/<int:comment_id>/question")
@access(SIGNED_IN)
def want_answer(comment_id: int) -> Response:
    """Ask the team to answer."""
    return _act(comment_id, commands.want_answer, _("The team has been asked."))


@bp.post("/comments/<int:comment_id>/question/answered")
@access(SIGNED_IN)
def mark_answered(comment_id: int) -> Response:
    """Say that a question is answered."""
    return _act(comment_id, commands.mark_answered, _("Marked as answered."))


@bp.post("/comments/<int:comment_id>/pin")
@access(SIGNED_IN)
def pin(comment_id: int) -> Response:
    """Put an answer on top."""
    return _act(comment_id, commands.pin, _("The answer stands on top now."))


@bp.post("/comments/<int:comment_id>/pin/end")
@access(SIGNED_IN)
def unpin(comment_id: int) -> Response:
    """Take an answer from the top."""
    return _act(comment_id, commands.unpin, _("The answer is back in its place."))


@bp.get("/mutes")
@access(SIGNED_IN)
def mutes() -> Response:
    """Whom one mutes."""
    return page("comments/mutes.html", mutes=queries.mutes_of(current_actor().id))


@bp.post("/people/<int:number>/mute")
@access(SIGNED_IN)
def mute(number: int) -> Response:
    """See no more of a person's words."""
    with atomic():
        commands.mute(current_actor(), people.public(number))
    return done("comments.mutes", message=_("You no longer see what they write."))


@bp.post("/people/<int:number>/mute/end")
@access(SIGNED_IN)
def unmute(number: int) -> Response:
    """See a person's words again."""
    with atomic():
        commands.unmute(current_actor(), people.public(number))
    return done("comments.mutes", message=_("You see what they write again."))


def _act(comment_id: int, command: Act, message: str) -> Response:
    actor = current_actor()
    with atomic():
        comment = queries.get(actor, comment_id)
        thread = queries.thread(actor, comment.thread_id)
        command(actor, comment)
    return leave_for(back_to(actor, thread, comment), message=message)
