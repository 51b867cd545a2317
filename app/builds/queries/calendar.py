"""What comes when: the weeks ahead, and the last ones with what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, not_, or_, select
from sqlalchemy.orm import contains_eager

from app.builds.models import WAITING, Build, Channel, Train
from app.builds.queries import goodwills
from app.kernel import clock, pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.spaces import queries as spaces
from app.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Stop:
    """One week of a channel, with its space and the build if it is out."""

    train: Train
    space: Space
    build: Build | None


def weeks_ahead(actor: Actor, space_id: int | None = None) -> list[Stop]:
    """The trains that are still to come where the actor may look, the nearest first."""
    is_ahead = or_(Train.publish_at > clock.now(), Train.state.in_(WAITING))
    statement = _seen(actor, space_id).where(is_ahead)
    rows = db.session.scalars(statement.order_by(Train.publish_at, Train.id).limit(200))
    return _stops(list(rows))


def weeks_past(
    actor: Actor, after: str | None, space_id: int | None = None, size: int = 10
) -> pages.Page[Stop]:
    """The trains whose time has come, the newest first; quiet nights are left away."""
    is_quiet = and_(Channel.code == "nightly", Train.state == "skipped")
    statement = _seen(actor, space_id).where(
        Train.publish_at <= clock.now(), Train.state.not_in(WAITING), not_(is_quiet)
    )
    order = [Train.publish_at.desc(), Train.id.desc()]
    found = pages.page(statement, order, after=after, size=size)
    return pages.Page(_stops(found.items), found.next)


def weeks_since(actor: Actor, since: datetime) -> list[Stop]:
    """All trains from an instant on, for a calendar file."""
    statement = _seen(actor, None).where(Train.publish_at >= since)
    rows = db.session.scalars(statement.order_by(Train.publish_at, Train.id).limit(500))
    return _stops(list(rows))


def _seen(actor: Actor, space_id: int | None) -> Select[Train]:
    seen = spaces.ids_visible_to(actor, "builds")
    statement = (
        select(Train)
        .join(Train.channel)
        .options(contains_eager(Train.channel))
        .where(Channel.space_id.in_(seen))
    )
    return (
        statement if space_id is None else statement.where(Channel.space_id == space_id)
    )


def _stops(trains: Sequence[Train]) -> list[Stop]:
    """The trains with their spaces and with the builds that are out."""
    wanted = {train.channel.space_id for train in trains}
    rows = db.session.scalars(select(Space).where(Space.id.in_(wanted)))
    named = {space.id: space for space in rows}
    builds = goodwills.builds_of_trains([train.id for train in trains])
    out = {train_id: build for train_id, build in builds.items() if build.is_published}
    return [
        Stop(train, named[train.channel.space_id], out.get(train.id))
        for train in trains
    ]
