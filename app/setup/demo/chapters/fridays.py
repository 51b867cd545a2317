"""Friday builds: planned on Monday, previewed on Wednesday, out on Friday, or later."""

from datetime import datetime, timedelta
from functools import partial

from app.builds import commands as builds
from app.builds import queries
from app.builds.commands import Description, NewItem
from app.builds.rules import BuildRules, retry_time
from app.kernel.actor import SYSTEM
from app.roadmap import commands as roadmap
from app.setup.demo import book
from app.setup.demo.book import Change, Friday
from app.setup.demo.chapters.decisions import item_of
from app.setup.demo.chapters.voices import living
from app.setup.demo.story import Story
from app.setup.demo.world import ZONE, World
from app.spaces import commands as spaces

_PLANNED = timedelta(days=4, hours=6)
_PREVIEW = timedelta(days=2)
_MINUTE = timedelta(minutes=1)
_ROLLED_OUT = (timedelta(hours=25), timedelta(hours=49))
# The Friday after next is a holiday of the house.
_HOLIDAY_WEEK = -3


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    for friday in book.fridays():
        _prepare(world, story, friday)
        _let_out(world, story, friday)
    for out in {world.week(friday).out for friday in book.fridays()}:
        _tick(world, story, out)
    story.at(world.ago(6, 9), partial(_announce_holiday, world))
    story.at(world.now - 5 * _MINUTE, lambda: builds.plan_coming(SYSTEM))


def planned_at(world: World, week: int) -> datetime:
    """When the builds of a week are planned."""
    return min(world.friday(week) - _PLANNED, world.now - 8 * _MINUTE)


def _prepare(world: World, story: Story, friday: Friday) -> None:
    planned = planned_at(world, friday.week)
    story.at(planned, partial(_plan, world, friday))
    story.at(planned + _MINUTE, partial(_fill, world, friday))
    story.at(planned + 2 * _MINUTE, lambda: builds.advance(SYSTEM))
    preview = world.friday(friday.week) - _PREVIEW
    slipped = min(preview - 2 * _MINUTE, world.now - 5 * _MINUTE)
    story.at(slipped, partial(_let_slip, world, friday))
    if preview < world.now - 2 * _MINUTE:
        story.at(preview + _MINUTE, lambda: builds.open_previews(SYSTEM))
    if friday.moved:
        story.at(planned + 4 * _MINUTE, partial(_move, world, friday))


def _plan(world: World, friday: Friday) -> None:
    space, monday = world.spaces[friday.space], world.monday(friday.week)
    train = builds.plan_train(world.people["ines"], space, monday)
    build = queries.of_train(train.id)
    words = Description(
        title=friday.title,
        notes=friday.notes,
        rollback=friday.rollback,
        rollback_data=friday.data,
        kind=friday.kind,
    )
    builds.describe(world.people["ines"], build, words, build.edits)
    if friday.picture is not None:
        picture = world.pictures[friday.picture.motif, friday.picture.variant]
        builds.set_picture(world.people["ines"], build, picture, friday.picture.alt)
    world.builds[friday.key] = build


def _fill(world: World, friday: Friday) -> None:
    for change in friday.changes:
        _add(world, friday, change)


def _add(world: World, friday: Friday, change: Change) -> None:
    ines, idea = world.people["ines"], world.ideas.get(change.idea)
    new = NewItem(
        kind=change.kind,
        title=change.title,
        body=change.body,
        idea_id=idea.id if idea else None,
        credits=[(world.people[who].id, role) for who, role in change.credits],
    )
    item = builds.add_item(ines, world.builds[friday.key], new)
    world.changes[*friday.key, change.title] = item
    if change.is_linked and idea:
        roadmap.link_build_item(ines, item_of(world, change.idea), item)


def _let_slip(world: World, friday: Friday) -> None:
    for change in friday.changes:
        if change.slipped:
            item = world.changes[*friday.key, change.title]
            builds.slip(world.people["ines"], item, change.slipped)


def _move(world: World, friday: Friday) -> None:
    """Announce a later time, with the reason that everybody reads."""
    train = living(world.builds[friday.key]).train
    later = retry_time(BuildRules(), world.friday(friday.week), ZONE)
    builds.reschedule(world.people["ines"], train, later, friday.moved)


def _let_out(world: World, story: Story, friday: Friday) -> None:
    if friday.week < 0:
        return
    if friday.is_late:
        # asked at the announced hour, it says why it waits and until when
        story.at(world.friday(friday.week), lambda: builds.publish_due(SYSTEM))
        story.at(world.friday(friday.week) + _MINUTE, partial(_choose, world, friday))
    if friday.halted:
        when = world.week(friday).out + timedelta(hours=friday.halted_hours)
        story.at(when, partial(_halt, world, friday))


def _tick(world: World, story: Story, out: datetime) -> None:
    """Let out what is due, and take it to more devices, as the hours pass."""
    if out > world.now:
        return
    story.at(out, lambda: builds.publish_due(SYSTEM), then_rest=True)
    for passed in _ROLLED_OUT:
        if out + passed < world.now:
            story.at(out + passed, lambda: builds.widen_due(SYSTEM))


def _choose(world: World, friday: Friday) -> None:
    """For a late build Sam has a question, Noor a place earlier; one is kept."""
    number = world.builds[friday.key].number
    sam, noor = world.people["sam"], world.people["noor"]
    question = "Which phone do you pair with in the workshop, and how old is it?"
    asked = queries.goodwill_of(sam.id, number)
    builds.choose_goodwill(sam, asked, "question", question)
    earlier = queries.goodwill_of(noor.id, number)
    builds.choose_goodwill(noor, earlier, "earlier_place")
    builds.keep_goodwill(world.people["ines"], earlier)


def _halt(world: World, friday: Friday) -> None:
    build = living(world.builds[friday.key])
    builds.halt(world.people["ines"], build, friday.halted)


def _announce_holiday(world: World) -> None:
    free = world.friday(_HOLIDAY_WEEK).date().isoformat()
    spaces.change_site(world.people["ada"], {"holidays": [free]})
