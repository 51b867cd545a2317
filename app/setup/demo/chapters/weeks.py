"""What a week asks and comes to: "what next?", standings, awards."""

from collections import Counter
from datetime import timedelta
from functools import partial

from app.builds.models import Build
from app.feedback import commands as feedback
from app.feedback import queries
from app.feedback.commands import Choice
from app.feedback.models import Question
from app.kernel.actor import SYSTEM
from app.setup.demo import book
from app.setup.demo.book import Report
from app.setup.demo.chapters.fridays import planned_at
from app.setup.demo.chapters.voices import living
from app.setup.demo.story import Story
from app.setup.demo.world import World

_ASKED = timedelta(minutes=3)
_ANSWERED = timedelta(days=1, hours=4)
_NAMED_AT = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_CHOOSERS = 27
_OPEN = timedelta(hours=24)
# How far down the list people look, the one of each week first on another idea.
_TASTES = (0, 1, 0, 2, 0, 3, 1, 0, 4, 2, 0, 5, 1)


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    out = [friday for friday in book.fridays() if friday.week >= 0]
    for week in {friday.week for friday in book.fridays()}:
        _ask(world, story, week)
    for times in {world.week(friday) for friday in out}:
        if times.awards < world.now - 2 * _MINUTE:
            close = partial(feedback.close_due_standings, SYSTEM)
            story.at(times.standings, close)
            story.at(times.awards, partial(feedback.announce_due_awards, SYSTEM))
    for report in book.reports():
        _honour(world, story, report)


def _ask(world: World, story: Story, week: int) -> None:
    asked = planned_at(world, week) + _ASKED
    story.at(asked, partial(_what_next, world, week))
    closed = asked + _OPEN
    story.at(min(closed, world.now - _MINUTE), partial(_choose, world, week))
    answered = closed + _ANSWERED
    if answered < world.now:
        story.at(answered, partial(_answer, world, week))


def _what_next(world: World, week: int) -> None:
    world.questions[week] = feedback.ask_due(SYSTEM)


def _choose(world: World, week: int) -> None:
    """People tap one of the first more often than one of the last."""
    for question in world.questions[week]:
        offered = queries.offers(question.train_id)
        feedback.seed_choices(question, _choices(world, question, offered))


def _choices(world: World, question: Question, offered: list[int]) -> list[Choice]:
    people = world.testers["app"][: _CHOOSERS // world.every]
    step = min(_OPEN, world.now - question.opens_at) / (len(people) + 1)
    return [
        Choice(
            person_id,
            question.opens_at + (place + 0.5) * step,
            offered[(_TASTES[place % len(_TASTES)] + question.train_id) % len(offered)],
        )
        for place, person_id in enumerate(people)
    ]


def _answer(world: World, week: int) -> None:
    for question in world.questions[week]:
        taken_id, words = _taken(world, question, week)
        feedback.answer_question(world.people["ines"], question, taken_id, words)


def _taken(world: World, question: Question, week: int) -> tuple[int | None, str]:
    """What was chosen most, where the team has something to say of it for once."""
    asked = queries.asked_page(SYSTEM, question.train_id)
    counts = Counter({one.idea.id: one.count or 0 for one in asked.options})
    said = {
        world.ideas[key].id: words
        for key, words in book.taken().items()
        if key in world.ideas and world.ideas[key].id not in world.taken
    }
    for idea_id, _ in counts.most_common(2):
        if idea_id in said:
            world.taken.add(idea_id)
            return idea_id, said[idea_id]
    return None, book.none_taken(week)


def _honour(world: World, story: Story, report: Report) -> None:
    """Name the tester of a week once reports are counted, before awards are told."""
    friday = next(
        each for each in book.fridays() if each.key == (report.space, report.week)
    )
    week = world.week(friday)
    if report.tester and week.awards < world.now - 2 * _MINUTE:
        story.at(week.standings + _NAMED_AT, partial(_name, world, report))


def _name(world: World, report: Report) -> None:
    build: Build = living(world.builds[report.space, report.week])
    person = world.people[report.who]
    chosen = next(
        one for one in queries.candidates_of(build) if one.person.id == person.id
    )
    feedback.name_tester(world.people["ines"], build, chosen, report.tester)
