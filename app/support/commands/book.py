"""One door for what happens to supports: an event each, and a change of the count."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert

from app.kernel.actor import Actor
from app.kernel.db import db
from app.support.models import Support, SupportEvent, TallyEntry


def record(
    actor: Actor,
    supports: Iterable[Support],
    kind: str,
    *,
    delta: int,
    at: datetime,
    reason: str = "",
) -> None:
    """Write down what happened to some supports of one idea; the fold counts it."""
    rows = list(supports)
    if not rows:
        return
    events = [
        {
            "support_id": support.id,
            "kind": kind,
            "reason_code": reason,
            "delta": delta,
            "actor_id": actor.id,
            "at": at,
        }
        for support in rows
    ]
    db.session.execute(insert(SupportEvent), events)
    if delta:
        change = TallyEntry(idea_id=rows[0].idea_id, delta=delta * len(rows), at=at)
        db.session.add(change)
