"""Bugs from elsewhere, told apart by (source, source_id)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.comments import commands as comments
from app.feedback import policies, queries
from app.feedback.commands import owing
from app.feedback.commands.bugs import conceal, reveal
from app.feedback.events import BugChanged
from app.feedback.models import CLOSED, IMPORT_UNDONE, Bug
from app.kernel import ids
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require


@dataclass(frozen=True, slots=True)
class ImportedBug:
    """One bug as another tracker had it; `closing_text` is its word for the end."""

    space_id: int
    reporter_id: int
    title: str
    words: str
    created_at: datetime
    source: str
    source_id: str
    state: str = "new"
    closing_text: str = ""
    severity: str = "minor"


@dataclass(frozen=True, slots=True)
class CameBug:
    """What became of a row: the bug, the act, and what stood here before it.

    `seen` is what the row said, for the next time: where a field of the bug is no
    longer that, people have edited it here.
    """

    bug: Bug
    action: str
    seen: dict[str, Any]
    before: dict[str, Any]


def import_bug(
    actor: Actor, row: ImportedBug, last: dict[str, Any] | None = None
) -> CameBug:
    """Bring a bug over: created, updated, revealed, or same where nothing changed.

    A second run changes only words, and none that was edited here since the `last`
    one; the state lives here from then on. What undoing had hidden is shown again.
    """
    require(policies.may_import, actor)
    known = db.session.scalar(
        select(Bug).where(Bug.source == row.source, Bug.source_id == row.source_id)
    )
    told = _told(row)
    seen = {name: _digest(value) for name, value in told.items()}
    if known is None:
        return CameBug(_create(actor, row), "created", seen, {})
    is_back = _show_again(known)
    before = {
        name: getattr(known, name)
        for name, value in told.items()
        if getattr(known, name) != value and _is_ours(known, name, last)
    }
    if before:
        _set(known, {name: told[name] for name in before})
    action = "revealed" if is_back else "updated" if before else "same"
    return CameBug(known, action, seen, before)


def undo_import(actor: Actor, bug: Bug) -> None:
    """Hide a bug that an undone import had brought; its page says that it is gone."""
    require(policies.may_import, actor)
    conceal(SYSTEM, bug, IMPORT_UNDONE)


def undo_update(actor: Actor, bug: Bug, before: dict[str, Any]) -> None:
    """Give a bug back the words that an undone import had changed."""
    require(policies.may_import, actor)
    _set(bug, before)


def _create(actor: Actor, row: ImportedBug) -> Bug:
    number = ids.next_number("bug")
    thread = comments.open_thread(
        actor, row.space_id, "bug", f"/bugs/{number}", owner_id=row.reporter_id
    )
    bug = Bug(
        number=number,
        space_id=row.space_id,
        thread_id=thread.id,
        reporter_id=row.reporter_id,
        title=row.title,
        actual=row.words,
        severity=row.severity,
        state=row.state,
        closing_text=row.closing_text if row.state in CLOSED else "",
        created_at=row.created_at,
        moved_at=row.created_at,
        source=row.source,
        source_id=row.source_id,
    )
    db.session.add(bug)
    db.session.flush()
    owing.owe_move(bug)
    emit(BugChanged(bug_id=bug.id))
    return bug


def _told(row: ImportedBug) -> dict[str, Any]:
    """The fields that a later run may change."""
    return {
        "title": row.title,
        "actual": row.words,
        "reporter_id": row.reporter_id,
    }


def _show_again(bug: Bug) -> bool:
    """Whether undoing had hidden it; then it is shown from now on."""
    hidden = queries.concealment_of(bug.id)
    if hidden is None or hidden.reason != IMPORT_UNDONE:
        return False
    reveal(SYSTEM, bug)
    return True


def _is_ours(bug: Bug, name: str, last: dict[str, Any] | None) -> bool:
    """Whether a field is still as the last run left it."""
    return not last or last.get(name) == _digest(getattr(bug, name))


def _set(bug: Bug, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(bug, name, value)
    emit(BugChanged(bug_id=bug.id))
    db.session.flush()


def _digest(value: Any) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]
