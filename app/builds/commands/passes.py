"""Links and device codes that let testers in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from app.builds import policies, queries
from app.builds.models import Channel, ChannelPass
from app.kernel import audit, clock, ids
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces

MOST_USES = 1_000
MOST_DAYS = 365
MOST_CODES = 200
# Signs that nobody takes for another one when he reads them from a box.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUP = 4


class BadPass(Invalid):
    code = "bad_pass"
    text = N_("For 1 to %(uses)s people and 1 to %(days)s days, please.")


class TooManyCodes(Invalid):
    code = "too_many_codes"
    text = N_("Between 1 and %(most)s codes at once, please.")


class ChannelIsClosed(Conflict):
    code = "channel_closed"
    text = N_("This test cannot be joined by oneself.")


class PassNeeded(ChannelIsClosed):
    code = "pass_needed"
    text = N_("This test is by invitation: open the link that you were sent.")


class DeviceCodeNeeded(ChannelIsClosed):
    code = "device_code_needed"
    text = N_("Enter the code of your device: it stands on it or came with it.")


class PassIsOver(ChannelIsClosed):
    code = "pass_is_over"
    text = N_("This code or link lets nobody in any more. Ask the team for another.")


@dataclass(frozen=True, slots=True)
class NewPass:
    """For how many people and days a link works; the note is for those who made it."""

    uses: int = 1
    days: int = 14
    note: str = ""


def make_link(actor: Actor, channel: Channel, new: NewPass) -> str:
    """Make a link into a channel; it is told this once and kept as a hash alone."""
    require(policies.may_keep_channels, actor, channel.space_id)
    if not 1 <= new.uses <= MOST_USES or not 1 <= new.days <= MOST_DAYS:
        raise BadPass(uses=MOST_USES, days=MOST_DAYS, field="uses")
    token = ids.token()
    _keep(actor, channel, "link", token, new)
    values = {"kind": "link", "uses": new.uses, "days": new.days}
    audit.record(actor, "builds.make_pass", "channel", channel.id, values=values)
    return token


def make_codes(actor: Actor, channel: Channel, count: int, note: str = "") -> list[str]:
    """Make codes for devices, one person each; they are told this once."""
    require(policies.may_keep_channels, actor, channel.space_id)
    if not 1 <= count <= MOST_CODES:
        raise TooManyCodes(most=MOST_CODES, field="count")
    codes = [_code() for _one in range(count)]
    for code in codes:
        _keep(actor, channel, "device", code, NewPass(1, MOST_DAYS, note))
    values = {"kind": "device", "count": count}
    audit.record(actor, "builds.make_pass", "channel", channel.id, values=values)
    return codes


def end_pass(actor: Actor, channel: Channel, known: ChannelPass) -> None:
    """Let nobody else in by a link or code; twice is the same as once."""
    require(policies.may_keep_channels, actor, channel.space_id)
    if known.ended_at is None:
        known.ended_at = clock.now()
        values = {"pass": known.id}
        audit.record(actor, "builds.end_pass", "channel", channel.id, values=values)
    db.session.flush()


def use(channel: Channel, token: str) -> ChannelPass:
    """Count one use of the link or code that a channel asks for; refused without."""
    if not token.strip():
        raise _needed(channel)
    try:
        known = queries.open_pass(token)
    except Missing:
        raise PassIsOver(field="token") from None
    if known.channel_id != channel.id or known.kind != _kind(channel):
        raise PassIsOver(field="token")
    change = update(ChannelPass).where(
        ChannelPass.id == known.id,
        ChannelPass.ended_at.is_(None),
        ChannelPass.used < ChannelPass.max_uses,
    )
    counted = change.values(used=ChannelPass.used + 1).returning(ChannelPass.id)
    if db.session.scalar(counted) is None:
        raise PassIsOver(field="token")
    return known


def _keep(actor: Actor, channel: Channel, kind: str, token: str, new: NewPass) -> None:
    now = clock.now()
    db.session.add(
        ChannelPass(
            channel_id=channel.id,
            kind=kind,
            token_hash=spaces.hash_of(queries.plain_token(token)),
            note=new.note.strip(),
            made_by_id=actor.id,
            created_at=now,
            ends_at=now + timedelta(days=new.days),
            max_uses=new.uses,
        )
    )
    db.session.flush()


def _code() -> str:
    """80 random bits as four groups that are read aloud easily."""
    signs = [secrets.choice(_SIGNS) for _sign in range(queries.CODE_SIGNS)]
    words = "".join(signs)
    return "-".join(
        words[start : start + _GROUP] for start in range(0, len(words), _GROUP)
    )


def _kind(channel: Channel) -> str:
    return "link" if channel.joins == "invite" else "device"


def _needed(channel: Channel) -> ChannelIsClosed:
    asked = PassNeeded if channel.joins == "invite" else DeviceCodeNeeded
    return asked(field="token")
