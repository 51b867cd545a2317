"""Alarms that stand, and how many bugs a build usually gets."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback.models import Bug, BugAlarm
from app.kernel import clock, pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing

# A build is measured by so many before it, at the same age.
COMPARED = 8


def alarm(alarm_id: int) -> BugAlarm:
    """An alarm with what raised it; Missing when there is none."""
    found = db.session.scalar(_whole().where(BugAlarm.id == alarm_id))
    if found is None:
        raise Missing
    return found


def alarms_of_crew(actor: Actor) -> ColumnElement[bool]:
    """The alarms of the spaces whose builds an actor makes."""
    if builds.is_crew(actor):
        return true()
    grants = getattr(actor, "grants", [])
    places = [grant.space_id for grant in grants if grant.role in builds.CREW]
    return BugAlarm.space_id.in_(places)


def standing(where: ColumnElement[bool]) -> list[BugAlarm]:
    """The alarms of some spaces that nobody has cleared, the latest first."""
    statement = _whole().where(BugAlarm.cleared_at.is_(None), where)
    return list(db.session.scalars(statement.order_by(BugAlarm.id.desc()).limit(20)))


def past(where: ColumnElement[bool], after: str | None = None) -> pages.Page[BugAlarm]:
    """A page of every alarm of some spaces, the latest first."""
    found: pages.Page[BugAlarm] = pages.page(
        _whole().where(where), [BugAlarm.id.desc()], after
    )
    return found


def rate_of(build: Build) -> tuple[int, float | None]:
    """How many bugs a build has, and how many its forerunners had at the same age.

    None where there is no forerunner to compare with.
    """
    if build.published_at is None:
        return 0, None
    age = clock.now() - build.published_at
    forerunners = db.session.execute(
        select(Build.id, Build.published_at)
        .where(Build.space_id == build.space_id, Build.id != build.id)
        .where(Build.published_at < build.published_at)
        .order_by(Build.published_at.desc())
        .limit(COMPARED)
    )
    had = [_count(key, at + age) for key, at in forerunners if at]
    usual = sum(had) / len(had) if had else None
    return _count(build.id, clock.now() + timedelta(seconds=1)), usual


def _count(build_id: int, until: datetime) -> int:
    """The bugs that were seen in a build before an instant; imported ones are none."""
    counted = select(func.count()).where(
        and_(Bug.build_id == build_id, Bug.created_at < until, Bug.source.is_(None))
    )
    return db.session.scalar(counted) or 0


def _whole() -> Select[BugAlarm]:
    return select(BugAlarm).options(
        joinedload(BugAlarm.bug),
        joinedload(BugAlarm.build),
        joinedload(BugAlarm.cleared_by),
    )
