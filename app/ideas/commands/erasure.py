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
        _let_go(person, idea)
    for model in (IdeaFollow, TermsAcceptance):
        db.session.execute(delete(model).where(model.person_id == person.id))
    db.session.flush()


def _let_go(person: Actor, idea: Idea) -> None:
    if idea.submitted_at is None:
        _delete(idea)
        return
    lock(idea)
    _blank(idea)
    if idea.state in _ENDS:
        move_to(person, idea, "withdrawn", Reason("author_left"))


def _delete(idea: Idea) -> None:
    for model in (IdeaPicture, IdeaRevision, IdeaFollow):
        db.session.execute(delete(model).where(model.idea_id == idea.id))
    db.session.delete(idea)
    db.session.flush()


def _blank(idea: Idea) -> None:
    for revision in queries.revisions_of(idea.id):
        revision.title, revision.problem = NO_TITLE, ""
        revision.set_body("")
    for picture in queries.pictures_of(idea.id):
        db.session.delete(picture)
    idea.title, idea.problem = NO_TITLE, ""
    idea.cover_name, idea.cover_alt = None, ""
    idea.version += 1
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()
