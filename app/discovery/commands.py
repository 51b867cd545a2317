"""Keeping the search index true to the ideas, and that of bugs to the bugs."""

from collections.abc import Callable, Iterator

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Text,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    update,
)

from app.discovery.models import BUG_FTS, FTS, BugDoc, SearchDoc
from app.feedback.models import Bug
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


def index_bug(bug_id: int) -> None:
    """Write a bug's words into the index of bugs; twice equals once."""
    bug = db.session.get(Bug, bug_id)
    if bug is None:
        return
    title = " ".join(tokens(bug.title))
    words = " ".join(tokens(f"{bug.actual} {bug.steps} {bug.expected}"))
    values = {
        "title_tokens": title,
        "text_tokens": words,
        "indexed_at": clock.now(),
    }
    statement = dialect_insert(BugDoc).values(bug_id=bug.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=[BugDoc.bug_id], set_=values)
    )
    if is_sqlite():
        _write_fts5(BUG_FTS, bug.id, title, words)
    else:
        _write_vector(BugDoc, BugDoc.bug_id == bug.id)


def rebuild() -> Iterator[int]:
    """Index every idea anew, a batch at a time; yields how many are done."""
    return _each(Idea, index)


def rebuild_bugs() -> Iterator[int]:
    """The same for every bug."""
    return _each(Bug, index_bug)


def _each(model: type[Idea | Bug], write: Callable[[int], None]) -> Iterator[int]:
    last = done = 0
    while ids := _next_ids(model, last):
        for key in ids:
            write(key)
        last, done = ids[-1], done + len(ids)
        yield done


def _next_ids(model: type[Idea | Bug], last: int) -> list[int]:
    later = select(model.id).where(model.id > last).order_by(model.id).limit(_BATCH)
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
        _write_fts5(FTS, idea.id, title, text_tokens)
    else:
        _write_vector(SearchDoc, SearchDoc.idea_id == idea.id)


def _write_fts5(name: str, key: int, title: str, words: str) -> None:
    _forget_fts5(name, key)
    rows = table(name, column("rowid"), column("title"), column("words"))
    db.session.execute(insert(rows).values(rowid=key, title=title, words=words))


def _write_vector(model: type[SearchDoc | BugDoc], which: ColumnElement[bool]) -> None:
    simple = literal_column("'simple'", type_=Text)
    title = func.setweight(
        func.to_tsvector(simple, model.title_tokens), literal_column("'A'")
    )
    words = func.setweight(
        func.to_tsvector(simple, model.text_tokens), literal_column("'B'")
    )
    change = update(model).where(which)
    db.session.execute(
        change.values(vector=title.op("||")(words)).execution_options(
            synchronize_session=False
        )
    )


def _forget(idea_id: int) -> None:
    gone = delete(SearchDoc).where(SearchDoc.idea_id == idea_id)
    db.session.execute(gone.execution_options(synchronize_session=False))
    if is_sqlite():
        _forget_fts5(FTS, idea_id)


def _forget_fts5(name: str, key: int) -> None:
    rowid: ColumnClause[int] = column("rowid")
    db.session.execute(delete(table(name, rowid)).where(rowid == key))
