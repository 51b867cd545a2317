"""Joining the test of a channel, waiting for a place, leaving, coming back."""

from collections.abc import Mapping
from datetime import datetime

from app.builds import policies, queries
from app.builds.commands import passes, trains
from app.builds.events import PlaceGiven
from app.builds.models import Channel, Enrolment, Founder
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class WasRemoved(passes.ChannelIsClosed):
    code = "was_removed"
    text = N_(
        "You were taken out of this test. Its page says why, and how to ask for a "
        "second look."
    )


def enrol(actor: Actor, channel: Channel, token: str = "") -> Enrolment:
    """Join a channel in one tap; coming back is never refused, a full one waits.

    By invitation or device a first time needs its link or code. Who applies by score
    waits until scores are worked out the next time.
    """
    require(policies.may_join, actor)
    assert actor.id is not None
    held = queries.locked_channel(channel.id)
    known = queries.locked_enrolment(held.id, actor.id)
    if known is None:
        return _join(actor, held, token)
    if known.state == "removed":
        raise WasRemoved
    if known.is_away:
        _stand_in_line(held, known)
        fill(held, asking=known)
    return known


def leave(actor: Actor, channel: Channel) -> None:
    """Leave a channel; leaving twice is leaving once, and the next in turn gets in."""
    require(policies.may_leave, actor)
    assert actor.id is not None
    held = queries.locked_channel(channel.id)
    known = queries.locked_enrolment(held.id, actor.id)
    if known is not None and known.state not in ("removed", "left"):
        step_out(held, known, "left")
        fill(held)


def fill(channel: Channel, asking: Enrolment | None = None) -> None:
    """Give the free places to who waits, by score, then time.

    Each is told but the one who just asked: he sees it.
    """
    for row in queries.next_in_turn(channel):
        row.state = "active"
        row.at = row.active_at = clock.now()
        channel.taken += 1
        db.session.flush()
        _put_on_wall(channel, row.person_id)
        if asking is None or row.id != asking.id:
            emit(
                PlaceGiven(
                    enrolment_id=row.id,
                    channel_id=channel.id,
                    person_id=row.person_id,
                    at=row.at.isoformat(),
                )
            )


def step_out(channel: Channel, enrolment: Enrolment, state: str) -> None:
    """Put a tester into a state that needs no place; the channel is held."""
    enrolment.state = state
    enrolment.at = clock.now()
    enrolment.warned_at = None
    db.session.flush()
    channel.taken = queries.count_in(channel.id)
    db.session.flush()


def set_scores(
    actor: Actor,
    space_id: int,
    points: Mapping[int, int],
    seen: Mapping[int, datetime],
) -> None:
    """Write down what each tester of a space counts, and when he was seen last.

    Who is not named counts nothing. Then those who applied by score stand in line, and
    the free places go to the first of it.
    """
    require(policies.may_count, actor)
    for channel in queries.channels_in(space_id):
        queries.locked_channel(channel.id)
    for row in queries.testers_in(space_id):
        row.score = max(0, points.get(row.person_id, 0))
        note_sign(row, seen.get(row.person_id))
    db.session.flush()
    for channel in queries.channels_in(space_id):
        for row in queries.applied_in(channel.id):
            row.state = "waiting"
        db.session.flush()
        fill(channel)


def note_sign(enrolment: Enrolment, at: datetime | None) -> None:
    """A sign of testing: whoever had been warned is so no longer."""
    before = enrolment.active_at
    if at is not None and before is not None and at > before:
        enrolment.active_at = at
        enrolment.warned_at = None


def readmit(channel: Channel, enrolment: Enrolment) -> None:
    """Put somebody whose removal was wrong back in line; the channel is held."""
    _stand_in_line(channel, enrolment)
    fill(channel)


def forget(person_id: int) -> None:
    """Take an erased person out of every channel; the wall keeps its tombstone."""
    for removal in queries.removals_of(person_id):
        db.session.delete(removal)
    for row in queries.enrolments_of(person_id):
        held = queries.locked_channel(row.channel_id)
        step_out(held, row, "left")
        db.session.delete(row)
        db.session.flush()
        fill(held)


def _join(actor: Actor, channel: Channel, token: str) -> Enrolment:
    assert actor.id is not None
    asks = channel.joins in ("invite", "device")
    row = Enrolment(
        channel_id=channel.id,
        person_id=actor.id,
        state="waiting",
        score=queries.score_of(channel.space_id, actor.id),
        at=clock.now(),
        active_at=None,
        pass_id=passes.use(channel, token).id if asks else None,
    )
    made = insert_once(row)
    assert made is not None, "the channel is held: nobody else joins meanwhile"
    _stand_in_line(channel, made)
    fill(channel, asking=made)
    return made


def _stand_in_line(channel: Channel, enrolment: Enrolment) -> None:
    """Behind who waits already; a first time by score begins with an application."""
    is_new = enrolment.active_at is None
    enrolment.state = "applied" if channel.joins == "score" and is_new else "waiting"
    enrolment.at = clock.now()
    enrolment.warned_at = None
    db.session.flush()


def _put_on_wall(channel: Channel, person_id: int) -> None:
    """The first testers of a space stay on its wall for ever."""
    most = trains.rules_of(channel.space_id).founders
    if queries.last_founder_place(channel.space_id) >= most:
        return
    queries.hold_wall(channel.space_id)
    if queries.founder_of(channel.space_id, person_id) is not None:
        return
    place = queries.last_founder_place(channel.space_id) + 1
    if place <= most:
        db.session.add(
            Founder(space_id=channel.space_id, person_id=person_id, place=place)
        )
        db.session.flush()
