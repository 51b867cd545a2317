"""The one asker of the time.

`now()` is aware UTC. Demo, imports and tests travel with `at`; a whole process is
moved by `Settings.clock_offset` or `shift`, which create_app refuses elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_offset = timedelta()


def now() -> datetime:
    """The present instant, aware, UTC."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    return datetime.now(UTC) + _offset


def today(zone: str = "UTC") -> date:
    """The present day in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(when: str | datetime) -> Iterator[datetime]:
    """Stand still at an instant, e.g. `at("2026-08-21 09:00Z")`."""
    instant = parse(when) if isinstance(when, str) else when.astimezone(UTC)
    token = _frozen.set(instant)
    try:
        yield instant
    finally:
        _frozen.reset(token)


def shift(delta: timedelta) -> None:
    """Move the whole running process; for tests and the demo only."""
    global _offset  # noqa: PLW0603 - one process has one clock
    _offset += delta


def parse(words: str) -> datetime:
    """Read an ISO instant with a zone; refuses a naive one."""
    instant = datetime.fromisoformat(words)
    if instant.tzinfo is None:
        raise ValueError(f"{words!r} has no zone")
    return instant.astimezone(UTC)
