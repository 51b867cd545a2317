"""Building the demo world: the same for the same day, by the site's own commands."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.kernel import clock, relay
from app.kernel.db import atomic, db
from app.kernel.errors import Conflict
from app.kernel.words import N_
from app.notifications import commands as notifications
from app.notifications.models import Notice
from app.setup.demo import book, crowd, story
from app.setup.demo.book import Tale
from app.setup.demo.chapters import (
    agreements,
    bugs,
    decisions,
    fridays,
    ideas,
    money,
    opening,
    payout,
    reports,
    testers,
    voices,
    weeks,
)
from app.setup.demo.press import Key, Press
from app.setup.demo.story import Story
from app.setup.demo.world import PEOPLE, World, tales
from app.spaces.models import Space

SIZE = (800, 600)
_STILL_NEW = timedelta(days=6)
_HANDFUL = 9
_QUIET = timedelta(hours=1)
_MILESTONES = ((760, "the first ideas"), (560, "the second year"), (250, "the third"))
FOLLOWED = ("battery", "toolroll", "nightlight", "sunrise", "waterer", "large")

# Where two chapters tell of the same instant, it happens in this order.
_CHAPTERS = (
    opening,
    decisions,
    agreements,
    testers,
    fridays,
    voices,
    bugs,
    weeks,
    money,
    payout,
    reports,
)


class AlreadyBuilt(Conflict):
    code = "already_built"
    text = N_("There is something in this store already: it stays as it is.")


def build(
    say: Callable[[str], None] = lambda _: None,
    *,
    scale: float = 1.0,
    size: tuple[int, int] = SIZE,
) -> World:
    """Build the whole world into an empty store; refused where anything is.

    `scale` makes ladders, counts and crowd smaller, for tests.
    """
    if db.session.scalar(select(Space.id).limit(1)) is not None:
        raise AlreadyBuilt
    told = tales(scale)
    with Press(_pictures(told), size) as press:
        world = World(now=clock.now(), scale=scale, say=say, pictures=press, tales=told)
        say(f"  {world.count(PEOPLE):,} people ...")
        with atomic():
            crowd.gather(world)
        _perform(world)
        _tidy(world)
    return world


def _pictures(told: Sequence[Tale]) -> list[Key]:
    """What is to be painted, in the order in which it is needed."""
    by_age = sorted(told, key=lambda tale: -tale.published)
    painted = [tale.picture for tale in by_age]
    painted += [friday.picture for friday in book.fridays() if friday.picture]
    return [(picture.motif, picture.variant) for picture in painted]


def _perform(world: World) -> None:
    told_from = world.friday(1) + _QUIET
    chapters = Story()
    for chapter in _CHAPTERS:
        chapter.tell(world, chapters)
    ideas.tell(world, chapters, told_from)
    for days, words in _MILESTONES:
        chapters.at(world.ago(days), partial(world.say, f"  {words} ..."))
    chapters.rest(told_from, story.wake)
    for day in range(2, (world.now - told_from).days + 1, 3):
        chapters.rest(told_from + timedelta(days=day))
    decisions.follow_all(world, chapters, FOLLOWED)
    relay.drain()
    story.sleep()
    chapters.perform(world.now)


def _tidy(world: World) -> None:
    """Number on after the crowd; leave a handful on each bell: older ones were read."""
    before: datetime = world.now - _STILL_NEW
    with atomic():
        crowd.close(world)
        for person in world.people.values():
            told = select(Notice.id).where(Notice.person_id == person.id)
            newest = told.order_by(Notice.created_at.desc(), Notice.id.desc())
            kept = newest.where(Notice.created_at >= before).limit(_HANDFUL)
            old = told.where(Notice.id.not_in(db.session.scalars(kept).all()))
            notifications.read(person, db.session.scalars(old).all())
