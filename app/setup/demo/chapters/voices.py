"""What readers say of a build: votes and words of the named, and of the crowd."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from app.builds import commands as builds
from app.builds import queries
from app.builds.commands import Seed
from app.builds.models import Build, BuildItem
from app.comments import commands as comments
from app.comments.models import Thread
from app.feedback import commands as feedback
from app.feedback import queries as feedback_queries
from app.feedback.commands import NewFourSquare
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.setup.demo import book
from app.setup.demo.book import Friday, Report, Word
from app.setup.demo.chapters.testers import NAMED
from app.setup.demo.story import Story
from app.setup.demo.world import World

_MOODS = ("good", "love", "good", "so_so", "love", "good", "meh")
_SPREAD = 40  # so that the last voice comes some time before reports close
_RESTED = 17  # how far the turn of the crowd moves on from week to week


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    out = [friday for friday in book.fridays() if friday.week >= 0]
    known = {friday.key: friday for friday in out}
    for friday in out:
        _hear(world, story, friday)
    for place, report in enumerate(book.reports()):
        friday = known[report.space, report.week]
        when = world.while_open(friday, 0.2 + place % 9 / 20)
        story.at(when, partial(_report, world, report))


def living(build: Build) -> Build:
    """The build with its train and changes, as it is now."""
    return queries.of_train(build.train_id)


def _hear(world: World, story: Story, friday: Friday) -> None:
    """Votes and words while reports are open, as far as that time has passed."""
    for word in friday.talk:
        when = world.while_open(friday, word.at)
        story.at(when, partial(_say, world, friday, word))
    story.at(world.while_open(friday, 0.99), partial(_speak, world, friday))


def _count(world: World, friday: Friday) -> int:
    return (friday.keep + friday.needs) // world.every


def _when(world: World, friday: Friday, place: int) -> datetime:
    part = (place + 1) * world.every / (friday.keep + friday.needs + _SPREAD)
    return world.while_open(friday, part)


def _speak(world: World, friday: Friday) -> None:
    """All at once: everybody's votes, then the reports of those of the crowd."""
    build = living(world.builds[friday.key])
    turn = list(_turn(world, friday))
    builds.seed(
        build,
        [
            Seed(
                person_id,
                _when(world, friday, place),
                _verdict(world, friday, place),
                _ran(place),
                tuple((item.id, value) for item, value in _tastes(_out(build), place)),
            )
            for place, person_id in turn
        ],
    )
    _report_all(world, friday, build, turn)


def _report_all(
    world: World, friday: Friday, build: Build, turn: list[tuple[int, int]]
) -> None:
    """The named write their own, with the words why."""
    awaited = feedback_queries.awaited_ideas(SYSTEM, build.space_id)
    wanted = [None, *(idea.id for idea in awaited)]
    rows = []
    for place, person_id in turn:
        if place < len(NAMED) or not _ran(place):
            continue
        want_id = wanted[place * 7 % len(wanted)]
        said = _foursquare(friday, _out(build), want_id, place)
        rows.append(feedback.Seed(person_id, _when(world, friday, place), said))
    feedback.seed(build, rows)


def _turn(world: World, friday: Friday) -> Iterator[tuple[int, int]]:
    """(place, person): the named first, then others each week, so all are heard."""
    named, testers = len(NAMED), world.testers[friday.space]
    for place in range(min(_count(world, friday), named + len(testers))):
        if place < named:
            yield place, world.people[NAMED[place]].id
        else:
            yield place, testers[(place + _RESTED * friday.week) % len(testers)]


def _verdict(world: World, friday: Friday, place: int) -> str:
    """Those who would have more work done are spread among the others."""
    count, needs = _count(world, friday), friday.needs // world.every
    is_critic = (place + 1) * needs // count > place * needs // count
    return "needs_work" if is_critic else "keep"


def _ran(place: int) -> bool:
    """The named always did, of the others three of four."""
    return place < len(NAMED) or place % 4 != 3


def _tastes(items: list[BuildItem], place: int) -> list[tuple[BuildItem, str]]:
    """What every second person likes or dislikes of the changes."""
    if place % 2:
        return []
    return [
        (item, "dislike" if (place + 3 * at) % 13 == 6 else "like")
        for at, item in enumerate(items)
        if (place + at) % 5 < 4 - at
    ]


def _foursquare(
    friday: Friday, items: list[BuildItem], want_id: int | None, place: int
) -> NewFourSquare:
    """Most like the first change best, unless it is why a build was halted."""
    best, worst = items[0], items[-1 - place % len(items)]
    if place % 5 > 2 or friday.halted:
        best = items[place % len(items)]
    if friday.halted and place % 3:
        best, worst = items[-1], items[0]
    is_content = place % 2 == 0 or worst.id == best.id
    return NewFourSquare(
        mood="broken" if friday.halted and place % 3 else _MOODS[place % len(_MOODS)],
        best_item_id=None if place % 11 == 10 else best.id,
        worst_item_id=None if is_content else worst.id,
        want_idea_id=want_id,
    )


def _report(world: World, report: Report) -> None:
    """A named person's report, with the words why."""
    build = living(world.builds[report.space, report.week])
    items = {item.title: item.id for item in _out(build)}
    wanted = world.ideas.get(report.wants)
    new = NewFourSquare(
        mood=report.mood,
        best_item_id=items[report.best] if report.best else None,
        worst_item_id=items[report.worst] if report.worst else None,
        want_idea_id=wanted.id if wanted else None,
        why_best=report.why_best,
        why_worst=report.why_worst,
    )
    feedback.send_foursquare(world.people[report.who], build, new, ran=True)


def _out(build: Build) -> list[BuildItem]:
    """The changes that came out, in the order in which they were written."""
    return sorted(
        (item for item in build.items if item.state == "in"), key=lambda item: item.id
    )


def _say(world: World, friday: Friday, word: Word) -> None:
    thread = db.session.get_one(Thread, world.builds[friday.key].thread_id)
    person, about = world.people[word.who], word.about or None
    comments.write(person, thread, word.words, about=about, ran=word.ran)
