"""Ideas from elsewhere, told apart by (source, source_id)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.comments import commands as comments
from app.ideas import policies, queries
from app.ideas.commands.gate import set_ladder
from app.ideas.events import IdeaChanged
from app.ideas.models import Idea, IdeaRevision
from app.kernel import clock, ids, text
from app.kernel.actor import Actor
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


def import_idea(actor: Actor, row: ImportedIdea) -> tuple[Idea, str]:
    """Bring an idea over: "created", "updated", or "same" where nothing changed.

    A second run changes only words and totals; its state lives here from then on.
    """
    require(policies.may_import, actor)
    known = db.session.scalar(
        select(Idea).where(Idea.source == row.source, Idea.source_id == row.source_id)
    )
    if known is None:
        return _create(actor, row), "created"
    return known, _update(known, row)


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


def _update(idea: Idea, row: ImportedIdea) -> str:
    revision = queries.revision_of(idea.id)
    source = text.render(row.body_markdown).source
    old = (idea.title, revision.body_source, idea.imported_count, idea.author_id)
    new = (row.title, source, row.imported_count, row.author_id)
    if old == new:
        return "same"
    idea.title = revision.title = row.title
    idea.imported_count = row.imported_count
    idea.author_id = row.author_id
    idea.version += 1
    idea.changed_at = clock.now()
    revision.set_body(row.body_markdown)
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()
    return "updated"
