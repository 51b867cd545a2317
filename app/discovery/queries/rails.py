"""The front page: rows of cards, and what moved since Friday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, or_
from sqlalchemy.orm import joinedload

from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaRung, IdeaTransition
from app.kernel import clock, site
from app.kernel.actor import Actor
from app.kernel.db import db
from app.support import queries as support

RAILS = ("near", "newest", "ending", "most")
RAIL_SIZE = 12
NEAR_PERCENT = 50
SOON = timedelta(days=30)
MOVED = 3
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Rail:
    """One row of cards on the front page; `key` is its order in the list of ideas."""

    key: str
    ideas: list[Idea]


def rails(actor: Actor) -> list[Rail]:
    """The rows of the front page; one that only repeats those above is left out."""
    found: list[Rail] = []
    seen: set[int] = set()
    for key in RAILS:
        filters = ideas.Filters(stage="gathering", sort=key)
        listed = ideas.list_page(actor, filters, size=RAIL_SIZE).items
        items = [idea for idea in listed if _belongs(key, idea)]
        if not {idea.id for idea in items} <= seen:
            found.append(Rail(key, items))
        seen |= {idea.id for idea in items}
    return found


def _belongs(key: str, idea: Idea) -> bool:
    """Half of the way is nearly there; a month is soon."""
    if key == "near":
        return idea.percent >= NEAR_PERCENT and not idea.has_reached_top
    if key == "ending":
        return idea.deadline_at is not None and idea.deadline_at - clock.now() < SOON
    return True


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since Friday, for one reader: his ideas that moved on."""

    at: datetime
    moved: list[Idea]
    fresh: int


def since_friday(actor: Actor, shown: Sequence[Rail]) -> Since:
    """What moved among the ideas one wrote, supports or follows; how many are new.

    The new ones are counted among those the rails have read already.
    """
    at = last_friday(clock.now())
    new = {idea.id: idea for rail in shown for idea in rail.ideas}.values()
    fresh = sum(
        idea.published_at is not None and idea.published_at >= at for idea in new
    )
    return Since(at, list(db.session.scalars(_moved(actor, at))), fresh)


def last_friday(now: datetime) -> datetime:
    """The beginning of the last Friday before today, where the site is at home."""
    here = now.astimezone(ZoneInfo(site.get("timezone")))
    back = (here.weekday() - _FRIDAY - 1) % 7 + 1
    day = (here - timedelta(days=back)).date()
    return datetime(day.year, day.month, day.day, tzinfo=here.tzinfo)


def _moved(actor: Actor, at: datetime) -> Select[Any]:
    """A change of state or a goal reached, since an instant."""
    step = exists().where(
        IdeaTransition.idea_id == Idea.id, IdeaTransition.created_at >= at
    )
    goal = exists().where(IdeaRung.idea_id == Idea.id, IdeaRung.reached_at >= at)
    mine = Idea.id.in_(support.ideas_behind(actor.id or 0).with_only_columns(Idea.id))
    return (
        ideas.visible_to(actor)
        .select()
        .where(or_(mine, Idea.author_id == actor.id), or_(step, goal))
        .where(Idea.published_at.is_not(None))
        .order_by(Idea.changed_at.desc(), Idea.id.desc())
        .options(joinedload(Idea.space))
        .limit(MOVED)
    )
