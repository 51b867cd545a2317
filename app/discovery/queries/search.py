"""Search: the index names at most 200 candidates, then the reader's rights decide."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex
from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from app.discovery.models import FTS, SearchDoc
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db, is_sqlite
from app.kernel.text import tokens

CANDIDATES = 200
RANKED = 50
SHOWN = 30
SIMILAR = 5
MOST_TERMS = 20
_LONG_QUERY = 1_000
ALL = ideas.Filters()
_fts5 = table(FTS, column("rowid"))
TITLE_WEIGHT = 4.0
_WORD = regex.compile(r"[\p{Latin}\p{N}'\u2019]{3,}")
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


@dataclass(frozen=True, slots=True)
class Term:
    """One token of a query; a beginning also finds the words that start with it."""

    word: str
    is_beginning: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: the best ones, and whether there was more."""

    ideas: list[Idea]
    has_more: bool


def search(
    actor: Actor, words: str, filters: ideas.Filters = ALL, limit: int = SHOWN
) -> Found:
    """Ideas that the actor may see and that share a word, the best first."""
    ids = candidates(words, filters)
    if not ids:
        return Found([], has_more=False)
    seen = ideas.by_ids(actor, ids)
    known = [seen[idea_id] for idea_id in ids if idea_id in seen]
    return Found(known[:limit], has_more=len(known) > limit)


def similar(actor: Actor, title: str, but: int = 0) -> list[Idea]:
    """At most five ideas that say something like this title, but for one."""
    found = search(actor, title, limit=SIMILAR + 1).ideas
    return [idea for idea in found if idea.id != but][:SIMILAR]


def candidates(words: str, filters: ideas.Filters = ALL) -> list[int]:
    """The keys of at most 200 ideas, the best first; order may differ by database."""
    terms = terms_of(words)
    if not terms:
        return []
    return _by_fts5(terms, filters) if is_sqlite() else _by_tsvector(terms, filters)


def terms_of(words: str) -> list[Term]:
    """The terms of a query: at most 20, the longest words where there are more."""
    cut = list(dict.fromkeys(tokens(words[:_LONG_QUERY])))
    kept = set(sorted(cut, key=len, reverse=True)[:MOST_TERMS])
    return [_term(token) for token in cut if token in kept]


def _term(token: str) -> Term:
    if _WORD.fullmatch(token):
        is_plural = len(token) > 3 and token.endswith("s") and token.isalpha()
        return Term(token[:-1] if is_plural else token, is_beginning=True)
    # text is indexed by pairs: a lone character finds the pairs it begins
    return Term(token, is_beginning=len(token) == 1 and bool(_CJK.match(token)))


def _by_fts5(terms: Sequence[Term], filters: ideas.Filters) -> list[int]:
    rank = text("bm25(search_fts, :title, 1.0), search_fts.rowid DESC")
    key = _fts5.c.rowid
    statement = select(key).where(text("search_fts MATCH :query"))
    best = _within(filters, statement, key).order_by(rank).limit(CANDIDATES)
    values = {"query": fts5_query(terms), "title": TITLE_WEIGHT}
    return list(db.session.scalars(best, values))


def fts5_query(terms: Sequence[Term]) -> str:
    """Quoted tokens: raw words of a reader would be a syntax of their own."""
    return " OR ".join(
        f'"{term.word}"{"*" if term.is_beginning else ""}' for term in terms
    )


def _by_tsvector(terms: Sequence[Term], filters: ideas.Filters) -> list[int]:
    """PostgreSQL's rank knows no rarity: its best 50 are ranked again by BM25."""
    query = tsquery(terms)
    rank = func.ts_rank(SearchDoc.vector, query)
    key = SearchDoc.idea_id
    statement = select(key).where(SearchDoc.vector.op("@@")(query))
    order = _within(filters, statement, key).order_by(rank.desc(), key.desc())
    ids = list(db.session.scalars(order.limit(CANDIDATES)))
    return _ranked(ids[:RANKED], terms) + ids[RANKED:]


def _within(filters: ideas.Filters, found: Select[Any], key: Any) -> Select[Any]:
    """Joined to the ideas only where a filter asks for it: most searches have none."""
    if filters == ALL:
        return found
    return ideas.narrowed(found.join(Idea, Idea.id == key), filters)


def tsquery(terms: Sequence[Term]) -> ColumnElement[str]:
    """The same for PostgreSQL."""
    parts = []
    for term in terms:
        quoted = "'" + term.word.replace("'", "''") + "'"
        parts.append(quoted + (":*" if term.is_beginning else ""))
    return func.to_tsquery(literal_column("'simple'"), " | ".join(parts))


def _ranked(ids: Sequence[int], terms: Sequence[Term]) -> list[int]:
    rows = db.session.execute(
        select(SearchDoc.idea_id, SearchDoc.title_tokens, SearchDoc.text_tokens).where(
            SearchDoc.idea_id.in_(ids)
        )
    )
    docs = {row.idea_id: counted(row, terms) for row in rows}
    scores = bm25(docs)
    return sorted(ids, key=lambda idea_id: (-scores[idea_id], -idea_id))


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each term stands in a document, its title weighing more."""

    hits: tuple[float, ...]
    length: int


def bm25(
    docs: dict[int, Counted], k1: float = 1.2, b: float = 0.75
) -> dict[int, float]:
    """Okapi BM25 among these documents; rarity is what it is among them."""
    if not docs:
        return {}
    mean = sum(doc.length for doc in docs.values()) / len(docs) or 1.0
    width = len(next(iter(docs.values())).hits)
    having = [sum(1 for doc in docs.values() if doc.hits[k]) for k in range(width)]
    rarity = [math.log(1 + (len(docs) - n + 0.5) / (n + 0.5)) for n in having]
    return {
        key: sum(
            weight * hits * (k1 + 1) / (hits + k1 * (1 - b + b * doc.length / mean))
            for weight, hits in zip(rarity, doc.hits, strict=True)
        )
        for key, doc in docs.items()
    }


def counted(row: Any, terms: Sequence[Term]) -> Counted:
    """How often the terms stand in the title and the text of an indexed row."""
    title = Counter(row.title_tokens.split())
    words = Counter(row.text_tokens.split())
    hits = tuple(
        TITLE_WEIGHT * _hits(title, term) + _hits(words, term) for term in terms
    )
    return Counted(hits, title.total() + words.total())


def _hits(words: Counter[str], term: Term) -> int:
    if not term.is_beginning:
        return words[term.word]
    return sum(n for word, n in words.items() if word.startswith(term.word))
