"""Taking writing away from a person for a time; moderation rules, people keeps it."""

from datetime import datetime

from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import db
from app.people.models import Person


def restrict(
    actor: Actor,
    person: Person,
    *,
    suspended_until: datetime | None,
    slowed_until: datetime | None,
) -> None:
    """Let a person only read, or write little, until an instant; the caller ruled."""
    person.suspended_until = suspended_until
    person.slowed_until = slowed_until
    audit.record(actor, "people.restrict", "person", person.id)
    db.session.flush()
