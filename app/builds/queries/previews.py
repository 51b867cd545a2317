"""What is shown of a build before it is out: from the hour of its preview on."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.builds.models import WAITING, Build, BuildItem, BuildItemCredit, Channel, Train
from app.comments.models import Thread
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces import queries as spaces
from app.spaces.models import Space


def in_preview(actor: Actor, number: int) -> Build:
    """A build that is to come and may be looked at; Missing before its hour."""
    seen = spaces.ids_visible_to(actor, "builds")
    statement = _previews().where(Build.number == number, Build.space_id.in_(seen))
    found: Build | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def previews_to_open() -> list[Build]:
    """The builds whose preview is due and was not opened, oldest first."""
    statement = (
        _previews()
        .join(Thread, Thread.id == Build.thread_id)
        .join(Space, Space.id == Build.space_id)
        .where(Space.has_builds, Thread.hidden_at.is_not(None))
        .where(Train.state.in_(WAITING))
    )
    return list(db.session.scalars(statement.order_by(Train.preview_at, Build.id)))


def items_with_credits(build_id: int) -> list[BuildItem]:
    """The changes of a build, planned, in or slipped, with whom to thank."""
    credited = joinedload(BuildItem.credits).joinedload(BuildItemCredit.person)
    statement = select(BuildItem).where(BuildItem.build_id == build_id)
    rows = db.session.scalars(statement.options(credited).order_by(BuildItem.id))
    return list(rows.unique())


def build_before(build: Build) -> Build | None:
    """The build of the same channel that came out before this one."""
    before = (
        select(Build)
        .join(Train, Train.id == Build.train_id)
        .where(
            Train.channel_id == build.train.channel_id,
            Build.published_at < build.published_at,
        )
        .order_by(Build.published_at.desc(), Build.id.desc())
    )
    return db.session.scalar(before.limit(1))


def _previews() -> Select[Any]:
    train = joinedload(Build.train).joinedload(Train.channel)
    return (
        select(Build)
        .join(Train, Train.id == Build.train_id)
        .join(Channel, Channel.id == Train.channel_id)
        .options(train, joinedload(Build.space), joinedload(Build.thread))
        .where(
            Channel.code == "weekly",
            Train.state.in_((*WAITING, "skipped")),
            Train.preview_at <= clock.now(),
        )
    )
