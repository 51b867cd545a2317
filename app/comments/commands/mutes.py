"""Whose words one does not wish to see."""

from sqlalchemy import delete

from app.comments import policies
from app.comments.commands import refusals
from app.comments.models import Mute
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.policies import require
from app.people.models import Person


def mute(actor: Actor, person: Person) -> None:
    """See no more of a person's words. He is not told; twice is the same as once."""
    require(policies.may_mute, actor)
    if person.id == actor.id:
        raise refusals.OwnMute
    insert_once(Mute(person_id=actor.id, muted_id=person.id))


def unmute(actor: Actor, person: Person) -> None:
    """See a person's words again."""
    require(policies.may_mute, actor)
    own = delete(Mute).where(Mute.person_id == actor.id, Mute.muted_id == person.id)
    db.session.execute(own)
