"""What one revision of an idea says against the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select

from app.ideas.models import Idea, IdeaRevision
from app.kernel.db import db
from app.kernel.difference import Piece, difference
from app.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision says, against the one before; `before` is None for a first."""

    revision: IdeaRevision
    before: IdeaRevision | None

    @property
    def title(self) -> list[Piece]:
        return difference(self.before.title if self.before else "", self.revision.title)

    @property
    def problem(self) -> list[Piece]:
        old = self.before.problem if self.before else ""
        return difference(old, self.revision.problem)

    @property
    def body(self) -> list[Piece]:
        old = self.before.body_source if self.before else ""
        return difference(old, self.revision.body_source)


def frozen_revisions(idea: Idea, *, from_public: bool) -> list[IdeaRevision]:
    """Words that were sent, oldest first; for the public from the published ones on.

    What a moderator asked to change stays between him and the author.
    """
    statement = select(IdeaRevision).where(
        IdeaRevision.idea_id == idea.id, IdeaRevision.frozen_at.is_not(None)
    )
    if from_public:
        published = select(func.max(IdeaRevision.n)).where(
            IdeaRevision.idea_id == idea.id,
            IdeaRevision.frozen_at <= idea.published_at,
        )
        statement = statement.where(IdeaRevision.n >= published.scalar_subquery())
    return list(db.session.scalars(statement.order_by(IdeaRevision.n)))


def change_of(revisions: Sequence[IdeaRevision], n: int) -> Change:
    """One of these revisions against the one before it; else Missing."""
    for before, revision in pairwise([None, *revisions]):
        if revision is not None and revision.n == n:
            return Change(revision, before)
    raise Missing


def change_since_look(idea: Idea) -> Change | None:
    """The newest words against those a moderator read last; None at a first look."""
    statement = select(IdeaRevision).where(IdeaRevision.idea_id == idea.id)
    newest, *older = db.session.scalars(statement.order_by(IdeaRevision.n.desc())).all()
    looked_at = (row for row in older if row.opened_at is not None)
    before = next(looked_at, None)
    return Change(newest, before) if before is not None else None
