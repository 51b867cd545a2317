"""The world while it is built: its calendar, its people and what they made."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.builds.models import Build, BuildItem
from app.builds.rules import BuildRules, after, publish_time, retry_time, week_of
from app.feedback.models import Bug, Question
from app.ideas.models import Idea
from app.people.models import Person
from app.setup.demo import book
from app.setup.demo.book import Friday, Say, Tale
from app.setup.demo.press import Press
from app.spaces.models import Space

ZONE = "Europe/Berlin"
SOURCE = "demo"  # of the named people
SEED = 20_260_731
PEOPLE = 9_900
GENESIS = 900  # days ago
_WHOLE = 0.5  # a world of a smaller scale has fewer ideas
_MARGIN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Week:
    """When a build went out, reports closed, results came, and awards were told."""

    out: datetime
    closes: datetime
    standings: datetime
    awards: datetime


def tales(scale: float) -> list[Tale]:
    """The ideas of a world of a scale."""
    return [tale for tale in book.tales() if scale >= _WHOLE or not tale.is_more]


@dataclass
class World:
    """What the chapters read and fill; every number comes from one seed."""

    now: datetime
    scale: float
    say: Callable[[str], None]
    pictures: Press
    tales: list[Tale] = field(default_factory=list)
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - no secret
    people: dict[str, Person] = field(default_factory=dict)
    crowd: list[tuple[datetime, int]] = field(default_factory=list)
    spaces: dict[str, Space] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    said: dict[Say, int] = field(default_factory=dict)
    builds: dict[tuple[str, int], Build] = field(default_factory=dict)
    changes: dict[tuple[str, int, str], BuildItem] = field(default_factory=dict)
    bugs: dict[str, Bug] = field(default_factory=dict)
    testers: dict[str, list[int]] = field(default_factory=dict)
    questions: dict[int, list[Question]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    @property
    def every(self) -> int:
        """Of a small world's voices on builds a third is enough."""
        return 1 if self.scale >= _WHOLE else 3

    def count(self, full: int) -> int:
        """A number of the full world, made smaller by the scale."""
        return max(1, round(full * self.scale))

    def ago(self, days: float, hour: float | None = None) -> datetime:
        """So many days ago; with an hour, at that time of the site's day."""
        there = self.now - timedelta(days=days)
        if hour is None:
            return there
        day = there.astimezone(ZoneInfo(ZONE)).date()
        local = datetime.combine(day, time(), ZoneInfo(ZONE))
        return local + timedelta(hours=hour)

    def monday(self, week: int) -> date:
        """The Monday of a week, counted back from that of the last Friday build."""
        here = (self.now - timedelta(minutes=30)).astimezone(ZoneInfo(ZONE)).date()
        monday = week_of(here)
        if self._published(monday) > self.now - timedelta(minutes=30):
            monday -= timedelta(days=7)
        return monday - timedelta(days=7 * week)

    def friday(self, week: int) -> datetime:
        """When the build of a week goes out."""
        return self._published(self.monday(week))

    def week(self, friday: Friday) -> Week:
        """What happens when in the week of a build."""
        out = self.friday(friday.week)
        if friday.is_late:
            out = retry_time(BuildRules(), out, ZONE)
        return Week(out, *after(BuildRules(), out, ZONE))

    def while_open(self, friday: Friday, part: float) -> datetime:
        """A part of the time in which reports are open, as far as it has passed."""
        week = self.week(friday)
        closes = min(week.closes, self.now - _MARGIN)
        shut = timedelta(seconds=20)
        found = week.out + shut / 2 + part * (closes - week.out - shut)
        return min(found, self.now - _MARGIN)

    def _published(self, monday: date) -> datetime:
        return publish_time(BuildRules(), monday, ZONE)
