"""Forgetting a person: what he said, tapped and asked, and where he is named."""

from typing import Any

from sqlalchemy import delete, or_

from app.comments import queries
from app.comments.commands.mentions import without
from app.comments.commands.pictures import drop_pictures
from app.comments.commands.reactions import forget_reactions
from app.comments.commands.writing import remove
from app.comments.models import Comment, CommentMention, Mute
from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.text import HasBody


def erase(actor: Actor, person: Any) -> None:
    """Blank a person's words; the stubs keep the conversations readable."""
    audit.record(actor, "comments.erase", "person", person.id)
    for comment in queries.written_by(person.id):
        _blank(comment)
        remove(person, comment)
    for comment in queries.reacted_to(person.id):
        forget_reactions(comment, person.id)
    for comment in queries.naming(person.id):
        _unname(comment, person.number)
    named = CommentMention.person_id == person.id
    db.session.execute(delete(CommentMention).where(named))
    either = or_(Mute.person_id == person.id, Mute.muted_id == person.id)
    db.session.execute(delete(Mute).where(either))
    db.session.flush()


def _blank(comment: Comment) -> None:
    for words in _said(comment):
        words.set_body("")
    drop_pictures(comment, queries.pictures_of(comment.id))


def _unname(comment: Comment, number: int) -> None:
    for words in _said(comment):
        words.set_body(without(words.body_source, number))


def _said(comment: Comment) -> list[HasBody]:
    """What it says, and what it said before."""
    return [comment, *queries.revisions_of(comment.id)]
