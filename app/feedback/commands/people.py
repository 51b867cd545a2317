"""Forgetting a person."""

from typing import Any

from app.feedback import policies, queries
from app.feedback.commands.logs import drop
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require


def erase(actor: Actor, person: Any) -> None:
    """Forget a reporter's device and logs; the report stays, under the tombstone.

    That he saw a bug, too, stays counted like his support.
    """
    require(policies.may_erase, actor, person.id)
    reported = queries.reported_by(person.id)
    for bug in reported:
        bug.device_json = {}
    for log in queries.logs_of([bug.id for bug in reported]):
        drop(log)
    db.session.flush()
