"""Forgetting a person."""

from typing import Any

from app.feedback import policies, queries
from app.feedback.commands.awards import forget_awards
from app.feedback.commands.foursquares import forget_foursquares
from app.feedback.commands.questions import forget_choices
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require


def erase(actor: Actor, person: Any) -> None:
    """Forget a reporter's device; the report stays, under the tombstone's name.

    Of four-squares the counted answers stay; words and awards go.
    """
    require(policies.may_erase, actor, person.id)
    for bug in queries.reported_by(person.id):
        bug.device_json = {}
    forget_foursquares(person.id)
    forget_awards(person.id)
    forget_choices(person.id)
    db.session.flush()
