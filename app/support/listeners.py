"""The fold: support hears its own events. And each reached goal has its report."""

from app.ideas import commands as ideas
from app.ideas.events import RungReached
from app.ideas.models import Idea
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.events import on
from app.support import commands, queries
from app.support.events import (
    SupportGiven,
    SupportHeld,
    SupportReleased,
    SupportRestored,
    SupportVoided,
    SupportWithdrawn,
)


@on(SupportGiven)
def count_in(event: SupportGiven) -> None:
    """Fold what waits for this idea; after the first of a batch nothing is left."""
    commands.fold(event.idea_id)


@on(SupportWithdrawn)
def count_out(event: SupportWithdrawn) -> None:
    """The same, the other way; what was held may have been taken back, too."""
    _recount(event.idea_id)


@on(SupportHeld)
def count_held_out(event: SupportHeld) -> None:
    """What is being checked does not count."""
    _recount(event.idea_id)


@on(SupportReleased)
def count_released_in(event: SupportReleased) -> None:
    """What was checked counts again."""
    _recount(event.idea_id)


@on(SupportVoided)
def count_voided_out(event: SupportVoided) -> None:
    """What two people voided does not count."""
    _recount(event.idea_id)


@on(SupportRestored)
def count_restored_in(event: SupportRestored) -> None:
    """What two people restored counts again."""
    commands.fold(event.idea_id)


@on(RungReached)
def look_at_goal(event: RungReached) -> None:
    """The report on a goal, for those who look before it is signed."""
    idea = db.session.get_one(Idea, event.idea_id)
    commands.audit_rung(SYSTEM, idea, event.rung)


def _recount(idea_id: int) -> None:
    """Fold, and tell the idea how many wait for a verdict: expiry waits with them."""
    commands.fold(idea_id)
    held = queries.held_count(idea_id)
    if db.session.get_one(Idea, idea_id).held_count != held:
        ideas.record_held(SYSTEM, idea_id, held)
