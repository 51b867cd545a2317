"""Others who see the same bug."""

from sqlalchemy import delete

from app.builds import commands as builds
from app.feedback import policies, queries
from app.feedback.commands import refusals
from app.feedback.models import Bug, BugSighting
from app.kernel import clock
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, insert_once
from app.kernel.policies import require


def sight(actor: Actor, bug: Bug) -> Bug:
    """Say "mine is another one": one hears of the bug and is thanked for its fix.

    On a duplicate it counts for the bug that is worked on. Twice is the same as once.
    """
    known = queries.last_of(bug)
    require(policies.may_sight, actor, known)
    assert actor.id is not None
    if known.reporter_id == actor.id:
        raise refusals.OwnBug
    insert_once(BugSighting(bug_id=known.id, person_id=actor.id, at=clock.now()))
    thank(known)
    return known


def lose_sight(actor: Actor, bug: Bug) -> None:
    """Take that back; what one was thanked for stays."""
    require(policies.may_sight, actor, bug)
    gone = delete(BugSighting).where(
        BugSighting.bug_id == bug.id, BugSighting.person_id == actor.id
    )
    db.session.execute(gone.execution_options(synchronize_session=False))


def thank(bug: Bug) -> None:
    """Credit everybody who reported or saw a bug on the change that mends it."""
    item = queries.item_of(bug)
    if item is None:
        return
    for person_id, role in queries.thanked_for(bug):
        builds.credit(SYSTEM, item, person_id, role)
