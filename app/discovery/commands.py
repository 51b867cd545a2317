"""Keeping the search index true to the ideas."""

from collections.abc import Iterator

from sqlalchemy import Text, delete, func, literal_column, select, text, update

from app.discovery.models import SearchDoc
from app.ideas.models import Idea, IdeaRevision
from app.kernel import clock
from app.kernel.db import db, dialect_insert, is_sqlite
from app.kernel.text import tokens

# What nobody but its author reads is not looked for.
UNSEARCHED = ("draft", "submitted", "needs_work", "rejected", "withdrawn")
_BATCH = 200


def index(idea_id: int) -> None:
    """Write an idea's words into the index, or take it out; twice equals once."""
    row = db.session.execute(
        select(Idea, IdeaRevision.body_plain)
        .outerjoin(IdeaRevision, IdeaRevision.idea_id == Idea.id)
        .where(Idea.id == idea_id)
        .order_by(IdeaRevision.n.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row[0].state in UNSEARCHED:
        _forget(idea_id)
        return
    idea, body = row
    _write(idea, " ".join(part for part in (idea.problem, body) if part))


def rebuild() -> Iterator[int]:
    """Index every idea anew, a batch at a time; yields how many are done."""
    last = done = 0
    while ids := _next_ids(last):
        for idea_id in ids:
            index(idea_id)
        last, done = ids[-1], done + len(ids)
        yield done


def _next_ids(last: int) -> list[int]:
    later = select(Idea.id).where(Idea.id > last).order_by(Idea.id).limit(_BATCH)
    return list(db.session.scalars(later))


def _write(idea: Idea, words: str) -> None:
    title, text_tokens = " ".join(tokens(idea.title)), " ".join(tokens(words))
    values = {
        "space_id": idea.space_id,
        "number": idea.number,
        "lang": idea.lang,
        "title": idea.title,
        "title_tokens": title,
        "text_tokens": text_tokens,
        "indexed_at": clock.now(),
    }
    statement = dialect_insert(SearchDoc).values(idea_id=idea.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=[SearchDoc.idea_id], set_=values)
    )
    if is_sqlite():
        _write_fts5(idea.id, title, text_tokens)
    else:
        _write_vector(idea.id)


def _write_fts5(idea_id: int, title: str, words: str) -> None:
    _forget_fts5(idea_id)
    statement = text(
        "INSERT INTO search_fts (rowid, title, words) VALUES (:id, :title, :words)"
    )
    db.session.execute(statement, {"id": idea_id, "title": title, "words": words})


def _write_vector(idea_id: int) -> None:
    simple = literal_column("'simple'", type_=Text)
    title = func.setweight(
        func.to_tsvector(simple, SearchDoc.title_tokens), literal_column("'A'")
    )
    words = func.setweight(
        func.to_tsvector(simple, SearchDoc.text_tokens), literal_column("'B'")
    )
    change = update(SearchDoc).where(SearchDoc.idea_id == idea_id)
    db.session.execute(
        change.values(vector=title.op("||")(words)).execution_options(
            synchronize_session=False
        )
    )


def _forget(idea_id: int) -> None:
    gone = delete(SearchDoc).where(SearchDoc.idea_id == idea_id)
    db.session.execute(gone.execution_options(synchronize_session=False))
    if is_sqlite():
        _forget_fts5(idea_id)


def _forget_fts5(idea_id: int) -> None:
    gone = text("DELETE FROM search_fts WHERE rowid = :id")
    db.session.execute(gone, {"id": idea_id})
