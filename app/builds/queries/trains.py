"""Trains for the clock and for whoever is about to change one."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.builds.models import WAITING, Build, BuildItem, Channel, Train
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import Space


def channel(space_id: int, code: str) -> Channel | None:
    """A channel of a space by its code."""
    statement = select(Channel).where(Channel.space_id == space_id)
    return db.session.scalar(statement.where(Channel.code == code))


def channel_by_id(channel_id: int) -> Channel:
    """A channel by key, for trains that belong to it."""
    return db.session.get_one(Channel, channel_id)


def build_of(train_id: int) -> Build | None:
    """The build that a train brings, if it was made already."""
    return db.session.scalar(select(Build).where(Build.train_id == train_id))


def has_changes(build_id: int) -> bool:
    """Whether anything is in a build."""
    statement = select(BuildItem.id).where(
        BuildItem.build_id == build_id, BuildItem.state.in_(("planned", "in"))
    )
    return db.session.scalar(statement.limit(1)) is not None


def planned_week(channel_id: int, week_start: date) -> Train | None:
    """The train of a channel in a week."""
    statement = select(Train).where(Train.channel_id == channel_id)
    return db.session.scalar(statement.where(Train.week_start == week_start))


def locked(train_id: int) -> Train:
    """A train as it is now, held until the transaction ends."""
    statement = (
        select(Train)
        .where(Train.id == train_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def due_trains() -> list[Train]:
    """The trains whose announced time has come, oldest first.

    None of a space that has its builds switched off.
    """
    statement = (
        select(Train)
        .join(Channel, Channel.id == Train.channel_id)
        .join(Space, Space.id == Channel.space_id)
        .where(Train.state.in_(WAITING), Train.publish_at <= clock.now())
        .where(Space.has_builds)
        .order_by(Train.publish_at, Train.id)
    )
    return list(db.session.scalars(statement))


def stepping() -> list[Train]:
    """The trains that have a step before their build to take, oldest first."""
    now = clock.now()
    freezes = and_(Train.state == "planned", Train.freeze_at <= now)
    is_early = Train.state.in_(("planned", "frozen"))
    asks = and_(Train.gate_at <= now, Train.gate_passed_at.is_(None))
    statement = (
        select(Train)
        .join(Channel, Channel.id == Train.channel_id)
        .join(Space, Space.id == Channel.space_id)
        .where(Train.state.in_(WAITING), Space.has_builds)
        .where(or_(freezes, and_(is_early, Train.rc_at <= now), asks))
        .order_by(Train.publish_at, Train.id)
    )
    return list(db.session.scalars(statement))


def ahead(channel_id: int) -> list[Train]:
    """The trains of a channel whose time has not come, the nearest first."""
    statement = select(Train).where(
        Train.channel_id == channel_id, Train.publish_at > clock.now()
    )
    return list(db.session.scalars(statement.order_by(Train.publish_at, Train.id)))


def known_weeks(channel_id: int, days: Sequence[date]) -> set[date]:
    """Which of these weeks of a channel are announced already."""
    statement = select(Train.week_start).where(
        Train.channel_id == channel_id, Train.week_start.in_(days)
    )
    return set(db.session.scalars(statement))


def has_weekly_by(space_id: int, until: datetime) -> bool:
    """Whether a weekly build of a space is out by an instant, or will be."""
    statement = (
        select(Train.id)
        .join(Channel, Channel.id == Train.channel_id)
        .where(Channel.space_id == space_id, Channel.code == "weekly")
        .where(Train.state.not_in(("skipped", "halted")), Train.publish_at <= until)
    )
    return db.session.scalar(statement.limit(1)) is not None


def soaked(stable: Channel, until: datetime) -> Build | None:
    """The newest weekly build that was out by an instant and was not cut before.

    With its changes; none that is halted, and none older than the last cut.
    """
    cut = aliased(Train)
    sources = select(cut.cut_from_id).where(cut.channel_id == stable.id)
    source = aliased(Train)
    last = select(func.max(source.week_start)).where(source.id.in_(sources))
    since = db.session.scalar(last) or date.min
    statement = (
        select(Build)
        .join(Train, Train.id == Build.train_id)
        .join(Channel, Channel.id == Train.channel_id)
        .where(Channel.space_id == stable.space_id, Channel.code == "weekly")
        .where(Train.state == "published", Train.published_at <= until)
        .where(Train.week_start > since)
        .options(selectinload(Build.items))
        .order_by(Train.published_at.desc(), Train.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def waiting_builds(space_id: int) -> list[Build]:
    """The builds of a space that are still to come, the nearest first."""
    statement = (
        select(Build)
        .join(Train, Train.id == Build.train_id)
        .options(joinedload(Build.train))
        .where(Build.space_id == space_id, Train.state.in_(WAITING))
        .order_by(Train.publish_at, Build.id)
    )
    return list(db.session.scalars(statement))


def recent(space_id: int, count: int = 12) -> list[Build]:
    """The last builds of a space, out or still to come, newest first."""
    statement = select(Build).where(Build.space_id == space_id)
    return list(db.session.scalars(statement.order_by(Build.id.desc()).limit(count)))


def spaces_with_builds() -> list[Space]:
    """The spaces that have a weekly build."""
    statement = select(Space).where(Space.has_builds).order_by(Space.id)
    return list(db.session.scalars(statement))
