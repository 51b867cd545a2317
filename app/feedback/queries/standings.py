"""Standings, live and closed, and all that the page of results shows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.builds.models import Build, BuildItem, BuildItemCredit, Train
from app.feedback.models import MOODS, FourSquare, Standing
from app.feedback.queries import foursquares
from app.feedback.rules import FeedbackRules, Place, rank
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.spaces import queries as spaces
from app.spaces.models import Space

# What came out is ranked, also when it was taken out again before reports closed.
RANKED = ("in", "reverted")
# How many builds are closed in one go: the rest is due a minute later.
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A change with its place and its voices."""

    item: BuildItem
    place: int
    best: int
    worst: int
    wilson_low: float


@dataclass(frozen=True, slots=True)
class Results:
    """What a week came to; `closed_at` is nothing while reports still come in."""

    rows: list[Row]
    respondents: int
    few_voices: bool
    closed_at: datetime | None
    moods: dict[str, int]
    awaited: list[tuple[Idea, int]]

    @property
    def favourites(self) -> list[Row]:
        """The changes that were best for anybody."""
        return [row for row in self.rows if row.best]


def feedback_rules_of(build: Build) -> FeedbackRules:
    """The game as it was when a build went out: nobody changes it while it is on."""
    rules = spaces.rules_of(build.space_id, build.published_at)
    found: FeedbackRules = rules.feedback
    return found


def are_closed(build_id: int) -> bool:
    """Whether the reports on a build have been counted for good."""
    statement = select(Standing.id).where(Standing.build_id == build_id).limit(1)
    return db.session.scalar(statement) is not None


def builds_to_close() -> list[Build]:
    """The builds whose reports may be counted for good now, oldest first.

    None of a space that has its builds switched off.
    """
    statement = (
        select(Build)
        .join(Train, Train.id == Build.train_id)
        .join(Space, Space.id == Build.space_id)
        .where(Build.published_at.is_not(None), Space.has_builds)
        .where(Train.standings_at <= clock.now())
        .where(~exists().where(Standing.build_id == Build.id))
        .where(
            exists().where(BuildItem.build_id == Build.id, BuildItem.state.in_(RANKED))
        )
        .order_by(Train.standings_at, Build.id)
        .limit(AT_ONCE)
    )
    return list(db.session.scalars(statement))


def count_standings(build: Build) -> tuple[list[Place], int]:
    """The changes of a build in their order by its reports, and how many reported."""
    best: dict[int | None, int] = defaultdict(int)
    worst: dict[int | None, int] = defaultdict(int)
    respondents = 0
    said = select(FourSquare.best_item_id, FourSquare.worst_item_id, func.count())
    grouped = said.where(foursquares.counts(build.id)).group_by(
        FourSquare.best_item_id, FourSquare.worst_item_id
    )
    for best_id, worst_id, count in db.session.execute(grouped):
        best[best_id] += count
        worst[worst_id] += count
        respondents += count
    out = select(BuildItem.id).where(
        BuildItem.build_id == build.id, BuildItem.state.in_(RANKED)
    )
    counted = {key: (best[key], worst[key]) for key in db.session.scalars(out)}
    least = feedback_rules_of(build).least_respondents
    return rank(counted, respondents, least), respondents


def standings_of(build_id: int) -> list[Standing]:
    """The closed standings of a build, in their order."""
    statement = select(Standing).where(Standing.build_id == build_id)
    return list(db.session.scalars(statement.order_by(Standing.place)))


def top_places(build_id: int, count: int) -> list[Standing]:
    """The changes that did best, of those that were best for anybody."""
    statement = (
        select(Standing)
        .where(Standing.build_id == build_id, Standing.best_n > 0)
        .options(joinedload(Standing.item))
        .order_by(Standing.place)
        .limit(count)
    )
    return list(db.session.scalars(statement))


def results_of(actor: Actor, build: Build) -> Results:
    """What a week came to: as it was closed, else as it stands now."""
    closed = standings_of(build.id)
    places, respondents = _closed(closed) if closed else count_standings(build)
    items = _items([place.item_id for place in places])
    few = (
        closed[0].few_voices
        if closed
        else respondents < feedback_rules_of(build).least_respondents
    )
    return Results(
        rows=[
            Row(items[each.item_id], each.place, each.best, each.worst, each.wilson_low)
            for each in places
        ],
        respondents=respondents,
        few_voices=few,
        closed_at=closed[0].closed_at if closed else None,
        moods=moods_of(build.id),
        awaited=awaited_of(actor, build.id),
    )


def moods_of(build_id: int) -> dict[str, int]:
    """How many are in which mood, the best first."""
    statement = select(FourSquare.mood, func.count()).where(
        foursquares.counts(build_id)
    )
    rows = db.session.execute(statement.group_by(FourSquare.mood))
    found = {row[0]: row[1] for row in rows}
    return {mood: found.get(mood, 0) for mood in MOODS}


def awaited_of(actor: Actor, build_id: int) -> list[tuple[Idea, int]]:
    """The ideas that people wait for most, of those this reader may see."""
    waiting = func.count().label("waiting")
    statement = (
        select(FourSquare.want_idea_id, waiting)
        .where(foursquares.counts(build_id), FourSquare.want_idea_id.is_not(None))
        .group_by(FourSquare.want_idea_id)
        .order_by(waiting.desc(), FourSquare.want_idea_id)
        .limit(foursquares.AWAITED)
    )
    found = [(int(row[0] or 0), row[1]) for row in db.session.execute(statement)]
    known = ideas.by_ids(actor, [key for key, _ in found]) if found else {}
    return [(known[key], count) for key, count in found if key in known]


def _closed(standings: list[Standing]) -> tuple[list[Place], int]:
    places = [
        Place(each.item_id, each.place, each.best_n, each.worst_n, each.wilson_low)
        for each in standings
    ]
    return places, standings[0].respondents


def _items(item_ids: list[int]) -> dict[int, BuildItem]:
    credited = selectinload(BuildItem.credits).joinedload(BuildItemCredit.person)
    statement = select(BuildItem).where(BuildItem.id.in_(item_ids)).options(credited)
    return {item.id: item for item in db.session.scalars(statement)}
