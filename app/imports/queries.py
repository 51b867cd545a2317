"""Reading import runs, and the public export: what an anonymous reader sees."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.comments import queries as comments
from app.comments.models import Comment
from app.feedback import queries as feedback
from app.feedback.models import Bug, BugMove, BugSighting
from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaFollow, IdeaRevision
from app.imports import csv_source
from app.imports.csv_source import Scan
from app.imports.models import ImportFile, ImportRow, ImportRun
from app.kernel import clock, pages
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import Space
from app.support.models import Support

POSTS = (
    "source_id",
    "title",
    "problem",
    "content",
    "status",
    "board",
    "author_name",
    "vote_count",
    "imported_count",
    "created_at",
)
BUGS = (
    "source_id",
    "title",
    "content",
    "steps",
    "expected",
    "status",
    "severity",
    "board",
    "build",
    "author_name",
    "created_at",
)
COMMENTS = ("post_id", "body", "author_name", "is_staff", "created_at")
VOTES = ("post_id", "created_on")
PATIENCE = timedelta(days=7)
_BATCH = 500


def runs(after: str | None = None) -> pages.Page[ImportRun]:
    """A page of runs with their spaces, the newest first."""
    every = select(ImportRun).options(joinedload(ImportRun.space))
    found: pages.Page[ImportRun] = pages.page(every, [ImportRun.id.desc()], after)
    return found


def run(run_id: int) -> ImportRun:
    """A run with its space, read afresh; else Missing."""
    wanted = select(ImportRun).options(joinedload(ImportRun.space))
    fresh = wanted.execution_options(populate_existing=True)
    found = db.session.scalar(fresh.where(ImportRun.id == run_id))
    if found is None:
        raise Missing
    return found


def content_of(run: ImportRun) -> bytes:
    """The file of a run that is not through; Missing once it is forgotten."""
    file = db.session.get(ImportFile, run.id)
    if file is None:
        raise Missing
    return file.content


def scan(run: ImportRun) -> Scan:
    """The file of a run, read as it says; its undated rows are of the run's time."""
    with clock.at(run.at):
        dates = run.date_format or None
        return csv_source.scan(content_of(run), run.mapping, dates, run.kind)


def working() -> list[int]:
    """The keys of the runs that the background has to carry on, the oldest first."""
    states = select(ImportRun.id).where(ImportRun.state.in_(("applying", "undoing")))
    return list(db.session.scalars(states.order_by(ImportRun.id)))


def waiting_too_long() -> list[ImportRun]:
    """Runs whose file nobody has said yes to for a week."""
    waiting = select(ImportRun).where(
        ImportRun.state == "checked", ImportRun.at < clock.now() - PATIENCE
    )
    return list(db.session.scalars(waiting.order_by(ImportRun.id)))


def later_run(run: ImportRun) -> int | None:
    """A later run of the same source that is not undone, the last one."""
    later = select(func.max(ImportRun.id)).where(
        ImportRun.source == run.source,
        ImportRun.id > run.id,
        ImportRun.state.in_(("applying", "applied", "undoing")),
    )
    return db.session.scalar(later)


def known_ids(run: ImportRun, source_ids: Sequence[str]) -> set[str]:
    """Which rows of a run's source are here already."""
    found: set[str] = set()
    thing = Bug if run.kind == "bugs" else Idea
    for start in range(0, len(source_ids), _BATCH):
        some = source_ids[start : start + _BATCH]
        here = select(thing.source_id).where(
            thing.source == run.source, thing.source_id.in_(some)
        )
        found.update(key for key in db.session.scalars(here) if key is not None)
    return found


def last_seen(source: str, source_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the last run said of each row; an update that was undone said nothing."""
    told = (
        select(ImportRow.source_id, ImportRow.seen)
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .where(
            ImportRun.source == source,
            ImportRow.source_id.in_(source_ids),
            or_(ImportRow.action != "updated", ImportRow.ending.is_(None)),
        )
        .order_by(ImportRow.id)
    )
    return {row.source_id: row.seen for row in db.session.execute(told)}


def count_rows(run_id: int) -> int:
    """How many rows a run has brought or met."""
    rows = select(func.count()).select_from(ImportRow)
    return db.session.scalar(rows.where(ImportRow.run_id == run_id)) or 0


def rows_to_undo(run_id: int, size: int) -> list[ImportRow]:
    """The next rows of a run that undoing has not come to."""
    left = select(ImportRow).where(
        ImportRow.run_id == run_id, ImportRow.ending.is_(None)
    )
    return list(db.session.scalars(left.order_by(ImportRow.id).limit(size)))


def ideas_of(rows: Sequence[ImportRow]) -> dict[int, Idea]:
    """The ideas of some rows, by key."""
    wanted = select(Idea).where(Idea.id.in_([row.idea_id for row in rows]))
    return {idea.id: idea for idea in db.session.scalars(wanted)}


def bugs_of(rows: Sequence[ImportRow]) -> dict[int, Bug]:
    """The bugs of some rows, by key."""
    wanted = select(Bug).where(Bug.id.in_([row.bug_id for row in rows]))
    return {bug.id: bug for bug in db.session.scalars(wanted)}


def touched_bugs(bug_ids: Sequence[int]) -> dict[int, str]:
    """Which of these bugs people have moved, talk about or see, too, and how."""
    moved = select(BugMove.bug_id).where(BugMove.bug_id.in_(bug_ids))
    talked = (
        select(Bug.id)
        .join(Comment, Comment.thread_id == Bug.thread_id)
        .where(Bug.id.in_(bug_ids), Comment.source.is_(None))
    )
    seen = select(BugSighting.bug_id).where(BugSighting.bug_id.in_(bug_ids))
    ways = (("seen", seen), ("talked", talked), ("moved", moved))
    return {key: how for how, keys in ways for key in db.session.scalars(keys)}


def touched(idea_ids: Sequence[int]) -> dict[int, str]:
    """Which of these ideas people stand behind, talk about or follow, and how."""
    supported = select(Support.idea_id).where(
        Support.idea_id.in_(idea_ids), Support.provenance != "import"
    )
    talked = (
        select(Idea.id)
        .join(Comment, Comment.thread_id == Idea.thread_id)
        .where(Idea.id.in_(idea_ids), Comment.source.is_(None))
    )
    followed = select(IdeaFollow.idea_id).where(IdeaFollow.idea_id.in_(idea_ids))
    ways = (("followed", followed), ("talked", talked), ("supported", supported))
    return {key: how for how, keys in ways for key in db.session.scalars(keys)}


def endings(run_id: int) -> Counter[str]:
    """How many rows undoing took back and kept."""
    rows = select(ImportRow.ending, func.count()).where(ImportRow.run_id == run_id)
    found = db.session.execute(rows.group_by(ImportRow.ending))
    return Counter({ending: count for ending, count in found if ending})


def kept(run_id: int, after: str | None = None) -> pages.Page[ImportRow]:
    """A page of the rows that stayed because of people, with their ideas."""
    with_things = (joinedload(ImportRow.idea), joinedload(ImportRow.bug))
    rows = _kept(run_id).options(*with_things)
    found: pages.Page[ImportRow] = pages.page(rows, [ImportRow.id], after)
    return found


def every_kept(run_id: int) -> Iterator[tuple[ImportRow, str]]:
    """All of them with the paths of their pages, for the command of the shell."""
    with_things = (joinedload(ImportRow.idea), joinedload(ImportRow.bug))
    rows = _kept(run_id).options(*with_things).order_by(ImportRow.id)
    for row in db.session.scalars(rows):
        thing: Any = row.idea or row.bug
        yield row, f"/{row.table}/{thing.number}"


def _kept(run_id: int) -> Select[Any]:
    return select(ImportRow).where(
        ImportRow.run_id == run_id, ImportRow.ending == "kept"
    )


def personal(person: Any) -> dict[str, Any]:
    """What imports holds of a person: which files they brought in, and took back."""
    mine = select(ImportRun).where(
        or_(ImportRun.by_id == person.id, ImportRun.undone_by_id == person.id)
    )
    return {
        "imports": [
            {"at": run.at.isoformat(), "file": run.file_name, "state": run.state}
            for run in db.session.scalars(mine.order_by(ImportRun.id))
        ]
    }


def public_posts() -> Iterator[tuple[Any, ...]]:
    """Every public idea, by number: the rows of posts.csv."""
    for idea, words in _public_ideas():
        yield (
            idea.number,
            idea.title,
            idea.problem,
            words,
            idea.state,
            idea.space.slug,
            idea.author.display_name,
            idea.support_count,
            idea.imported_count,
            idea.published_at.isoformat() if idea.published_at else "",
        )


def public_comments() -> Iterator[tuple[Any, ...]]:
    """Every comment that everyone reads, by idea and place: comments.csv."""
    for batch in _batches():
        numbers = {idea.thread_id: idea.number for idea, _ in batch}
        for comment in _comments_of(list(numbers)):
            yield (
                numbers[comment.thread_id],
                comment.body_source,
                comment.author.display_name,
                "1" if comment.official_state == "answer" else "0",
                comment.created_at.isoformat(),
            )


def public_votes() -> Iterator[tuple[Any, ...]]:
    """Every counted support by its day, without a name: votes.csv."""
    for batch in _batches():
        numbers = {idea.id: idea.number for idea, _ in batch}
        counted = select(Support.idea_id, Support.counted_at).where(
            Support.idea_id.in_(list(numbers)), Support.state == "counted"
        )
        rows = db.session.execute(counted)
        days = sorted((numbers[row[0]], row[1].date().isoformat()) for row in rows)
        yield from days


def public_bugs() -> Iterator[tuple[Any, ...]]:
    """Every public bug, by number: the rows of bugs.csv."""
    statement = (
        feedback.visible_to(ANONYMOUS)
        .select()
        .join(Space, Space.id == Bug.space_id)
        .add_columns(Space.slug)
        .options(joinedload(Bug.reporter), joinedload(Bug.build))
        .order_by(Bug.number)
        .limit(_BATCH)
    )
    number = 0
    while rows := db.session.execute(statement.where(Bug.number > number)).all():
        for bug, slug in rows:
            yield (
                bug.number,
                bug.title,
                bug.actual,
                bug.steps,
                bug.expected,
                bug.state,
                bug.severity,
                slug,
                bug.build.version if bug.build else "",
                bug.reporter.display_name,
                bug.created_at.isoformat(),
            )
        number = rows[-1][0].number


def _public_ideas() -> Iterator[tuple[Idea, str]]:
    for batch in _batches():
        yield from batch


def _batches() -> Iterator[list[tuple[Idea, str]]]:
    """Public ideas with their words, by number, a batch at a time."""
    newest = aliased(IdeaRevision)
    last = select(func.max(newest.n)).where(newest.idea_id == Idea.id)
    statement = (
        ideas.visible_to(ANONYMOUS)
        .select()
        .add_columns(IdeaRevision.body_source)
        .join(IdeaRevision, IdeaRevision.idea_id == Idea.id)
        .where(IdeaRevision.n == last.scalar_subquery())
        .options(joinedload(Idea.author), joinedload(Idea.space))
        .order_by(Idea.number)
        .limit(_BATCH)
    )
    number = 0
    while rows := db.session.execute(statement.where(Idea.number > number)).all():
        yield [(row[0], row[1]) for row in rows]
        number = rows[-1][0].number


def _comments_of(thread_ids: Sequence[int | None]) -> Iterator[Comment]:
    """What everyone reads in these threads, each comment under its parent."""
    known = [key for key in thread_ids if key is not None]
    for comment in comments.of_threads(ANONYMOUS, known):
        if not comment.is_removed and comment.concealment is None:
            yield comment
