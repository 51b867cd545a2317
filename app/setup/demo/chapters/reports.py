"""What was reported and ruled on, closed, or is being checked."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app.comments import commands as comments
from app.comments.models import Comment
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.moderation import commands as moderation
from app.moderation import queries
from app.moderation.commands import Words
from app.moderation.queries import Subject
from app.setup.demo import book, crowd
from app.setup.demo.book import Case
from app.setup.demo.chapters.talk import thread_of
from app.setup.demo.story import Story
from app.setup.demo.world import World
from app.support import commands as support
from app.support.models import Support

_CLOSED = 55
_DOUBTED = 34
_JUST_NOW = timedelta(minutes=5)
_BETWEEN = timedelta(minutes=50)
_RULING = timedelta(hours=20)


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    for case in book.cases():
        _case(world, story, case)
    story.at(world.ago(_CLOSED), partial(_close, world, "lockscreen"))
    story.at(world.now - _JUST_NOW, partial(_doubt, world, "backpack"))


def _case(world: World, story: Story, case: Case) -> None:
    said: list[Comment] = []
    at = world.ago(case.days)
    story.at(at, partial(_say, world, case, said))
    for place, who in enumerate(case.reporters, start=1):
        report = partial(_report, world, case, who, said)
        story.at(at + place * _BETWEEN, report)
    if case.outcome:
        story.at(at + _RULING, partial(_rule, world, case, said))


def _say(world: World, case: Case, said: list[Comment]) -> None:
    (stranger,) = crowd.some(world, 1, world.ago(case.days + 30))
    said.append(comments.write(stranger, thread_of(world, case.idea), case.words))


def _report(world: World, case: Case, who: str, said: list[Comment]) -> None:
    moderation.report(world.people[who], _subject(said), case.code, case.note)


def _rule(world: World, case: Case, said: list[Comment]) -> None:
    subject = _subject(said)
    if case.outcome == "keep":
        moderation.keep(world.people["linh"], subject)
    else:
        moderation.conceal(world.people["mo"], subject, Words(case.reason))


def _subject(said: list[Comment]) -> Subject:
    return queries.subject_of(("comment", said[0].id))


def _close(world: World, key: str) -> None:
    words = book.said()["closed"]
    comments.lock(world.people["linh"], thread_of(world, key), words)


def _doubt(world: World, key: str) -> None:
    """The newest supports of one idea came too fast: two people will look at them."""
    idea = world.ideas[key]
    counted = select(Support.id).where(
        Support.idea_id == idea.id, Support.state == "counted"
    )
    newest = counted.order_by(Support.created_at.desc(), Support.id.desc())
    ids = db.session.scalars(newest.limit(world.count(_DOUBTED))).all()
    support.hold(SYSTEM, idea, ids, "burst")
