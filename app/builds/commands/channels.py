"""Making a channel, and saying who may join it."""

from dataclasses import dataclass

from app.builds import policies, queries
from app.builds.commands import enrolments
from app.builds.models import CHANNEL_LABELS, JOINS, Channel
from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces.models import Space

CADENCE_OF = {"nightly": "nightly", "stable": "six_weeks"}
MOST_PLACES = 1_000_000


class UnknownChannel(Invalid):
    code = "unknown_channel"
    text = N_("Choose one of the channels that a space can have.")


class ChannelExists(Conflict):
    code = "channel_exists"
    text = N_("This space has that channel already.")


class UnknownWay(Invalid):
    code = "unknown_way"
    text = N_("Say how one joins.")


class TooFewPlaces(Invalid):
    code = "too_few_places"
    text = N_(
        "%(taken)s people are in and nobody is sent away: give at least as many places."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """How one gets into a channel, and for how many it has places; None = no limit."""

    joins: str = "open"
    capacity: int | None = None


def open_channel(actor: Actor, space: Space, code: str, entry: Entry) -> Channel:
    """Give a space another channel: early or nightly ones beside weekly and stable."""
    require(policies.may_keep_channels, actor, space.id)
    if code not in CHANNEL_LABELS:
        raise UnknownChannel(field="code")
    _check(entry, taken=0)
    row = insert_once(
        Channel(
            space_id=space.id,
            code=code,
            cadence=CADENCE_OF.get(code, "weekly"),
            joins=entry.joins,
            capacity=entry.capacity,
        )
    )
    if row is None:
        raise ChannelExists(field="code")
    audit.record(actor, "builds.open_channel", "channel", row.id)
    return row


def change_entry(actor: Actor, channel: Channel, entry: Entry) -> Channel:
    """Say anew how one joins, and for how many; who is in stays in.

    More places go at once to who waits.
    """
    require(policies.may_keep_channels, actor, channel.space_id)
    held = queries.locked_channel(channel.id)
    _check(entry, held.taken)
    values = {"joins": [held.joins, entry.joins], "places": entry.capacity}
    held.joins, held.capacity = entry.joins, entry.capacity
    db.session.flush()
    audit.record(actor, "builds.change_entry", "channel", held.id, values=values)
    enrolments.fill(held)
    return held


def _check(entry: Entry, taken: int) -> None:
    if entry.joins not in JOINS:
        raise UnknownWay(field="joins")
    if entry.capacity is None:
        return
    if not max(taken, 1) <= entry.capacity <= MOST_PLACES:
        raise TooFewPlaces(taken=taken, field="capacity")
