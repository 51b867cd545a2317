"""The background: word of what happened, its listeners, the minute's tasks."""

from datetime import timedelta

import sqlalchemy as sa

from app.cli.doctor.finding import Finding, failed, ok, warning
from app.kernel import clock, relay
from app.kernel.db import db
from app.kernel.events import OutboxEvent, ParkedEvent
from app.kernel.jobs import TaskRun
from config import Settings

_LATE = timedelta(minutes=2)
_SILENT = timedelta(minutes=10)
_START = "start the site; its log says why if it runs already"


def relay_lag(_: Settings) -> Finding:
    """Whether what happened is passed on at once."""
    waiting = relay.lag()
    oldest = db.session.scalar(
        sa.select(sa.func.min(OutboxEvent.created_at)).where(
            OutboxEvent.position.is_(None)
        )
    )
    if oldest is not None and clock.now() - oldest > _LATE:
        return failed(
            "relay", f"{waiting} events wait since {oldest:%F %R} UTC", _START
        )
    return ok("relay", f"{waiting} events wait")


def parked_events(_: Settings) -> Finding:
    """Whether a listener could not take what it was told."""
    rows = sa.select(ParkedEvent.listener, sa.func.count(), sa.func.max(ParkedEvent.id))
    found = db.session.execute(
        rows.group_by(ParkedEvent.listener).order_by(ParkedEvent.listener)
    ).all()
    if not found:
        return ok("parked events", "none")
    named = ", ".join(f"{row[1]} of {row[0]}" for row in found)
    last = db.session.get_one(ParkedEvent, max(row[2] for row in found))
    return warning(
        "parked events",
        f"{named}; the last: {last.error.strip().splitlines()[-1]}",
        "read the column `error` of the table `parked_events` and report it",
    )


def tasks(_: Settings) -> Finding:
    """Whether the periodic tasks run."""
    last = db.session.scalar(sa.select(sa.func.max(TaskRun.begun_at)))
    if last is None:
        return warning("tasks", "none has ever run", _START)
    if clock.now() - last > _SILENT:
        return warning("tasks", f"none has run since {last:%F %R} UTC", _START)
    return ok("tasks", f"the last one began {last:%F %R} UTC")
