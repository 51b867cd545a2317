"""Friday builds, planned on Monday, voted on till Tuesday; and their bugs."""

from datetime import datetime, timedelta
from functools import partial

from app.builds import commands as builds
from app.builds import queries
from app.builds.commands import Description, NewItem
from app.builds.models import Build, Channel
from app.comments import commands as comments
from app.comments.models import Thread
from app.feedback import commands as feedback
from app.feedback.commands import NewBug
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.people.models import Person
from app.roadmap import commands as roadmap
from app.setup.demo import book, crowd
from app.setup.demo.book import Fault, Friday, Word
from app.setup.demo.chapters.decisions import item_of
from app.setup.demo.story import Story
from app.setup.demo.world import World

_TESTERS = 64
_NAMED = ("sam", "wren", "noor", "farid", "thandiwe", "callum", "elif", "chen", "mateo")
_MARGIN = timedelta(minutes=3)


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    voices: dict[str, list[Person]] = {}
    story.at(world.friday(62) - timedelta(days=9), partial(_enrol, world, voices))
    weeks = {}
    for friday in book.fridays():
        _prepare(world, story, friday)
        weeks[friday.week] = world.friday(friday.week)
        if friday.week >= 0:
            _hear(world, story, friday, voices)
    for week, out in weeks.items():
        if week >= 0:
            story.at(out, lambda: builds.publish_due(SYSTEM), then_rest=True)
    for fault in book.faults():
        _bug(world, story, fault)


def _enrol(world: World, voices: dict[str, list[Person]]) -> None:
    """Named testers and some of the crowd join the weekly test of both spaces."""
    before = clock.now() - timedelta(days=1)
    some = crowd.some(world, _TESTERS, before)
    voices["all"] = [*(world.people[who] for who in _NAMED), *some]
    for space in (world.spaces["desk"], world.spaces["app"]):
        channel: Channel = builds.ensure_channel(space, "weekly")
        for person in voices["all"]:
            builds.enrol(person, channel)


def _prepare(world: World, story: Story, friday: Friday) -> None:
    monday = world.friday(friday.week) - timedelta(days=4, hours=6)
    planned = min(monday, world.now - timedelta(minutes=8))
    story.at(planned, partial(_plan, world, friday))
    story.at(planned + timedelta(minutes=2), partial(_fill, world, friday))


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
    world.builds[friday.space, friday.week] = build


def _fill(world: World, friday: Friday) -> None:
    ines, build = world.people["ines"], world.builds[friday.space, friday.week]
    for change in friday.changes:
        idea = world.ideas.get(change.idea)
        new = NewItem(
            kind=change.kind,
            title=change.title,
            body=change.body,
            idea_id=idea.id if idea else None,
            credits=[(world.people[who].id, role) for who, role in change.credits],
        )
        item = builds.add_item(ines, build, new)
        world.changes[friday.space, friday.week, change.title] = item
        if change.is_linked and idea:
            roadmap.link_build_item(ines, item_of(world, change.idea), item)


def _hear(
    world: World, story: Story, friday: Friday, voices: dict[str, list[Person]]
) -> None:
    """Votes and words while reports are open, as far as that time has passed."""
    for place in range(0, friday.keep + friday.needs, world.every):
        when = _while_open(world, friday.week, (place + 1) / (friday.keep + 30))
        act = partial(_vote, world, friday, voices, place)
        story.at(when, act)
    for word in friday.talk:
        when = _while_open(world, friday.week, word.at)
        story.at(when, partial(_say, world, friday, word))


def _while_open(world: World, week: int, part: float) -> datetime:
    out = world.friday(week)
    closes = min(out + timedelta(days=3, hours=18), world.now - _MARGIN)
    return out + timedelta(seconds=10) + part * (closes - out - timedelta(seconds=20))


def _vote(
    world: World, friday: Friday, voices: dict[str, list[Person]], place: int
) -> None:
    """One person's word on a build, and on its changes for every second one."""
    if place >= len(voices["all"]):
        return
    person = voices["all"][place]
    build = _living(world.builds[friday.space, friday.week])
    verdict = "needs_work" if place % 9 == 4 and _is_critic(friday, place) else "keep"
    builds.vote(person, build, verdict, ran=place % 3 != 2)
    if place % 2:
        return
    mine = (friday.space, friday.week)
    items = [item for key, item in world.changes.items() if key[:2] == mine]
    for at, item in enumerate(items if friday.week < 2 else items[:1]):
        if (place + at) % 5 < 3:
            value = "dislike" if (place + 3 * at) % 13 == 0 else "like"
            builds.vote_item(person, item, value, ran=place % 3 != 2)


def _is_critic(friday: Friday, place: int) -> bool:
    return place // 9 < friday.needs


def _living(build: Build) -> Build:
    """The build with its train and changes, as it is now."""
    return queries.of_train(build.train_id)


def _say(world: World, friday: Friday, word: Word) -> None:
    build = world.builds[friday.space, friday.week]
    thread = db.session.get_one(Thread, build.thread_id)
    about = word.about or None
    person = world.people[word.who]
    comments.write(person, thread, word.words, about=about, ran=word.ran)


def _bug(world: World, story: Story, fault: Fault) -> None:
    filed = _while_open(world, fault.week, fault.at)
    story.at(filed, partial(_file, world, fault))
    step = (world.now - filed) / 6 if fault.week == 0 else timedelta(hours=14)
    if fault.closed:
        story.at(filed + 2 * step, partial(_close, world, fault))
    if not fault.engineer:
        return
    story.at(filed + step, partial(_confirm, world, fault))
    story.at(filed + 2 * step, partial(_start, world, fault))
    if fault.fixed_week is None:
        return
    fixed = world.friday(fault.fixed_week) - timedelta(hours=20)
    story.at(fixed, partial(_fix, world, fault))
    if fault.verified_by:
        tried = _while_open(world, fault.fixed_week, 0.25)
        story.at(tried, partial(_verify, world, fault))


def _file(world: World, fault: Fault) -> None:
    new = NewBug(
        title=fault.title,
        steps=fault.steps,
        expected=fault.expected,
        actual=fault.actual,
        severity=fault.severity,
    )
    build = _living(world.builds["app", fault.week])
    world.bugs[fault.key] = feedback.file(world.people[fault.who], build, new)


def _confirm(world: World, fault: Fault) -> None:
    engineer = world.people[fault.engineer]
    feedback.confirm(world.people["ines"], world.bugs[fault.key], engineer)


def _start(world: World, fault: Fault) -> None:
    feedback.start(world.people[fault.engineer], world.bugs[fault.key])


def _fix(world: World, fault: Fault) -> None:
    assert fault.fixed_week is not None
    build = _living(world.builds["app", fault.fixed_week])
    feedback.fix(world.people[fault.engineer], world.bugs[fault.key], build)


def _verify(world: World, fault: Fault) -> None:
    feedback.verify(world.people[fault.verified_by], world.bugs[fault.key])


def _close(world: World, fault: Fault) -> None:
    bug = world.bugs[fault.key]
    feedback.close(world.people["kaito"], bug, fault.closed, fault.closing)
