"""Rows that become bugs: seen in no build, in the words of their reporters."""

from collections.abc import Callable, Sequence
from typing import Any

from app.feedback import commands as feedback
from app.feedback.commands import ImportedBug
from app.feedback.models import Bug
from app.imports import queries
from app.imports.commands.rows import Brought
from app.imports.csv_source import Post
from app.imports.models import ImportRow, ImportRun
from app.kernel.actor import Actor
from app.people.models import Person


def bringer(
    actor: Actor, run: ImportRun
) -> Callable[[Post, Person, dict[str, Any] | None], Brought]:
    """What brings a row of this run in; `last` is what the run before said of it."""

    def bring(post: Post, author: Person, last: dict[str, Any] | None) -> Brought:
        came = feedback.import_bug(actor, _imported(post, run, author), last)
        return Brought(
            action=came.action,
            seen=came.seen,
            before=came.before,
            table="bugs",
            bug_id=came.bug.id,
        )

    return bring


def take_back(actor: Actor, rows: Sequence[ImportRow]) -> None:
    """Undo rows, but for those whose bugs people have touched since."""
    known = queries.bugs_of(rows)
    touched = queries.touched_bugs(list(known))
    for row in rows:
        _take_back(actor, row, known[row.bug_id or 0], touched)


def _imported(post: Post, run: ImportRun, author: Person) -> ImportedBug:
    return ImportedBug(
        space_id=run.space_id,
        reporter_id=author.id,
        title=post.title,
        words=post.body,
        created_at=post.created_at,
        state=post.state,
        closing_text=post.status,
        severity=post.severity,
        source=run.source,
        source_id=post.source_id,
    )


def _take_back(actor: Actor, row: ImportRow, bug: Bug, touched: dict[int, str]) -> None:
    """Undo one row, unless people have touched what it brought."""
    is_new = row.action in ("created", "revealed")
    reason = touched.get(bug.id, "") if is_new else ""
    row.ending, row.reason = "kept" if reason else "taken_back", reason
    if reason:
        return
    if is_new:
        feedback.undo_import(actor, bug)
    elif row.action == "updated":
        feedback.undo_update(actor, bug, row.before)
