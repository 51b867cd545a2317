"""Choosing what is told, and on which ways."""

from collections.abc import Mapping

from sqlalchemy import delete

from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.words import N_
from app.notifications import policies
from app.notifications.models import (
    ALWAYS,
    CHANNELS,
    KINDS,
    LEVELS,
    NoticeChannel,
    NoticeChoice,
    is_usual,
)
from app.notifications.queries import Box
from app.people.models import Person


class UnknownChoice(Invalid):
    code = "unknown_notice_choice"
    text = N_("There is no such choice.")


class AlwaysOn(Conflict):
    code = "always_on"
    text = N_("This always comes: it is about your rights, your money or your safety.")


def choose_level(actor: Actor, person: Person, level: str, *, has_digest: bool) -> None:
    """How much comes, and whether the weekly mail does.

    Another level sets the boxes of site and feed anew; mails chosen stay chosen.
    """
    require(policies.may_choose, actor, person)
    if level not in LEVELS:
        raise UnknownChoice(field="level")
    row = _choice_of(person.id)
    if row.level != level:
        row.level = level
        _forget_boxes(person.id, ("site", "feed"))
    row.has_digest = has_digest
    db.session.flush()


def choose_boxes(actor: Actor, person: Person, wanted: Mapping[Box, bool]) -> None:
    """Set boxes of the matrix; what always comes cannot be switched off."""
    require(policies.may_choose, actor, person)
    for box, is_on in wanted.items():
        _check(box, is_on=is_on)
    level = _choice_of(person.id).level
    mine = {
        box: is_on for box, is_on in wanted.items() if is_on != is_usual(level, *box)
    }
    _forget_boxes(person.id, CHANNELS)
    for (kind, channel), is_on in mine.items():
        row = NoticeChannel(
            person_id=person.id, kind=kind, channel=channel, is_on=is_on
        )
        db.session.add(row)
    db.session.flush()


def switch_digest(actor: Actor, person: Person, *, is_on: bool) -> None:
    """The weekly mail alone: what the link in it does."""
    require(policies.may_choose, actor, person)
    _choice_of(person.id).has_digest = is_on
    db.session.flush()


def switch_mail(actor: Actor, person: Person, kind: str, *, is_on: bool) -> None:
    """Mails of one kind alone: what the link in them does."""
    require(policies.may_choose, actor, person)
    _check((kind, "mail"), is_on=is_on)
    _choice_of(person.id)
    db.session.execute(
        delete(NoticeChannel).where(
            NoticeChannel.person_id == person.id,
            NoticeChannel.kind == kind,
            NoticeChannel.channel == "mail",
        )
    )
    if is_on != is_usual("", kind, "mail"):
        row = NoticeChannel(person_id=person.id, kind=kind, channel="mail", is_on=is_on)
        db.session.add(row)
    db.session.flush()


def renew_feed(actor: Actor, person: Person) -> None:
    """Give the own feed a new address; the one before ends."""
    require(policies.may_choose, actor, person)
    _choice_of(person.id).feed_number += 1
    db.session.flush()


def _check(box: Box, *, is_on: bool) -> None:
    kind, channel = box
    if kind not in KINDS or channel not in CHANNELS:
        raise UnknownChoice
    if kind in ALWAYS and channel != "feed" and not is_on:
        raise AlwaysOn


def _choice_of(person_id: int) -> NoticeChoice:
    """The row of a person's choices, made when there is none."""
    insert_once(
        NoticeChoice(person_id=person_id, level="all", has_digest=True, feed_number=1)
    )
    return db.session.get_one(NoticeChoice, person_id)


def _forget_boxes(person_id: int, channels: tuple[str, ...]) -> None:
    db.session.execute(
        delete(NoticeChannel).where(
            NoticeChannel.person_id == person_id, NoticeChannel.channel.in_(channels)
        )
    )
