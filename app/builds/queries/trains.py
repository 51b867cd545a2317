"""Trains for the clock and for whoever is about to change one."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.builds.models import WAITING, Build, Channel, Train
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import Space


def channel(space_id: int, code: str) -> Channel | None:
    """A channel of a space by its code."""
    statement = select(Channel).where(Channel.space_id == space_id)
    return db.session.scalar(statement.where(Channel.code == code))


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
