"""Ideas from elsewhere, told apart by (source, source_id)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.comments import commands as comments
from app.ideas import policies, queries
from app.ideas.commands.gate import conceal, reveal, set_ladder
from app.ideas.events import IdeaChanged
from app.ideas.models import IMPORT_UNDONE, Idea, IdeaRevision
from app.kernel import clock, ids, text
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require
from app.spaces import queries as spaces


@dataclass(frozen=True, slots=True)
class ImportedIdea:
    """One idea as another board had it; it has no clock here."""

    space_id: int
    rule_set_id: int
    author_id: int
    title: str
    body_markdown: str
    created_at: datetime
    imported_count: int
    source: str
    source_id: str
    state: str = "supporting"
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a row: the idea, the act, and what stood here before it.

    `seen` is what the row said, for the next time: where a field of the idea is no
    longer that, people have edited it here.
    """

    idea: Idea
    action: str
    seen: dict[str, Any]
    before: dict[str, Any]


def import_idea(
    actor: Actor, row: ImportedIdea, last: dict[str, Any] | None = None
) -> Came:
    """Bring an idea over: created, updated, revealed, or same where nothing changed.

    A second run changes only words and totals, and none that was edited here since
    the `last` one; the state lives here from then on. What undoing had hidden is shown
    again.
    """
    require(policies.may_import, actor)
    known = db.session.scalar(
        select(Idea).where(Idea.source == row.source, Idea.source_id == row.source_id)
    )
    told = _told(row)
    seen = {name: _digest(value) for name, value in told.items()}
    if known is None:
        return Came(_create(actor, row), "created", seen, {})
    is_back = _show_again(known)
    before = _update(known, told, last)
    action = "revealed" if is_back else "updated" if before else "same"
    return Came(known, action, seen, before)


def undo_import(actor: Actor, idea: Idea) -> None:
    """Hide an idea that an undone import had brought; its page says that it is gone."""
    require(policies.may_import, actor)
    conceal(SYSTEM, idea, IMPORT_UNDONE)


def undo_update(actor: Actor, idea: Idea, before: dict[str, Any]) -> None:
    """Give an idea back the words and totals that an undone import had changed."""
    require(policies.may_import, actor)
    _set(idea, queries.revision_of(idea.id), before)


def _create(actor: Actor, row: ImportedIdea) -> Idea:
    number = ids.next_number("idea")
    thread = comments.open_thread(
        actor, row.space_id, "idea", f"/ideas/{number}", owner_id=row.author_id
    )
    idea = Idea(
        number=number,
        space_id=row.space_id,
        rule_set_id=row.rule_set_id,
        author_id=row.author_id,
        thread_id=thread.id,
        state=row.state,
        outcome=spaces.get(row.space_id).outcome,
        title=row.title,
        problem="",
        lang=row.lang,
        imported_count=row.imported_count,
        support_count=0,
        rungs_crossed=0,
        created_at=row.created_at,
        changed_at=row.created_at,
        submitted_at=row.created_at,
        published_at=row.created_at,
        source=row.source,
        source_id=row.source_id,
    )
    set_ladder(idea)
    db.session.add(idea)
    db.session.flush()
    _write(idea, row)
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()
    return idea


def _write(idea: Idea, row: ImportedIdea) -> None:
    revision = IdeaRevision(
        idea_id=idea.id,
        n=1,
        title=row.title,
        problem="",
        lang=row.lang,
        created_at=row.created_at,
        frozen_at=row.created_at,
    )
    revision.set_body(row.body_markdown)
    db.session.add(revision)


def _told(row: ImportedIdea) -> dict[str, Any]:
    """The fields that a later run may change."""
    return {
        "title": row.title,
        "body": text.tidy(row.body_markdown),
        "imported_count": row.imported_count,
        "author_id": row.author_id,
    }


def _show_again(idea: Idea) -> bool:
    """Whether undoing had hidden it; then it is shown from now on."""
    hidden = queries.concealment_of(idea.id)
    if hidden is None or hidden.reason != IMPORT_UNDONE:
        return False
    reveal(SYSTEM, idea)
    return True


def _update(
    idea: Idea, told: dict[str, Any], last: dict[str, Any] | None
) -> dict[str, Any]:
    """Take over what differs; what stood here before, empty where nothing did."""
    revision = queries.revision_of(idea.id)
    here = {
        "title": idea.title,
        "body": revision.body_source,
        "imported_count": idea.imported_count,
        "author_id": idea.author_id,
    }
    before = {
        name: here[name]
        for name, value in told.items()
        if here[name] != value and _is_ours(here[name], name, last)
    }
    if before:
        _set(idea, revision, {name: told[name] for name in before})
    return before


def _is_ours(value: Any, name: str, last: dict[str, Any] | None) -> bool:
    """Whether a field is still as the last run left it."""
    return not last or last.get(name) == _digest(value)


def _set(idea: Idea, revision: IdeaRevision, values: dict[str, Any]) -> None:
    for name in ("title", "imported_count", "author_id"):
        setattr(idea, name, values.get(name, getattr(idea, name)))
    revision.title = idea.title
    if "body" in values:
        revision.set_body(values["body"])
    idea.version += 1
    idea.changed_at = clock.now()
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()


def _digest(value: Any) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]
