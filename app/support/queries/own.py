"""What one person gave: the receipt, what happened to it, the export."""

from typing import Any

from sqlalchemy import func, select

from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people.models import Person
from app.support.models import Support, SupportEvent, SupportRuling


def receipt_of(actor: Actor, idea_id: int) -> Support:
    """The actor's own support of an idea; Missing where there never was one."""
    found = db.session.scalar(
        select(Support).where(
            Support.idea_id == idea_id, Support.person_id == (actor.id or 0)
        )
    )
    if found is None:
        raise Missing
    return found


def events_of(support: Support) -> list[SupportEvent]:
    """What happened to a support, in order."""
    found = select(SupportEvent).where(SupportEvent.support_id == support.id)
    return list(db.session.scalars(found.order_by(SupportEvent.id)))


def ruling_on(support: Support) -> SupportRuling | None:
    """What two people decided about a support last, if they did."""
    if support.ruling_id is None:
        return None
    return db.session.get_one(SupportRuling, support.ruling_id)


def last_event_of(support_id: int, kind: str) -> int:
    """The key of the last event of a kind that happened to a support."""
    newest = select(func.max(SupportEvent.id)).where(
        SupportEvent.support_id == support_id, SupportEvent.kind == kind
    )
    return db.session.scalar(newest) or 0


def personal(person: Person) -> list[dict[str, Any]]:
    """What we hold of a person here, for the export."""
    rows = select(Support, Idea.number).join(Idea, Idea.id == Support.idea_id)
    mine = rows.where(Support.person_id == person.id).order_by(Support.id)
    return [
        {
            "idea": number,
            "state": support.state,
            "provenance": support.provenance,
            "receipt": support.receipt,
            "held_for": support.held_for,
            "created_at": support.created_at.isoformat(),
        }
        for support, number in db.session.execute(mine)
    ]
