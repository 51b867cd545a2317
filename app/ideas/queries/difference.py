"""What changed between two texts, word by word, and between two revisions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

import regex
from sqlalchemy import func, select

from app.ideas.models import Idea, IdeaRevision
from app.kernel.db import db
from app.kernel.errors import Missing

# A text is compared by sentences first, then changed sentences by their words. Longer
# ones are shown whole: comparing takes the square of a length, and worse of a bad one.
_SENTENCES = regex.compile(r"[^\n.!?。！？]*[\n.!?。！？]+\s*|[^\n.!?。！？]+")
_WORDS = regex.compile(
    r"\s+|[\p{Han}\p{Hiragana}\p{Katakana}]|[\p{L}\p{N}\p{M}_'\u2019]+|\X", regex.DOTALL
)
_MOST = 800
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: same, removed or added."""

    kind: str
    words: str


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


def difference(before: str, after: str) -> list[Piece]:
    """One text against another: what stayed, went and came, in reading order.

    The same and added pieces together are `after`, the same and removed `before`.
    """
    return list(_joined(_by_sentences(before, after)))


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


def _by_sentences(before: str, after: str) -> Iterator[Piece]:
    for old, new in _steps(_SENTENCES.findall(before), _SENTENCES.findall(after)):
        if old == new:
            yield Piece("same", new)
        else:
            yield from _by_words(old, new)


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if SequenceMatcher(None, old, new).quick_ratio() < _ALIKE:
        old, new = [before], [after]
    for removed, added in _steps(old, new):
        if removed == added:
            yield Piece("same", added)
        else:
            yield Piece("removed", removed)
            yield Piece("added", added)


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What stands where in both, stretch by stretch."""
    if max(len(old), len(new)) > _MOST:
        old, new = ["".join(old)], ["".join(new)]
    for _, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without empty pieces, and neighbours of a kind as one."""
    full: Sequence[Piece] = [piece for piece in pieces if piece.words]
    for kind, group in groupby(full, key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.words for piece in group))
