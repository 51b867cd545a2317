"""Ideas from the draft to the first hundred, and what people say to them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from app.ideas import commands as ideas
from app.ideas.commands import Fix, Words
from app.kernel.actor import SYSTEM
from app.moderation import commands as moderation
from app.moderation.commands import Words as Because
from app.setup.demo import crowd
from app.setup.demo.book import Tale
from app.setup.demo.chapters import talk
from app.setup.demo.story import Story
from app.setup.demo.world import World
from app.support import commands as support
from app.support import queries as support_queries

_CHECKING = timedelta(hours=19)


def tell(world: World, story: Story, told_from: datetime) -> None:
    """Add the acts of this chapter; the crowd of before `told_from` comes silently."""
    for tale in world.tales:
        if tale.fate in _UNSEEN:
            _UNSEEN[tale.fate](world, story, tale)
        else:
            _publish(world, story, tale)
            _back(world, story, tale, told_from)
            talk.tell(world, story, tale, told_from)
    _end(world, story)


def _publish(world: World, story: Story, tale: Tale) -> None:
    public = world.ago(tale.published)
    if tale.fate == "by_rule":  # whose first ideas were fine need not wait
        story.at(public, partial(_send, world, tale))
        story.at(public, partial(_pass, world, tale))
        return
    story.at(public - _CHECKING, partial(_send, world, tale))
    mo = partial(_rule, world, tale, ideas.publish)
    story.at(public, mo)


def _send(world: World, tale: Tale, *, submits: bool = True) -> None:
    """Write a draft with its picture and send it to the gate."""
    author = world.people[tale.author]
    words = Words(tale.title, tale.problem, tale.body, tale.lang)
    idea = ideas.draft(author, world.spaces[tale.space], words)
    picture = world.pictures[tale.picture.motif, tale.picture.variant]
    ideas.attach(author, idea, picture, tale.picture.alt)
    if tale.tags:
        ideas.set_tags(author, idea, tale.tags)
    world.ideas[tale.key] = idea
    if submits:
        ideas.submit(author, idea, idea.version)


def _pass(world: World, tale: Tale) -> None:
    ideas.publish_by_rule(SYSTEM, world.ideas[tale.key])


def _rule(world: World, tale: Tale, act: Callable[..., object], *more: object) -> None:
    act(world.people["mo"], world.ideas[tale.key], *more)


def _back(world: World, story: Story, tale: Tale, told_from: datetime) -> None:
    """Named people first, by hand; the crowd afterwards, at once."""
    public, until = world.ago(tale.published), world.ago(tale.until)
    days = min((until - public) / timedelta(days=1), 50.0) * 0.9
    for place, who in enumerate(tale.backers, start=1):
        when = public + timedelta(days=days * place / (len(tale.backers) + 1))
        story.at(when, partial(_give, world, tale, who))
    if until <= told_from:
        story.at(until, partial(_flock, world, tale, public, until))
        return
    if public < told_from:
        story.at(told_from, partial(_flock, world, tale, public, told_from, until))
    latest = max(public, told_from)
    ends = min(until, world.now - timedelta(minutes=9))
    story.at(ends, partial(_rest_of_flock, world, tale, latest, ends))


def _give(world: World, tale: Tale, who: str) -> None:
    support.give(world.people[who], world.ideas[tale.key])


def _flock(
    world: World,
    tale: Tale,
    since: datetime,
    until: datetime,
    whole: datetime | None = None,
) -> None:
    """The crowd up to an instant; of a longer time, the part that falls before it."""
    count = max(0, world.count(tale.supporters) - len(tale.backers))
    if whole is not None:
        count = round(count * ((until - since) / (whole - since)) ** 0.5)
    idea = world.ideas[tale.key]
    support.seed(crowd.behind(world, idea.id, count, (since, until)))


def _rest_of_flock(world: World, tale: Tale, since: datetime, until: datetime) -> None:
    """Who is still missing comes in the last days."""
    idea = world.ideas[tale.key]
    support.fold(idea.id)
    missing = world.count(tale.supporters) - idea.support_count
    if missing > 0:
        known = set(support_queries.supporters_of(idea.id))
        support.seed(crowd.behind(world, idea.id, missing, (since, until), known))


def _end(world: World, story: Story) -> None:
    """Some ideas end: they are taken back, or run out of time."""
    for tale in world.tales:
        if tale.fate == "withdrawn":
            story.at(world.ago(tale.until - 0.5), partial(_withdraw, world, tale))
    story.at(world.now - timedelta(minutes=7), lambda: ideas.expire_due(SYSTEM))


def _withdraw(world: World, tale: Tale) -> None:
    ideas.withdraw(world.people[tale.author], world.ideas[tale.key])


def _stay_draft(world: World, story: Story, tale: Tale) -> None:
    story.at(world.ago(tale.published), partial(_send, world, tale, submits=False))


def _wait(world: World, story: Story, tale: Tale) -> None:
    story.at(world.ago(tale.published), partial(_send, world, tale))


def _ask(world: World, story: Story, tale: Tale) -> None:
    sent = world.ago(tale.published)
    story.at(sent, partial(_send, world, tale))
    fixes = [Fix(*each) for each in tale.fixes]
    ask = partial(_rule, world, tale, moderation.ask_fixes, fixes)
    story.at(sent + timedelta(days=2), ask)


def _refuse(world: World, story: Story, tale: Tale) -> None:
    sent = world.ago(tale.published)
    story.at(sent, partial(_send, world, tale))
    refuse = partial(_rule, world, tale, moderation.refuse, Because(*tale.refusal))
    story.at(sent + timedelta(days=1), refuse)


_UNSEEN: dict[str, Callable[[World, Story, Tale], None]] = {
    "draft": _stay_draft,
    "submitted": _wait,
    "needs_work": _ask,
    "rejected": _refuse,
}
