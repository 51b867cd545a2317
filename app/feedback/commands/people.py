"""Forgetting a person."""

from typing import Any

from app.feedback import policies, queries
from app.feedback.commands.awards import forget_awards
from app.feedback.commands.foursquares import forget_foursquares
from app.feedback.commands.logs import drop
from app.feedback.commands.questions import forget_choices
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require


def erase(actor: Actor, person: Any) -> None:
    """Forget a reporter's device and logs; the report stays, under the tombstone.

    That he saw a bug, too, stays counted like his support; of four-squares the counted
    answers stay, words and awards go.
    """
    require(policies.may_erase, actor, person.id)
    reported = queries.reported_by(person.id)
    for bug in reported:
        bug.device_json = {}
    for log in queries.logs_of([bug.id for bug in reported]):
        drop(log)
    forget_foursquares(person.id)
    forget_awards(person.id)
    forget_choices(person.id)
    db.session.flush()
