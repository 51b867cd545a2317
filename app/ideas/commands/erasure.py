"""Letting go of a person: words go, stubs stay."""

from typing import Any

from sqlalchemy import delete, select

from app.ideas import queries
from app.ideas.commands.moving import Reason, lock, move_to
from app.ideas.events import IdeaChanged
from app.ideas.models import (
    Idea,
    IdeaFollow,
    IdeaPicture,
    IdeaRevision,
    IdeaTag,
    TermsAcceptance,
)
from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit

NO_TITLE = "-"
_ENDS = ("draft", "submitted", "needs_work", "supporting")


def erase(actor: Actor, person: Any) -> None:
    """Delete drafts never sent; withdraw what may be withdrawn; blank all words."""
    audit.record(actor, "ideas.erase", "person", person.id)
    mine = select(Idea).where(Idea.author_id == person.id).order_by(Idea.id)
    for idea in db.session.scalars(mine).all():
        let_go(person, idea, Reason("author_left"))
    for model in (IdeaFollow, TermsAcceptance):
        db.session.execute(delete(model).where(model.person_id == person.id))
    db.session.flush()


def let_go(actor: Actor, idea: Idea, reason: Reason) -> None:
    """Delete a draft that was never sent; of any other only a blank stub stays."""
    if idea.submitted_at is None:
        _delete(idea)
        return
    lock(idea)
    _blank(idea)
    if idea.state in _ENDS:
        move_to(actor, idea, "withdrawn", reason)


def _delete(idea: Idea) -> None:
    for model in (IdeaPicture, IdeaRevision, IdeaFollow, IdeaTag):
        db.session.execute(delete(model).where(model.idea_id == idea.id))
    db.session.delete(idea)
    db.session.flush()


def _blank(idea: Idea) -> None:
    for revision in queries.revisions_of(idea.id):
        revision.title, revision.problem = NO_TITLE, ""
        revision.set_body("")
    for picture in queries.pictures_of(idea.id):
        db.session.delete(picture)
    db.session.execute(delete(IdeaTag).where(IdeaTag.idea_id == idea.id))
    idea.title, idea.problem, idea.tag_names = NO_TITLE, "", []
    idea.cover_name, idea.cover_alt, idea.cover_sizes = None, "", []
    idea.version += 1
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()
