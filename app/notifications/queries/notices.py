"""Reading one's own notices."""

from typing import Any

from sqlalchemy import Select, func, select

from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.notifications.models import FAMILIES, Notice

MOST_UNREAD = 100
MOST_IN_FEED = 50
_NEWS = 3


def unread_count(actor: Actor) -> int:
    """How many notices wait, counted to 100 at most: for the bell on every page."""
    waiting = select(Notice.id).where(
        Notice.person_id == actor.id, Notice.read_at.is_(None)
    )
    few = waiting.limit(MOST_UNREAD).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def news(actor: Actor) -> list[Notice]:
    """The few newest unread ones, for the front page."""
    waiting = _of(actor, "").where(Notice.read_at.is_(None))
    return list(db.session.scalars(waiting.order_by(Notice.id.desc()).limit(_NEWS)))


def unread_page(
    actor: Actor, family: str = "", after: str | None = None
) -> pages.Page[Notice]:
    """What waits to be read, a page at a time, the newest first."""
    waiting = _of(actor, family).where(Notice.read_at.is_(None))
    return pages.page(waiting, [Notice.id.desc()], after=after)


def read_page(
    actor: Actor, family: str = "", after: str | None = None
) -> pages.Page[Notice]:
    """What was read before, a page at a time, the newest first."""
    known = _of(actor, family).where(Notice.read_at.is_not(None), Notice.on_site)
    return pages.page(known, [Notice.id.desc()], after=after)


def in_feed_of(person_id: int) -> list[Notice]:
    """The newest notices that a person wants in the own feed."""
    wanted = select(Notice).where(Notice.person_id == person_id, Notice.in_feed)
    newest = wanted.order_by(Notice.id.desc()).limit(MOST_IN_FEED)
    return list(db.session.scalars(newest))


def _of(actor: Actor, family: str) -> Select[Any]:
    """Notices of an actor, of one family or of all."""
    mine = select(Notice).where(Notice.person_id == actor.id)
    kinds = FAMILIES.get(family)
    return mine.where(Notice.kind.in_(kinds)) if kinds else mine
