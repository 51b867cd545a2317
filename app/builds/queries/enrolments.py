"""Reading channels: who is in, who waits, who was first, and how one gets in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.builds.models import (
    AWAY,
    QUEUED,
    WAITING,
    Build,
    BuildItem,
    BuildVote,
    Channel,
    Enrolment,
    Founder,
    Install,
    ItemVote,
    Train,
)
from app.builds.queries import builds, removals
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces import queries as spaces
from app.spaces.models import Space

PAGE = 50
# Whom a list of a channel shows, by the word of its address.
LISTS = {
    "in": ("active",),
    "queue": QUEUED,
    "away": AWAY,
    "removed": ("removed",),
}
# The first to be let in comes first.
_IN_TURN = (Enrolment.score.desc(), Enrolment.at, Enrolment.id)


def channels(actor: Actor) -> list[Channel]:
    """The channels of the spaces that an actor sees, by space."""
    statement = (
        select(Channel)
        .join(Space, Space.id == Channel.space_id)
        .options(joinedload(Channel.space))
        .where(Channel.space_id.in_(spaces.ids_visible_to(actor, "builds")))
        .order_by(Space.name, Space.id, Channel.id)
    )
    return list(db.session.scalars(statement))


def channel_at(actor: Actor, slug: str, code: str) -> Channel:
    """A channel by its address; Missing where the actor may not see its space."""
    return _channel(actor, Space.slug == slug, Channel.code == code)


def channel_for(actor: Actor, channel_id: int) -> Channel:
    """A channel by key; Missing where the actor may not see its space."""
    return _channel(actor, Channel.id == channel_id)


def locked_channel(channel_id: int) -> Channel:
    """A channel as it is now, held until the transaction ends."""
    statement = select(Channel).where(Channel.id == channel_id)
    held = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(held).one()


def locked_enrolment(channel_id: int, person_id: int) -> Enrolment | None:
    """A person's row in a channel as it is now; read under the channel's lock."""
    statement = select(Enrolment).where(
        Enrolment.channel_id == channel_id, Enrolment.person_id == person_id
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def enrolment_in(channel_id: int, person_number: int) -> Enrolment:
    """The row of the person with a public number; Missing where there is none."""
    statement = _with_people(channel_id).where(
        Enrolment.person.has(number=person_number)
    )
    found: Enrolment | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def enrolments_of(person_id: int) -> list[Enrolment]:
    """Every channel that a person has to do with, by space."""
    statement = (
        select(Enrolment)
        .join(Channel, Channel.id == Enrolment.channel_id)
        .join(Space, Space.id == Channel.space_id)
        .options(joinedload(Enrolment.channel).joinedload(Channel.space))
        .where(Enrolment.person_id == person_id)
        .order_by(Space.name, Enrolment.id)
    )
    return list(db.session.scalars(statement))


def next_in_turn(channel: Channel) -> list[Enrolment]:
    """Who waits and has a place now: by score, then time."""
    statement = select(Enrolment).where(
        Enrolment.channel_id == channel.id, Enrolment.state == "waiting"
    )
    in_turn = statement.order_by(*_IN_TURN).limit(channel.free)
    return list(db.session.scalars(in_turn))


def applied_in(channel_id: int) -> list[Enrolment]:
    """Who applied and was not looked at yet."""
    statement = select(Enrolment).where(
        Enrolment.channel_id == channel_id, Enrolment.state == "applied"
    )
    return list(db.session.scalars(statement.order_by(Enrolment.id)))


def turn_of(enrolment: Enrolment) -> int:
    """The place of somebody who waits, among those who wait: 1 is next."""
    same_score = Enrolment.score == enrolment.score
    same_time = and_(same_score, Enrolment.at == enrolment.at)
    ahead = or_(
        Enrolment.score > enrolment.score,
        and_(same_score, Enrolment.at < enrolment.at),
        and_(same_time, Enrolment.id < enrolment.id),
    )
    statement = select(func.count()).where(
        Enrolment.channel_id == enrolment.channel_id,
        Enrolment.state.in_(QUEUED),
        ahead,
    )
    return (db.session.scalar(statement) or 0) + 1


def members_page(
    channel_id: int, which: str, after: str | None
) -> pages.Page[Enrolment]:
    """One of the lists of a channel: who waits in turn, all others newest first."""
    statement = _with_people(channel_id).where(Enrolment.state.in_(LISTS[which]))
    order = _IN_TURN if which == "queue" else [Enrolment.id.desc()]
    return pages.page(statement, order, after, PAGE)


def everyone_in(channel_id: int) -> Iterator[Enrolment]:
    """Everybody who ever joined a channel, for its file, a page at a time."""
    after: str | None = None
    while True:
        found = pages.page(_with_people(channel_id), [Enrolment.id], after, 500)
        yield from found.items
        after = found.next
        if after is None:
            return


def counts_of(channel_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many are in each state, by channel."""
    statement = (
        select(Enrolment.channel_id, Enrolment.state, func.count())
        .where(Enrolment.channel_id.in_(channel_ids))
        .group_by(Enrolment.channel_id, Enrolment.state)
    )
    found: dict[int, dict[str, int]] = {key: {} for key in channel_ids}
    for channel_id, state, count in db.session.execute(statement):
        found[channel_id][state] = count
    return found


def count_in(channel_id: int) -> int:
    """How many are in a channel, counted by their rows."""
    statement = select(func.count()).where(
        Enrolment.channel_id == channel_id, Enrolment.state == "active"
    )
    return db.session.scalar(statement) or 0


def score_of(space_id: int, person_id: int) -> int:
    """What a person's testing in a space counted when it was last worked out."""
    statement = (
        select(func.max(Enrolment.score))
        .join(Channel, Channel.id == Enrolment.channel_id)
        .where(Channel.space_id == space_id, Enrolment.person_id == person_id)
    )
    return db.session.scalar(statement) or 0


def testers_in(space_id: int) -> list[Enrolment]:
    """Every row of a space's channels, so that scores can be written down."""
    statement = (
        select(Enrolment)
        .join(Channel, Channel.id == Enrolment.channel_id)
        .where(Channel.space_id == space_id)
    )
    return list(db.session.scalars(statement.order_by(Enrolment.id)))


def channels_in(space_id: int) -> list[Channel]:
    """The channels of a space."""
    statement = select(Channel).where(Channel.space_id == space_id)
    return list(db.session.scalars(statement.order_by(Channel.id)))


def idle_in(channel_id: int, before: datetime) -> list[Enrolment]:
    """Who is in and showed no sign of testing since an instant, as far as noted."""
    statement = select(Enrolment).where(
        Enrolment.channel_id == channel_id,
        Enrolment.state == "active",
        Enrolment.active_at <= before,
    )
    return list(db.session.scalars(statement.order_by(Enrolment.id)))


def last_seen(space_id: int, person_ids: Sequence[int]) -> dict[int, datetime]:
    """When these people last voted on a build of a space, or ran one."""
    build_of_item = BuildItem.build_id == Build.id
    signs = union_all(
        _signs(BuildVote.person_id, BuildVote.at, space_id).join(
            Build, Build.id == BuildVote.build_id
        ),
        _signs(Install.person_id, Install.last_seen, space_id).join(
            Build, Build.id == Install.build_id
        ),
        _signs(ItemVote.person_id, ItemVote.at, space_id)
        .join(BuildItem, BuildItem.id == ItemVote.item_id)
        .join(Build, build_of_item),
    ).subquery()
    statement = (
        select(signs.c.person_id, func.max(signs.c.at))
        .where(signs.c.person_id.in_(person_ids))
        .group_by(signs.c.person_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def founders(space_id: int) -> list[Founder]:
    """The first testers of a space, in the order in which they came."""
    statement = select(Founder).options(joinedload(Founder.person))
    rows = statement.where(Founder.space_id == space_id).order_by(Founder.place)
    return list(db.session.scalars(rows))


def founder_places_of(person_id: int) -> list[Founder]:
    """Where a person was among the first."""
    statement = select(Founder).where(Founder.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Founder.id)))


def founder_of(space_id: int, person_id: int) -> Founder | None:
    """A person's place on the wall of a space."""
    statement = select(Founder).where(Founder.space_id == space_id)
    return db.session.scalar(statement.where(Founder.person_id == person_id))


def last_founder_place(space_id: int) -> int:
    """The last place that was given on the wall of a space; 0 on an empty one."""
    statement = select(func.max(Founder.place)).where(Founder.space_id == space_id)
    return db.session.scalar(statement) or 0


def hold_wall(space_id: int) -> None:
    """Let nobody else write on the wall of a space until the transaction ends."""
    db.session.scalar(select(Space.id).where(Space.id == space_id).with_for_update())


def latest_in(actor: Actor, channel_id: int) -> Build | None:
    """The build that a channel brought last, where the actor may see it."""
    last = (
        builds.visible_to(actor)
        .select()
        .join(Train, Train.id == Build.train_id)
        .options(joinedload(Build.train))
        .where(Train.channel_id == channel_id, Build.published_at.is_not(None))
        .order_by(Build.published_at.desc(), Build.id.desc())
        .limit(1)
    )
    found: Build | None = db.session.scalar(last)
    return found


def next_of_channel(channel_id: int) -> datetime | None:
    """When the next build of a channel is announced for."""
    statement = select(func.min(Train.publish_at)).where(
        Train.channel_id == channel_id, Train.state.in_(WAITING)
    )
    return db.session.scalar(statement)


def personal(person: Any) -> dict[str, Any]:
    """What is held of a person as a tester, beside the channels themselves."""
    places = founder_places_of(person.id)
    return {
        "founder": [{"space_id": row.space_id, "place": row.place} for row in places],
        "removed_from_tests": [
            {
                "at": row.at.isoformat(),
                "reason": row.reason,
                "appeal": row.appeal,
                "answer": row.answer,
            }
            for row in removals.removals_of(person.id)
        ],
    }


def _channel(actor: Actor, *which: Any) -> Channel:
    statement = (
        select(Channel)
        .join(Space, Space.id == Channel.space_id)
        .options(joinedload(Channel.space))
        .where(Channel.space_id.in_(spaces.ids_visible_to(actor, "builds")), *which)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def _with_people(channel_id: int) -> Select[Any]:
    statement = select(Enrolment).options(joinedload(Enrolment.person))
    return statement.where(Enrolment.channel_id == channel_id)


def _signs(person_id: Any, at: Any, space_id: int) -> Select[Any]:
    """Who did something in a space's builds, and when; its tables are joined after."""
    signs = select(person_id.label("person_id"), at.label("at"))
    return signs.where(Build.space_id == space_id)
