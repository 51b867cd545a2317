"""Forgetting what a person said."""

from typing import Any

from app.comments import queries
from app.comments.commands.writing import remove
from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import db


def erase(actor: Actor, person: Any) -> None:
    """Blank a person's words; the stubs keep the conversations readable."""
    audit.record(actor, "comments.erase", "person", person.id)
    for comment in queries.written_by(person.id):
        for revision in queries.revisions_of(comment.id):
            revision.set_body("")
        comment.set_body("")
        remove(person, comment)
    db.session.flush()
