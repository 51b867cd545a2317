"""Builds an actor may see, and the lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.builds.models import (
    WAITING,
    Build,
    BuildItem,
    BuildItemCredit,
    Channel,
    Enrolment,
    Train,
)
from app.kernel import clock, pages
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces import queries as spaces
from app.spaces.models import Space

CREW = ("product", "engineer")


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of the changelog, and when the next build comes."""

    builds: pages.Page[Build]
    next_at: datetime | None


class Visible:
    """The builds of an actor's spaces: what is out, and for the crew what comes.

    For inner testers the candidates that they try.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def select(self) -> Select[Any]:
        """The statement, to be narrowed and ordered."""
        if self._actor.id == SYSTEM_ID:
            return select(Build)
        is_out = Build.published_at.is_not(None)
        seen = or_(is_out, of_crew(self._actor), tried_by(self._actor))
        return select(Build).where(
            Build.space_id.in_(spaces.ids_visible_to(self._actor, "builds")), seen
        )

    def get(self, number: int) -> Build:
        """A build with its train, space and thread; Missing if it may not be seen."""
        statement = self.select().options(*_frame()).where(Build.number == number)
        return _one(statement)

    def item(self, number: int, item_id: int) -> BuildItem:
        """A change of a build; Missing where the actor may not see it."""
        build = self.get(number)
        statement = select(BuildItem).where(
            BuildItem.id == item_id, BuildItem.build_id == build.id
        )
        found = db.session.scalar(statement)
        if found is None:
            raise Missing
        return found


def visible_to(actor: Actor) -> Visible:
    """The builds that an actor may see."""
    return Visible(actor)


def is_crew(actor: Actor, space_id: int | None = None) -> bool:
    """Whether the actor makes builds, here or everywhere."""
    return any(actor.has_role(role, space_id) for role in CREW)


def latest(actor: Actor, space_ids: Sequence[int] | None = None) -> Build | None:
    """The weekly build that went out last, in some spaces or in all the actor sees."""
    statement = visible_to(actor).select().options(*_frame()).where(_is_weekly())
    statement = statement.where(
        Build.published_at.is_not(None), Build.halted_at.is_(None)
    )
    if space_ids is not None:
        statement = statement.where(Build.space_id.in_(space_ids))
    last = statement.order_by(Build.published_at.desc(), Build.id.desc()).limit(1)
    found: Build | None = db.session.scalar(last)
    return found


def index_page(
    actor: Actor, after: str | None, *, space_id: int | None = None, size: int = 10
) -> IndexPage:
    """The builds that are out, newest first, with their changes and credits."""
    credited = selectinload(Build.items).selectinload(BuildItem.credits)
    statement = (
        visible_to(actor)
        .select()
        .where(Build.published_at.is_not(None))
        .options(*_frame(), credited.joinedload(BuildItemCredit.person))
    )
    if space_id is not None:
        statement = statement.where(Build.space_id == space_id)
    order = [Build.published_at.desc(), Build.id.desc()]
    found = pages.page(statement, order, after=after, size=size)
    return IndexPage(found, db.session.scalar(_next_at(actor)))


def coming(actor: Actor) -> list[Build]:
    """What the crew still has to publish, the nearest first."""
    statement = (
        visible_to(actor)
        .select()
        .join(Train, Train.id == Build.train_id)
        .options(*_frame(), selectinload(Build.items))
        .where(Train.state.in_(WAITING))
        .order_by(Train.publish_at, Build.id)
    )
    return list(db.session.scalars(statement))


def of_train(train_id: int) -> Build:
    """The build that a train brings."""
    return _one(select(Build).options(*_frame()).where(Build.train_id == train_id))


def by_ids(build_ids: Sequence[int]) -> dict[int, Build]:
    """Builds by key, for rows that name them."""
    rows = db.session.scalars(select(Build).where(Build.id.in_(build_ids)))
    return {build.id: build for build in rows}


def of_ideas(actor: Actor, idea_ids: Sequence[int]) -> list[tuple[int, str, Build]]:
    """(idea, the change's title, the build it came out in), oldest first."""
    statement = (
        visible_to(actor)
        .select()
        .join(BuildItem, BuildItem.build_id == Build.id)
        .where(
            BuildItem.idea_id.in_(idea_ids),
            BuildItem.state == "in",
            Build.published_at.is_not(None),
        )
        .with_only_columns(BuildItem.idea_id, BuildItem.title, Build)
        .order_by(Build.published_at, BuildItem.id)
    )
    rows = db.session.execute(statement)
    return [(int(row[0] or 0), row[1], row[2]) for row in rows]


def _next_at(actor: Actor) -> Select[Any]:
    """When the next build of the actor's spaces is announced for."""
    return (
        select(Train.publish_at)
        .join(Build, Build.train_id == Train.id)
        .where(
            Build.space_id.in_(spaces.ids_visible_to(actor, "builds")),
            Train.state.in_(WAITING),
            _is_weekly(),
        )
        .order_by(Train.publish_at)
        .limit(1)
    )


def crew_spaces(actor: Actor) -> list[Space]:
    """The spaces with builds in whose crew the actor is, by name."""
    known = spaces.all_of(actor)
    return [space for space in known if space.has_builds and is_crew(actor, space.id)]


def of_crew(actor: Actor) -> ColumnElement[bool]:
    """The builds of the spaces whose crew the actor belongs to."""
    if is_crew(actor):
        return true()
    grants = getattr(actor, "grants", [])
    places = [grant.space_id for grant in grants if grant.role in CREW]
    return and_(Build.space_id.in_(places)) if places else false()


def _is_weekly() -> ColumnElement[bool]:
    """Builds of the week, not nightly or stable ones."""
    weekly = select(Train.id).join(Channel, Channel.id == Train.channel_id)
    return Build.train_id.in_(weekly.where(Channel.code == "weekly"))


def tried_by(actor: Actor) -> ColumnElement[bool]:
    """The candidates that wait for the word of an inner tester."""
    if not actor.is_person:
        return false()
    inner = (
        select(Channel.space_id)
        .join(Enrolment, Enrolment.channel_id == Channel.id)
        .where(Channel.code == "inner", Enrolment.person_id == actor.id)
        .where(Enrolment.state == "active")
    )
    tried = select(Train.id).where(
        Train.state.in_(("rc", "delayed")), Train.rc_at <= clock.now()
    )
    return and_(Build.space_id.in_(inner), Build.train_id.in_(tried))


def _frame() -> tuple[Any, ...]:
    return (
        joinedload(Build.train).joinedload(Train.channel),
        joinedload(Build.space),
        joinedload(Build.thread),
    )


def _one(statement: Select[Any]) -> Build:
    found: Build | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found
