"""Bringing a file in: a run, its batches, its end, and taking all of it back.

The same file a second time changes nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import delete, update

from app.imports import csv_source, policies, queries
from app.imports.commands import bugs, ideas
from app.imports.commands.rows import Brought
from app.imports.csv_source import Post, Scan
from app.imports.models import ImportFile, ImportRow, ImportRun
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import commands as people
from app.people.models import Person
from app.spaces.models import Space

_KINDS = {"ideas": ideas, "bugs": bugs}
_BUGS = ":bugs"
MOST_BYTES = 30 * 1024 * 1024


class FileTooLarge(Invalid):
    code = "file_too_large"
    text = N_("The file may have at most %(most)s MB. Import it in parts.")


class FaultsLeft(Invalid):
    code = "faults_left"
    text = N_("Nothing was imported: correct what is listed and upload the file again.")


class NothingThere(Invalid):
    code = "nothing_there"
    text = N_("The file has a header and no rows.")


class NoBuildsThere(Invalid):
    code = "no_builds_there"
    text = N_("This space has no builds: bugs have no place there.")


class NotWaiting(Conflict):
    code = "not_waiting"
    text = N_("This import is on its way or done already.")


class NotApplied(Conflict):
    code = "not_applied"
    text = N_("Only an import that is done can be undone.")


class LaterRunFirst(Conflict):
    code = "later_run_first"
    text = N_("Undo import %(run)s first: it came later from the same place.")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: its columns, its dates, whose unnamed ideas are."""

    mapping: dict[str, str] = field(default_factory=dict)
    date_format: str = ""
    author: str = "Imported"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what it is called, and what its rows become."""

    file_name: str
    content: bytes
    kind: str = "ideas"


def keep(actor: Actor, space: Space, source: Source, reading: Reading) -> ImportRun:
    """Keep a file as a run that waits for a yes; nothing of it comes in yet."""
    require(policies.may_import, actor)
    if len(source.content) > MOST_BYTES:
        raise FileTooLarge(most=MOST_BYTES // 1024 // 1024, field="file")
    if source.kind == "bugs" and not space.has_builds:
        raise NoBuildsThere(field="space")
    csv_source.head(source.content, source.kind)
    run = ImportRun(
        source=f"csv:{space.slug}{_BUGS if source.kind == 'bugs' else ''}",
        kind=source.kind,
        file_name=source.file_name,
        file_sha256=hashlib.sha256(source.content).hexdigest(),
        space_id=space.id,
        by_id=actor.id,
        **asdict(reading),
    )
    db.session.add(run)
    db.session.flush()
    db.session.add(ImportFile(run_id=run.id, content=source.content))
    audit.record(actor, "imports.keep", "import_run", run.id)
    db.session.flush()
    return run


def read_anew(actor: Actor, run: ImportRun, reading: Reading) -> None:
    """Say otherwise which column is what."""
    require(policies.may_import, actor)
    _refuse_begun(run)
    run.mapping = reading.mapping
    run.date_format = reading.date_format
    run.author = reading.author
    db.session.flush()


def begin(actor: Actor, run: ImportRun, found: Scan) -> None:
    """Let a file in that was looked through: a runner does it, a batch at a time."""
    require(policies.may_import, actor)
    _refuse_begun(run)
    if found.fault_count:
        raise FaultsLeft
    if not found.posts:
        raise NothingThere
    run.state, run.total, run.position = "applying", len(found.posts), 0
    audit.record(actor, "imports.begin", "import_run", run.id)
    db.session.flush()


def drop(actor: Actor, run: ImportRun) -> None:
    """Put a file away that shall not come in."""
    require(policies.may_import, actor)
    _refuse_begun(run)
    run.state = "dropped"
    _forget_file(run.id)
    audit.record(actor, "imports.drop", "import_run", run.id)
    db.session.flush()


def apply(actor: Actor, run_id: int, position: int, posts: Sequence[Post]) -> bool:
    """Bring one batch in; False where somebody else took it."""
    run = _take(run_id, "applying", position, len(posts))
    if run is None:
        return False
    bring = _KINDS[run.kind].bringer(actor, run)
    authors = _authors(actor, run, posts)
    last = queries.last_seen(run.source, [post.source_id for post in posts])
    done: Counter[str] = Counter(run.counts)
    for post in posts:
        author = authors[post.author_name or run.author]
        came = bring(post, author, last.get(post.source_id))
        _note(run, post, came)
        done[came.action] += 1
    run.counts = dict(done)
    db.session.flush()
    return True


def finish(actor: Actor, run_id: int) -> ImportRun:
    """Close a run that is through, and forget its file; twice is the same as once."""
    run = db.session.get_one(ImportRun, run_id)
    if run.state == "applying":
        run.state = "applied"
        run.applied_at = clock.now()
        _forget_file(run.id)
        audit.record(actor, "imports.finish", "import_run", run.id, dict(run.counts))
        db.session.flush()
    return run


def undo(actor: Actor, run: ImportRun) -> None:
    """Begin to take a run back; what people have touched since will stay."""
    require(policies.may_import, actor)
    if run.state != "applied":
        raise NotApplied
    later = queries.later_run(run)
    if later is not None:
        raise LaterRunFirst(run=later)
    run.state, run.position = "undoing", 0
    run.total = queries.count_rows(run.id)
    run.undone_by_id = actor.id
    audit.record(actor, "imports.undo", "import_run", run.id)
    db.session.flush()


def undo_batch(actor: Actor, run_id: int, position: int, size: int) -> bool:
    """Take the next rows back; False where somebody else did."""
    rows = queries.rows_to_undo(run_id, size)
    run = _take(run_id, "undoing", position, len(rows))
    if run is None:
        return False
    _KINDS[run.kind].take_back(actor, rows)
    db.session.flush()
    return True


def finish_undo(actor: Actor, run_id: int) -> ImportRun:
    """Close an undone run; twice is the same as once."""
    run = db.session.get_one(ImportRun, run_id)
    if run.state == "undoing":
        run.state = "undone"
        run.undone_at = clock.now()
        audit.record(actor, "imports.undone", "import_run", run.id)
        db.session.flush()
    return run


def forget_waiting(actor: Actor) -> int:
    """Put away the files that have waited for a yes for a week; how many."""
    require(policies.may_import, actor)
    stale = queries.waiting_too_long()
    for run in stale:
        drop(actor, run)
    return len(stale)


def erase(actor: Actor, person: Any) -> None:
    """Runs stay with the tombstone: what came in is not the person's own."""


def _refuse_begun(run: ImportRun) -> None:
    if run.state != "checked":
        raise NotWaiting


def _forget_file(run_id: int) -> None:
    gone = delete(ImportFile).where(ImportFile.run_id == run_id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def _take(run_id: int, state: str, position: int, size: int) -> ImportRun | None:
    """Move the position on from where it was read; a rival who was faster keeps it."""
    moved = update(ImportRun).where(
        ImportRun.id == run_id,
        ImportRun.state == state,
        ImportRun.position == position,
    )
    statement = moved.values(position=position + size).returning(ImportRun)
    options = {"synchronize_session": False, "populate_existing": True}
    found: ImportRun | None = db.session.scalar(statement.execution_options(**options))
    return found


def _authors(actor: Actor, run: ImportRun, posts: Iterable[Post]) -> dict[str, Person]:
    """Placeholders by name: the same person for ideas and bugs of one place."""
    names = {post.author_name or run.author for post in posts}
    place = run.source.removesuffix(_BUGS)
    return {
        name: people.make_placeholder(actor, name, place, name)
        for name in sorted(names)
    }


def _note(run: ImportRun, post: Post, came: Brought) -> None:
    insert_once(ImportRow(run_id=run.id, source_id=post.source_id, **asdict(came)))
