"""Joining the test of a channel, and leaving it."""

from sqlalchemy import func, select

from app.builds import policies, queries
from app.builds.models import Channel, Enrolment
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict
from app.kernel.policies import require
from app.kernel.words import N_


class ChannelIsClosed(Conflict):
    code = "channel_closed"
    text = N_("This test cannot be joined by oneself.")


def enrol(actor: Actor, channel: Channel) -> Enrolment:
    """Join a channel in one tap; coming back is never refused, a full one waits."""
    require(policies.may_join, actor)
    assert actor.id is not None
    if channel.joins != "open":
        raise ChannelIsClosed
    state = "waiting" if _is_full(channel) else "active"
    row = Enrolment(channel_id=channel.id, person_id=actor.id, state=state)
    known = insert_once(row) or queries.enrolment_of(channel.id, actor.id)
    assert known is not None
    if known.state == "removed":
        raise ChannelIsClosed
    if known.state in ("left", "dormant"):
        known.state = state
        known.at = clock.now()
        db.session.flush()
    return known


def leave(actor: Actor, channel: Channel) -> None:
    """Leave a channel; leaving twice is leaving once."""
    require(policies.may_join, actor)
    assert actor.id is not None
    known = queries.enrolment_of(channel.id, actor.id)
    if known is not None and known.state != "removed":
        known.state = "left"
        db.session.flush()


def _is_full(channel: Channel) -> bool:
    if channel.capacity is None:
        return False
    living = select(func.count()).where(
        Enrolment.channel_id == channel.id, Enrolment.state == "active"
    )
    return (db.session.scalar(living) or 0) >= channel.capacity
