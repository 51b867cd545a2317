"""The blueprint that the modules of this package fill, and where its forms return."""

from flask import Blueprint, request, url_for

from app.comments import policies, queries
from app.comments.models import Comment, Thread
from app.comments.rules import REACTION_LABELS, REACTIONS
from app.kernel import pictures, signing
from app.kernel.actor import Actor
from app.web.answers import safe_next

bp = Blueprint("comments", __name__)


@bp.app_context_processor
def _rights() -> dict[str, object]:
    """What the partials of a conversation ask wherever they are included."""
    return {
        "comment_rights": policies,
        "reaction_marks": REACTIONS,
        "reaction_labels": REACTION_LABELS,
        "picture_reasons": pictures.REASONS,
        "comment_label": _label,
    }


def about_of(thread: Thread, sent: str) -> str | None:
    """What a comment is about, as our page said it; a label of one's own is none."""
    return signing.unsigned(_purpose(thread), sent)


def _label(thread: Thread, about: str) -> str:
    """What a comment is about, for the form; only a page of ours can say it."""
    return signing.signed(_purpose(thread), about)


def _purpose(thread: Thread) -> str:
    return f"comment.about:{thread.id}"


def place_of(actor: Actor, thread: Thread, comment: Comment) -> str:
    """Where a comment stands: on the thread's own page, or further back."""
    before = queries.before_of(actor, comment)
    there = thread.url
    if before is not None:
        there = url_for("comments.index", thread_id=thread.id, before=before)
    return f"{there}#comment-{comment.id}"


def back_to(actor: Actor, thread: Thread, comment: Comment) -> str:
    """Where the form was, at the comment; the thread's own page may not show it."""
    came_from = safe_next(request.form.get("next"))
    if came_from in (None, thread.url):
        return place_of(actor, thread, comment)
    return f"{came_from}#comment-{comment.id}"
