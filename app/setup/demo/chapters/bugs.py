"""Bugs: reported on a build, seen by others, mended and tried, or closed with why."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.comments import commands as comments
from app.comments.models import Thread
from app.feedback import commands as feedback
from app.feedback.commands import NewBug, NewLog
from app.feedback.models import BugAlarm
from app.kernel.db import db
from app.setup.demo import book
from app.setup.demo.book import Fault, Friday, Word
from app.setup.demo.chapters.voices import living
from app.setup.demo.story import Story
from app.setup.demo.world import World

_STEP = timedelta(hours=14)
_HOUR = timedelta(hours=1)
_MARGIN = timedelta(minutes=4)
_LOG = "halden-app.log"


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    known = {friday.key: friday for friday in book.fridays()}
    for fault in book.faults():
        filed = world.while_open(known[fault.space, fault.week], fault.at)
        step = min(_STEP, (world.now - _MARGIN - filed) / 6)
        story.at(filed, partial(_file, world, fault), then_rest=bool(fault.cleared))
        _hear(world, story, fault, filed)
        _handle(world, story, fault, filed, step)
        if fault.fixed_week is not None:
            _mend(world, story, fault, known[fault.space, fault.fixed_week])


def _hear(world: World, story: Story, fault: Fault, filed: datetime) -> None:
    """Others who see the same, and what is said under it."""
    latest = world.now - _MARGIN
    for place, who in enumerate(fault.seen_by, start=1):
        when = min(filed + place * 2 * _HOUR, latest)
        story.at(when, partial(_sight, world, fault, who))
    for word in fault.talk:
        story.at(
            min(filed + word.at * _HOUR, latest), partial(_say, world, fault, word)
        )


def _handle(
    world: World, story: Story, fault: Fault, filed: datetime, step: timedelta
) -> None:
    """What the team does about it, one step after the other."""
    if fault.asked:
        story.at(filed + step, partial(_ask, world, fault))
    if fault.closed:
        story.at(filed + 2 * step, partial(_close, world, fault))
    if fault.engineer:
        story.at(filed + step, partial(_confirm, world, fault))
    if fault.engineer and fault.is_started:
        story.at(filed + 1.5 * step, partial(_start, world, fault))
    if fault.cleared:
        story.at(filed + 5 * step, partial(_clear, world, fault))


def _mend(world: World, story: Story, fault: Fault, friday: Friday) -> None:
    fixed = world.friday(friday.week) + fault.fixed_hours * _HOUR
    story.at(fixed, partial(_fix, world, fault))
    if fault.verified_by:
        tried = world.while_open(friday, 0.25)
        story.at(tried, partial(_verify, world, fault))


def _file(world: World, fault: Fault) -> None:
    new = NewBug(
        title=fault.title,
        steps=fault.steps,
        expected=fault.expected,
        actual=fault.actual,
        severity=fault.severity,
        device={"words": fault.device} if fault.device else {},
        is_public=fault.is_public,
        log=NewLog(_LOG, fault.log) if fault.log else None,
    )
    build = living(world.builds[fault.space, fault.week])
    world.bugs[fault.key] = feedback.file(world.people[fault.who], build, new)


def _sight(world: World, fault: Fault, who: str) -> None:
    feedback.sight(world.people[who], world.bugs[fault.key])


def _say(world: World, fault: Fault, word: Word) -> None:
    thread = db.session.get_one(Thread, world.bugs[fault.key].thread_id)
    comments.write(world.people[word.who], thread, word.words)


def _ask(world: World, fault: Fault) -> None:
    asker = world.people[fault.asked_by]
    feedback.ask(asker, world.bugs[fault.key], fault.asked)


def _confirm(world: World, fault: Fault) -> None:
    engineer = world.people[fault.engineer]
    feedback.confirm(world.people["ines"], world.bugs[fault.key], engineer)


def _start(world: World, fault: Fault) -> None:
    feedback.start(world.people[fault.engineer], world.bugs[fault.key])


def _fix(world: World, fault: Fault) -> None:
    assert fault.fixed_week is not None
    build = living(world.builds[fault.space, fault.fixed_week])
    engineer, bug = world.people[fault.engineer], world.bugs[fault.key]
    feedback.fix(engineer, bug, build, change=fault.change)


def _verify(world: World, fault: Fault) -> None:
    feedback.verify(world.people[fault.verified_by], world.bugs[fault.key])


def _close(world: World, fault: Fault) -> None:
    bug, same = world.bugs[fault.key], world.bugs.get(fault.duplicate_of)
    feedback.close(world.people["kaito"], bug, fault.closed, fault.closing, same)


def _clear(world: World, fault: Fault) -> None:
    wanted = select(BugAlarm).where(BugAlarm.bug_id == world.bugs[fault.key].id)
    alarm = db.session.scalars(wanted).one()
    feedback.clear(world.people["ines"], alarm, fault.cleared)
