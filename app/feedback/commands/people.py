"""Forgetting a person."""

from typing import Any

from app.feedback import policies, queries
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require


def erase(actor: Actor, person: Any) -> None:
    """Forget a reporter's device; the report stays, under the tombstone's name."""
    require(policies.may_erase, actor, person.id)
    for bug in queries.reported_by(person.id):
        bug.device_json = {}
    db.session.flush()
