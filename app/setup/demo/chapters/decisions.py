"""What the team makes of ideas: goals signed, reviews decided, wishes taken up."""

from collections.abc import Container, Sequence
from datetime import timedelta
from functools import partial

from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.reviews import commands as reviews
from app.reviews import queries as review_queries
from app.reviews.commands import Verdict
from app.reviews.models import CRITERIA, Review
from app.roadmap import commands as roadmap
from app.roadmap import queries as roadmap_queries
from app.roadmap.commands import Reason
from app.roadmap.models import RoadmapItem
from app.setup.demo import book
from app.setup.demo.book import Step, Study
from app.setup.demo.story import Story
from app.setup.demo.world import World
from app.support import commands as support

JUDGES = ("priya", "ines", "dario", "hanna")


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    told = {tale.key for tale in world.tales}
    for study in book.studies():
        if study.idea in told:
            _study(world, story, study)
    _sign_goal(world, story, "keyboard", 14)
    for wish in _steps("taken_up", told):
        put = partial(_put_forward, world, wish.idea, wish.words)
        story.at(world.ago(wish.days + 1, 15), put)
        story.at(world.ago(wish.days, 11), partial(_sign_wish, world, wish.idea))
    for wish in _steps("started", told):
        start = partial(_move, world, wish.idea, "in_progress", wish.words)
        story.at(world.ago(wish.days, 10), start)
    for wish in _steps("shipped", told):
        _ship(world, story, wish)
    _wishes_open(world, story)


def review_of(world: World, key: str) -> Review:
    """The newest review of an idea, with the idea."""
    found = review_queries.of_idea(world.ideas[key].id)
    assert found is not None
    return review_queries.get(found.id)


def item_of(world: World, key: str) -> RoadmapItem:
    """The roadmap item that leads an idea."""
    return roadmap_queries.items_of_ideas([world.ideas[key].id])[0][1]


def _steps(name: str, told: Container[str]) -> list[Step]:
    return [step for step in book.steps(name) if step.idea in told]


def _study(world: World, story: Story, study: Study) -> None:
    _sign_goal(world, story, study.idea, study.signed)
    story.at(world.ago(study.opened, 9), lambda: reviews.open_due(SYSTEM))
    judges = JUDGES if study.outcome else JUDGES[1:3]
    for place, who in enumerate(judges):
        when = world.ago(study.opened - 4 - 3 * place, 14)
        story.at(when, partial(_score, world, study, who, place))
    if study.outcome:
        day = world.ago(study.decided, 10)
        story.at(day - timedelta(days=2), partial(_propose, world, study))
        story.at(day, partial(_sign, world, study), then_rest=True)


def _sign_goal(world: World, story: Story, key: str, days: float) -> None:
    first = partial(_sign_top, world, key, "mo")
    second = partial(_sign_top, world, key, "ines")
    story.at(world.ago(days + 1, 10), first)
    story.at(world.ago(days, 10), second)


def _sign_top(world: World, key: str, who: str) -> None:
    support.sign_goal(world.people[who], world.ideas[key])


def _score(world: World, study: Study, who: str, place: int) -> None:
    marks = {
        criterion: max(1, min(5, mark + (place + at) % 3 - 1))
        for at, (criterion, mark) in enumerate(zip(CRITERIA, study.marks, strict=True))
    }
    reviews.score(world.people[who], review_of(world, study.idea), marks)


def _propose(world: World, study: Study) -> None:
    until = clock.today() + timedelta(days=170)
    is_parked = study.outcome == "park"
    verdict = Verdict(
        outcome=study.outcome,
        text=study.text,
        change_our_mind=study.mind,
        park_cause="cost" if is_parked else "",
        park_until=until if is_parked else None,
    )
    reviews.propose(world.people["ines"], review_of(world, study.idea), verdict)


def _sign(world: World, study: Study) -> None:
    review = review_of(world, study.idea)
    decision = review_queries.living_decision(review.id)
    assert decision is not None
    reviews.sign(world.people["priya"], review, decision.sha256)


def _put_forward(world: World, key: str, words: str) -> None:
    roadmap.take_up(world.people["priya"], world.ideas[key], Reason(words))


def _sign_wish(world: World, key: str) -> None:
    idea: Idea = world.ideas[key]
    wish = roadmap_queries.living_take_up(idea.id)
    assert wish is not None
    roadmap.sign_take_up(world.people["ines"], idea, wish.id)


def _move(world: World, key: str, stage: str, words: str) -> None:
    roadmap.move(world.people["ines"], item_of(world, key), stage, words)


def _ship(world: World, story: Story, wish: Step) -> None:
    """At the latest before the last Friday but one: later all would be told again."""
    latest = world.friday(1) - timedelta(days=1)
    when = min(world.ago(wish.days, 16), latest)
    story.at(when, partial(_move, world, wish.idea, "shipped", wish.words))


def _wishes_open(world: World, story: Story) -> None:
    """One wish was declined, one waits for its second signature."""
    story.at(world.ago(62, 15), partial(_decline, world, "lockscreen"))
    story.at(world.ago(61, 11), partial(_sign_wish, world, "lockscreen"))
    story.at(
        world.ago(2, 15), partial(_put_forward, world, "undo", book.said()["undo"])
    )


def _decline(world: World, key: str) -> None:
    reason = Reason(book.said()["no"], book.said()["no_mind"])
    roadmap.decline(world.people["priya"], world.ideas[key], reason)


def follow_all(world: World, story: Story, keys: Sequence[str]) -> None:
    """Some named people follow what is being made."""
    for place, key in enumerate(keys):
        for who in ("noor", "sam", "wren", "elif")[: 2 + place % 3]:
            act = partial(_follow, world, key, who)
            story.at(world.ago(15 - place / 3, 18), act)


def _follow(world: World, key: str, who: str) -> None:
    roadmap.follow(world.people[who], item_of(world, key))
