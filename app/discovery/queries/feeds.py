"""What a reader of feeds is sent: what everyone may see, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.comments import queries as comments
from app.comments.models import Comment
from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaRevision
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db

MOST = 30


@dataclass(frozen=True, slots=True)
class Told:
    """An idea and its newest words."""

    idea: Idea
    revision: IdeaRevision


def newest_ideas(space: str | None = None) -> list[Told]:
    """The last published ideas, of the site or one space, with their words."""
    filters = ideas.Filters(space=space)
    listed = ideas.list_page(ANONYMOUS, filters, size=MOST).items
    words = _revisions([idea.id for idea in listed])
    return [Told(idea, words[idea.id]) for idea in listed]


def talk_of(idea: Idea) -> list[Comment]:
    """The last comments under an idea that everyone reads, the newest first."""
    if idea.thread_id is None:
        return []
    said = comments.of_threads(ANONYMOUS, [idea.thread_id])
    stands = [comment for comment in said if not comment.is_removed]
    return sorted(stands, key=lambda comment: -comment.id)[:MOST]


def _revisions(idea_ids: Sequence[int]) -> dict[int, Any]:
    newer = aliased(IdeaRevision)
    last = select(func.max(newer.n)).where(newer.idea_id == IdeaRevision.idea_id)
    statement = select(IdeaRevision).where(
        IdeaRevision.idea_id.in_(idea_ids), IdeaRevision.n == last.scalar_subquery()
    )
    return {row.idea_id: row for row in db.session.scalars(statement)}
