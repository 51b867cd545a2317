"""The weekly mail: when it is due, who gets it, and what it tells."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select

from app.kernel import clock, site
from app.kernel.db import db
from app.notifications.models import DigestRun, Notice, NoticeChoice
from app.people.models import EmailAddress, Person

WEEK = timedelta(days=7)


def last_due(now: datetime, zone: str, weekday: int, hour: int) -> datetime:
    """The latest instant at or before `now` at which the weekly mail was due."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=(local.weekday() - weekday) % 7)
    due = datetime.combine(day, time(hour), local.tzinfo)
    if due > local:
        due = datetime.combine(day - WEEK, time(hour), local.tzinfo)
    return due.astimezone(UTC)


def due_now() -> datetime:
    """When the weekly mail was last due, by the calendar of the site."""
    weekday, hour = site.get("digest_weekday"), site.get("digest_hour")
    return last_due(clock.now(), site.get("timezone"), weekday, hour)


def newest_run() -> DigestRun | None:
    """The week whose mails were begun last."""
    return db.session.scalar(select(DigestRun).order_by(DigestRun.due_at.desc()))


def is_digest_due() -> bool:
    """Whether there are weekly mails to write."""
    run = newest_run()
    return run is None or run.done_at is None or run.due_at < due_now()


def readers_of(run: DigestRun, limit: int) -> list[tuple[Person, str]]:
    """The next people who get the mail of a week, each with the proved address.

    Only who has not read some of what was told, and did not switch the mail off.
    """
    told = select(Notice.person_id).where(
        Notice.person_id > run.last_person_id, *_told_in(run)
    )
    readers = (
        select(Person, EmailAddress.address)
        .join(EmailAddress, EmailAddress.person_id == Person.id)
        .outerjoin(NoticeChoice, NoticeChoice.person_id == Person.id)
        .where(
            Person.id.in_(told),
            Person.state == "active",
            Person.disabled_at.is_(None),
            EmailAddress.verified_at.is_not(None),
            or_(NoticeChoice.person_id.is_(None), NoticeChoice.has_digest),
        )
    )
    rows = db.session.execute(readers.order_by(Person.id).limit(limit))
    return [(row.Person, row.address) for row in rows]


def told_in(run: DigestRun, person_ids: Sequence[int]) -> dict[int, list[Notice]]:
    """What a week's mail has to tell to each of these people, the newest first."""
    told = select(Notice).where(Notice.person_id.in_(person_ids), *_told_in(run))
    rows = db.session.scalars(told.order_by(Notice.person_id, Notice.id.desc()))
    return {key: list(mine) for key, mine in groupby(rows, lambda n: n.person_id)}


def _told_in(run: DigestRun) -> tuple[ColumnElement[bool], ...]:
    """Told within a week, not read, and not mailed at once."""
    return (
        Notice.read_at.is_(None),
        Notice.by_mail.is_(False),
        Notice.created_at > run.since_at,
        Notice.created_at <= run.due_at,
    )
