"""Reading conversations: earlier comments, one comment, what it said before."""

from datetime import datetime
from itertools import pairwise

from flask import Response, request

from app.comments import commands, policies, queries
from app.comments.models import Comment, CommentRevision
from app.comments.views.blueprint import bp, place_of
from app.kernel.difference import Piece, difference
from app.kernel.errors import Missing
from app.kernel.policies import require
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import leave_for, page


@bp.get("/threads/<int:thread_id>/comments")
@access(PUBLIC)
def index(thread_id: int) -> Response:
    """A conversation on a page of its own, page by page into the past."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    before = request.args.get("before", type=int)
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "comments/_earlier.html" if is_fragment else "comments/index.html",
        thread=thread,
        comments=queries.conversation(actor, thread, before),
        may_write=policies.may_comment(actor, thread),
        before=before,
    )


@bp.get("/comments/<int:comment_id>")
@access(PUBLIC)
def show(comment_id: int) -> Response:
    """On to the page on which a comment stands, and to its place there."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    return leave_for(place_of(actor, thread, comment))


@bp.get("/comments/<int:comment_id>/pictures/<int:key>")
@access(SIGNED_IN)
def picture(comment_id: int, key: int) -> Response:
    """One picture of one's own comment, asked for while it is being prepared."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    require(policies.may_edit, actor, comment)
    known = {row.id: row for row in queries.pictures_of(comment.id)}
    if key not in known:
        raise Missing
    return page("comments/_picture.html", comment=comment, picture=known[key])


@bp.get("/comments/<int:comment_id>/history")
@access(PUBLIC)
def history(comment_id: int) -> Response:
    """What a comment said before, what was changed, when it stood on top."""
    actor = current_actor()
    comment = queries.get(actor, comment_id)
    thread = queries.thread(actor, comment.thread_id)
    require(policies.may_read, actor, comment, thread)
    revisions = queries.revisions_of(comment.id)
    return page(
        "comments/history.html",
        comment=comment,
        first=revisions[0] if revisions else comment,
        changes=_changes(revisions, comment),
        pins=queries.pins_of(comment.id),
    )


@bp.get("/threads/<int:thread_id>/people")
@access(SIGNED_IN)
def people(thread_id: int) -> Response:
    """Whom one can name in a conversation, and how that is written."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    found = queries.to_name(actor, thread, request.args.get("q", "")[:80])
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "comments/_people.html" if is_fragment else "comments/people.html",
        thread=thread,
        people=[(person, commands.link_to(person)) for person in found],
    )


def _changes(
    revisions: list[CommentRevision], comment: Comment
) -> list[tuple[datetime | None, list[Piece]]]:
    """When each edit was made, and what it changed, oldest first."""
    texts = [revision.body_plain for revision in revisions] + [comment.body_plain]
    times = [revision.written_at for revision in revisions[1:]] + [comment.edited_at]
    changed = [difference(*pair) for pair in pairwise(texts)]
    return list(zip(times, changed, strict=False))
