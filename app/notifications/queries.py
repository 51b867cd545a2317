"""Reading notices, and who is to be told what."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from app.builds.models import BuildItem, BuildItemCredit, Enrolment, Train
from app.ideas import queries as ideas
from app.ideas.models import IdeaTransition
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.notifications.models import Notice
from app.people import queries as people
from app.people.models import Person
from app.royalties.models import DeedShare
from app.support import queries as support

MOST_UNREAD = 100
_NEWS = 3


def unread_count(actor: Actor) -> int:
    """How many notices wait, counted to 100 at most: for the bell on every page."""
    waiting = select(Notice.id).where(
        Notice.person_id == actor.id, Notice.read_at.is_(None)
    )
    few = waiting.limit(MOST_UNREAD).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def unread(actor: Actor, limit: int = MOST_UNREAD) -> list[Notice]:
    """What waits to be read, the newest first."""
    waiting = select(Notice).where(
        Notice.person_id == actor.id, Notice.read_at.is_(None)
    )
    return list(db.session.scalars(waiting.order_by(Notice.id.desc()).limit(limit)))


def news(actor: Actor) -> list[Notice]:
    """The few newest unread ones, for the front page."""
    return unread(actor, limit=_NEWS)


def read_page(actor: Actor, after: str | None) -> pages.Page[Notice]:
    """What was read before, a page at a time, the newest first."""
    known: Select[Any] = select(Notice).where(
        Notice.person_id == actor.id, Notice.read_at.is_not(None)
    )
    return pages.page(known, [Notice.id.desc()], after=after)


def backers_of(idea_id: int, but: Iterable[int] = ()) -> list[int]:
    """Everyone who supports or follows an idea, once, but for some."""
    both = {*support.supporters_of(idea_id), *ideas.followers_of(idea_id)}
    return sorted(both - set(but))


def holders(*roles: str, space_id: int | None = None) -> list[int]:
    """Everyone who holds one of these roles, for the site or this space, once."""
    found = (people.holders_of(role, space_id) for role in roles)
    return sorted({person.id for holders in found for person in holders})


def testers_of(train_id: int) -> list[int]:
    """The people enrolled in the channel of a train."""
    enrolled = (
        select(Enrolment.person_id)
        .join(Train, Train.channel_id == Enrolment.channel_id)
        .where(Train.id == train_id, Enrolment.state == "active")
    )
    return list(db.session.scalars(enrolled.order_by(Enrolment.person_id)))


def credited_in(build_id: int) -> list[int]:
    """The people whose names stand beside a change that is in a build."""
    named = (
        select(BuildItemCredit.person_id)
        .join(BuildItem, BuildItem.id == BuildItemCredit.item_id)
        .where(BuildItem.build_id == build_id, BuildItem.state == "in")
    )
    return list(db.session.scalars(named.distinct()))


def parties_of(version_id: int) -> list[int]:
    """The people who have a share in a version of an agreement."""
    named = select(DeedShare.person_id).where(DeedShare.version_id == version_id)
    return list(db.session.scalars(named.distinct()))


def last_move_of(idea_id: int, from_state: str, to_state: str) -> int:
    """The key of an idea's latest such transition: the cause of what is told of it."""
    moves = select(func.max(IdeaTransition.id)).where(
        IdeaTransition.idea_id == idea_id,
        IdeaTransition.from_state == from_state,
        IdeaTransition.to_state == to_state,
    )
    return db.session.scalar(moves) or 0


def personal(person: Person) -> list[dict[str, Any]]:
    """What a person was told, for the export."""
    mine = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [
        {
            "kind": notice.kind,
            "values": notice.values,
            "url": notice.url,
            "created_at": notice.created_at.isoformat(),
            "read_at": notice.read_at and notice.read_at.isoformat(),
        }
        for notice in db.session.scalars(mine)
    ]
