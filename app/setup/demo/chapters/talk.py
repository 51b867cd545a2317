"""What people say under ideas: what is old at once, what is new word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from app.comments import commands as comments
from app.comments.commands import Seed
from app.comments.models import Comment, Thread
from app.kernel import clock
from app.kernel.db import db
from app.setup.demo import crowd
from app.setup.demo.book import Say, Tale
from app.setup.demo.story import Story
from app.setup.demo.world import World

_NAME = re.compile(r"\{@(\w+)\}")
_LATEST = timedelta(minutes=20)
_SECOND_THOUGHT = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Some words, when they were said, and what they answer."""

    say: Say
    at: datetime
    under: Say | None = None


def tell(world: World, story: Story, tale: Tale, told_from: datetime) -> None:
    """Add the talk of one idea; of what was said before `told_from` nobody is told."""
    spoken = list(_spoken(world, tale))
    old = [one for one in spoken if one.at < told_from]
    if old:
        story.at(max(one.at for one in old), partial(_at_once, world, tale, old))
    for one in spoken:
        if one.at >= told_from:
            story.at(one.at, partial(_by_hand, world, tale, one))


def _spoken(world: World, tale: Tale) -> Iterator[_Spoken]:
    """Everything that is said, in the order of time."""
    found = []
    for say in tale.talk:
        found.append(_Spoken(say, _time(world, tale, say)))
        found += [_Spoken(one, _time(world, tale, one), say) for one in say.answers]
    return iter(sorted(found, key=lambda one: one.at))


def _time(world: World, tale: Tale, say: Say) -> datetime:
    return min(world.ago(tale.published - say.day), world.now - _LATEST)


def _at_once(world: World, tale: Tale, old: list[_Spoken]) -> None:
    thread = thread_of(world, tale.key)
    place = {one.say: at for at, one in enumerate(old)}
    rows = [
        Seed(
            author=world.people[one.say.who],
            source=_first_words(world, one.say),
            at=one.at,
            under=place[one.under] if one.under else None,
            is_official=one.say.is_official,
            reactions=_taps(world, one),
        )
        for one in old
    ]
    said = comments.seed(thread, rows)
    for comment, one in zip(said, old, strict=True):
        _keep(world, one, comment)


def _by_hand(world: World, tale: Tale, one: _Spoken) -> None:
    thread, say = thread_of(world, tale.key), one.say
    write = comments.answer if say.is_official else comments.write
    parent_id = world.said[one.under] if one.under else None
    author = world.people[say.who]
    comment = write(author, thread, _first_words(world, say), parent_id)
    for kind, count in say.reactions:
        for person in crowd.some(world, world.count(count), one.at):
            comments.react(person, comment, kind)
    _keep(world, one, comment)


def _keep(world: World, one: _Spoken, comment: Comment) -> None:
    """Remember what was said, and do with it what was done later."""
    world.said[one.say] = comment.id
    author = world.people[one.say.who]
    with clock.at(min(one.at + _SECOND_THOUGHT, world.now)):
        if one.say.before:
            words = _with_names(world, one.say.words)
            comments.edit(author, comment, words, comment.version)
        if one.say.is_pinned:
            comments.pin(author, comment)
    if one.say.wants_answer:
        comments.want_answer(author, comment)


def _taps(world: World, one: _Spoken) -> tuple[tuple[str, int], ...]:
    return tuple(
        (kind, person_id)
        for kind, count in one.say.reactions
        for person_id in crowd.pick(world, world.count(count), one.at)
    )


def _first_words(world: World, say: Say) -> str:
    return _with_names(world, say.before or say.words)


def _with_names(world: World, words: str) -> str:
    return _NAME.sub(lambda found: comments.link_to(world.people[found[1]]), words)


def thread_of(world: World, key: str) -> Thread:
    """Where people speak of an idea."""
    found: Thread = db.session.get_one(Thread, world.ideas[key].thread_id)
    return found
