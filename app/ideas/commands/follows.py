"""Wishes to hear of an idea."""

from sqlalchemy import delete

from app.ideas import policies
from app.ideas.events import IdeaFollowed
from app.ideas.models import Idea, IdeaFollow
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require


def follow(actor: Actor, idea: Idea) -> None:
    """Following twice is the same as following once."""
    require(policies.may_follow, actor, idea)
    person_id = int(actor.id or 0)
    row = IdeaFollow(idea_id=idea.id, person_id=person_id, created_at=clock.now())
    if insert_once(row):
        emit(IdeaFollowed(idea_id=idea.id, person_id=person_id))
        db.session.flush()


def unfollow(actor: Actor, idea: Idea) -> None:
    """Hear no more of it; twice is the same as once."""
    change = delete(IdeaFollow).where(
        IdeaFollow.idea_id == idea.id, IdeaFollow.person_id == actor.id
    )
    db.session.execute(change)
