"""Goals switched off and on again: nothing of a ladder or a clock is lost."""

from sqlalchemy import select

from app.ideas import policies, queries
from app.ideas.commands.gate import set_ladder
from app.ideas.commands.moving import lock, set_clock
from app.ideas.models import Idea, IdeaStop
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.policies import require
from app.spaces import queries as spaces

CAUSE = "goals_off"


def switch_goals(actor: Actor, space_id: int) -> None:
    """Take over whether a space has goals; twice is the same as once."""
    require(policies.may_switch_goals, actor)
    is_on = spaces.is_on(spaces.get(space_id), "goals")
    gathering = select(Idea).where(
        Idea.space_id == space_id, Idea.state == "supporting", Idea.source.is_(None)
    )
    for idea in db.session.scalars(gathering.order_by(Idea.id)).all():
        lock(idea)
        if is_on:
            _go_on(idea)
        else:
            _stand_still(idea)
        set_ladder(idea)
        set_clock(idea)
    db.session.flush()


def _stand_still(idea: Idea) -> None:
    insert_once(IdeaStop(idea_id=idea.id, starts_at=clock.now(), cause=CAUSE))


def _go_on(idea: Idea) -> None:
    for stop in queries.stops_of(idea.id):
        if stop.cause == CAUSE and stop.ends_at is None:
            stop.ends_at = clock.now()
    db.session.flush()
