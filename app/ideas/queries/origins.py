"""Which comment an idea comes from, and the way back."""

from collections.abc import Sequence

from sqlalchemy import select

from app.comments import queries as comments
from app.comments.models import Comment
from app.ideas.models import Idea, IdeaOrigin
from app.ideas.queries.scope import visible_to
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing


def made_of(actor: Actor, comment_ids: Sequence[int]) -> dict[int, Idea]:
    """The ideas that were made of some comments, as far as the actor sees them."""
    statement = (
        visible_to(actor)
        .select()
        .join(IdeaOrigin, IdeaOrigin.idea_id == Idea.id)
        .add_columns(IdeaOrigin.comment_id)
        .where(IdeaOrigin.comment_id.in_(comment_ids))
    )
    return {comment_id: idea for idea, comment_id in db.session.execute(statement)}


def origin_of(actor: Actor, idea_id: int) -> Comment | None:
    """The comment that an idea comes from, if the actor may see it."""
    statement = select(IdeaOrigin.comment_id).where(IdeaOrigin.idea_id == idea_id)
    comment_id = db.session.scalar(statement)
    if comment_id is None:
        return None
    try:
        return comments.get(actor, comment_id)
    except Missing:
        return None
