"""Who tests: the first ones on the wall, those who wait for a prototype, scores."""

from datetime import timedelta
from functools import partial

from app.builds import commands as builds
from app.builds.commands import Entry
from app.feedback import commands as feedback
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.setup.demo import crowd
from app.setup.demo.story import Story
from app.setup.demo.world import World

NAMED = ("sam", "wren", "noor", "farid", "thandiwe", "callum", "elif", "chen", "mateo")
_CROWD = {"app": 64, "desk": 18}
# There are as many prototypes as people who have them: these wait for one.
_LATER = {"greta": 33, "amara": 26, "lucia": 19, "weihan": 9, "lena": 4}
_COUNTED = timedelta(minutes=5)


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    story.at(world.friday(62) - timedelta(days=9), partial(_enrol, world))
    story.at(world.ago(40, 10), partial(_limit, world))
    for who, days in _LATER.items():
        story.at(world.ago(days, 20), partial(_ask_for_place, world, who))
    story.at(world.now - _COUNTED, lambda: feedback.count_scores(SYSTEM))


def _enrol(world: World) -> None:
    """Named testers and some of the crowd join the weekly test of both spaces."""
    before = clock.now() - timedelta(days=1)
    for space, count in _CROWD.items():
        some = crowd.some(world, count // world.every, before)
        channel = builds.ensure_channel(world.spaces[space], "weekly")
        for person in [*(world.people[who] for who in NAMED), *some]:
            builds.enrol(person, channel)
        world.testers[space] = [person.id for person in some]


def _limit(world: World) -> None:
    channel = builds.ensure_channel(world.spaces["desk"], "weekly")
    entry = Entry("open", capacity=channel.taken)
    builds.change_entry(world.people["ines"], channel, entry)


def _ask_for_place(world: World, who: str) -> None:
    channel = builds.ensure_channel(world.spaces["desk"], "weekly")
    builds.enrol(world.people[who], channel)
