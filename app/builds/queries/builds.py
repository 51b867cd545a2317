"""Builds an actor may see, and the lists of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
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
# More words than these are not asked for.
_MOST_WORDS = 6
# So many builds at once make a long list.
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """Which builds of the changelog: of a space, a channel, with words in them."""

    space: str = ""
    channel: str = ""
    words: str = ""

    @property
    def is_any(self) -> bool:
        """Whether something is asked for at all."""
        return bool(self.space or self.channel or self.words.strip())


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of the changelog, and when the next build comes."""

    builds: pages.Page[Build]
    next_at: datetime | None


_ALL = Filters()


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
    actor: Actor, after: str | None, filters: Filters = _ALL, size: int = 10
) -> IndexPage:
    """The builds that are out, newest first, with their changes and credits."""
    credited = selectinload(Build.items).selectinload(BuildItem.credits)
    statement = (
        visible_to(actor)
        .select()
        .where(Build.published_at.is_not(None), *_asked_for(filters))
        .options(*_frame(), credited.joinedload(BuildItemCredit.person))
    )
    order = [Build.published_at.desc(), Build.id.desc()]
    found = pages.page(statement, order, after=after, size=size)
    return IndexPage(found, db.session.scalar(_next_at(actor, filters)))


def changes(actor: Actor, filters: Filters) -> Iterator[tuple[Build, BuildItem]]:
    """Every change that came out, newest build first, read page by page."""
    after: str | None = None
    while True:
        found = index_page(actor, after, filters, size=_PAGE).builds
        for build in found.items:
            yield from ((build, item) for item in build.shown_items)
        if (after := found.next) is None:
            return


def channels_seen(actor: Actor) -> list[tuple[str, str, str]]:
    """(space, its name, channel) of what the actor may choose from, in order."""
    statement = (
        select(Space.slug, Space.name, Channel.code)
        .join(Channel, Channel.space_id == Space.id)
        .where(
            Space.id.in_(spaces.ids_visible_to(actor, "builds")),
            exists().where(
                Train.channel_id == Channel.id, Train.published_at.is_not(None)
            ),
        )
        .order_by(Space.name, Space.id, Channel.id)
    )
    return [(slug, name, code) for slug, name, code in db.session.execute(statement)]


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


def _asked_for(filters: Filters) -> list[ColumnElement[bool]]:
    """What a build must be like to be among what is asked for."""
    asked: list[ColumnElement[bool]] = _of_place(filters)
    asked += [_says(word) for word in filters.words.split()[:_MOST_WORDS]]
    return asked


def _of_place(filters: Filters) -> list[ColumnElement[bool]]:
    """In the space and the channel that are asked for, if any are."""
    asked: list[ColumnElement[bool]] = []
    if filters.space:
        of_space = exists().where(
            Space.id == Build.space_id, Space.slug == filters.space
        )
        asked.append(of_space)
    if filters.channel:
        of_channel = exists().where(
            Train.id == Build.train_id,
            Channel.id == Train.channel_id,
            Channel.code == filters.channel,
        )
        asked.append(of_channel)
    return asked


def _says(word: str) -> ColumnElement[bool]:
    """A build says a word itself, or one of the changes in it does."""
    in_item = exists().where(
        BuildItem.build_id == Build.id,
        BuildItem.state == "in",
        or_(
            BuildItem.title.icontains(word, autoescape=True),
            BuildItem.body_plain.icontains(word, autoescape=True),
        ),
    )
    itself = (Build.title, Build.version, Build.body_plain)
    return or_(in_item, *(part.icontains(word, autoescape=True) for part in itself))


def _next_at(actor: Actor, filters: Filters) -> Select[Any]:
    """When the next build of the actor's spaces is announced for."""
    return (
        select(Train.publish_at)
        .join(Build, Build.train_id == Train.id)
        .where(
            Build.space_id.in_(spaces.ids_visible_to(actor, "builds")),
            Train.state.in_(WAITING),
            _is_weekly(),
            *_of_place(filters),
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
