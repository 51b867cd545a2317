"""Bugs that say the same as a report, in any language that it is written in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import column, func, select, table, text
from sqlalchemy.orm import joinedload

from app.discovery.models import BUG_FTS, BugDoc
from app.discovery.queries.search import (
    CANDIDATES,
    RANKED,
    SIMILAR,
    TITLE_WEIGHT,
    Term,
    bm25,
    counted,
    fts5_query,
    terms_of,
    tsquery,
)
from app.feedback import queries as feedback
from app.feedback.models import Bug
from app.kernel.actor import Actor
from app.kernel.db import db, is_sqlite

_fts5 = table(BUG_FTS, column("rowid"))


def similar_bugs(actor: Actor, space_id: int, words: str, but: int = 0) -> list[Bug]:
    """At most five bugs of a space that the actor may see, the likest first.

    In the place of a duplicate stands the bug that is worked on.
    """
    ids = bug_candidates(words)
    if not ids:
        return []
    seen = _originals(actor, _visible(actor, space_id, ids))
    return [bug for bug in seen if bug.id != but][:SIMILAR]


def bug_candidates(words: str) -> list[int]:
    """The keys of at most 200 bugs, the best first; order may differ by database."""
    terms = terms_of(words)
    if not terms:
        return []
    return _by_fts5(terms) if is_sqlite() else _by_tsvector(terms)


def _visible(actor: Actor, space_id: int, ids: Sequence[int]) -> list[Bug]:
    statement = (
        feedback.visible_to(actor)
        .select()
        .where(Bug.id.in_(ids), Bug.space_id == space_id)
        .options(joinedload(Bug.fixed_build))
    )
    known = {bug.id: bug for bug in db.session.scalars(statement)}
    return [known[bug_id] for bug_id in ids if bug_id in known][: 2 * SIMILAR]


def _originals(actor: Actor, bugs: Sequence[Bug]) -> list[Bug]:
    """Each bug once, a duplicate as its original where that may be seen."""
    found: dict[int, Bug] = {}
    for bug in bugs:
        original = feedback.get(actor, bug.duplicate_of_id) or bug
        found.setdefault(original.id, original)
    return list(found.values())


def _by_fts5(terms: Sequence[Term]) -> list[int]:
    rank = text(f"bm25({BUG_FTS}, :title, 1.0), {BUG_FTS}.rowid DESC")
    statement = select(_fts5.c.rowid).where(text(f"{BUG_FTS} MATCH :query"))
    values = {"query": fts5_query(terms), "title": TITLE_WEIGHT}
    best = statement.order_by(rank).limit(CANDIDATES)
    return list(db.session.scalars(best, values))


def _by_tsvector(terms: Sequence[Term]) -> list[int]:
    """PostgreSQL's rank knows no rarity: its best 50 are ranked again by BM25."""
    query: Any = tsquery(terms)
    key = BugDoc.bug_id
    rank = func.ts_rank(BugDoc.vector, query)
    statement = select(key).where(BugDoc.vector.op("@@")(query))
    order = statement.order_by(rank.desc(), key.desc())
    ids = list(db.session.scalars(order.limit(CANDIDATES)))
    return _ranked(ids[:RANKED], terms) + ids[RANKED:]


def _ranked(ids: Sequence[int], terms: Sequence[Term]) -> list[int]:
    wanted = select(BugDoc.bug_id, BugDoc.title_tokens, BugDoc.text_tokens)
    rows = db.session.execute(wanted.where(BugDoc.bug_id.in_(ids)))
    scores = bm25({row.bug_id: counted(row, terms) for row in rows})
    return sorted(ids, key=lambda bug_id: (-scores[bug_id], -bug_id))
