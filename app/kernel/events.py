"""Word of what happened, after the commit.

`emit()` writes an outbox row in the same transaction; the relay gives committed rows a
gap-free position and hands them to listeners. An event carries ids and values in the
past tense, never a model and never an order.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, db


class OutboxEvent(Model):
    """One thing that happened; `position` is given by the relay, without gaps."""

    __tablename__ = "outbox_events"
    __table_args__ = (Index("ix_outbox_events_waiting", "position", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int | None] = mapped_column(unique=True)
    name: Mapped[str]
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class ListenerCursor(Model):
    """How far one listener has come."""

    __tablename__ = "listener_cursors"

    listener: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class ParkedEvent(Model):
    """An event that its listener could not take; `doctor` shows it."""

    __tablename__ = "parked_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    listener: Mapped[str]
    position: Mapped[int]
    error: Mapped[str]
    parked_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events; subclasses name themselves `<domain>.<past_tense>`."""

    name: ClassVar[str]


E = TypeVar("E", bound=Event)
Listener = Callable[[Any], None]
_listeners: dict[str, tuple[type[Event], Listener]] = {}


def emit(event: Event) -> None:
    """Say what happened, in the transaction that made it happen."""
    body = dataclasses.asdict(event)
    row = OutboxEvent(name=event.name, body=body, created_at=clock.now())
    db.session.add(row)


def on(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a listener. It must be idempotent: it hears at least once."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        key = f"{listener.__module__}.{listener.__qualname__}".removeprefix("app.")
        _listeners[f"{key}:{kind.name}"] = (kind, listener)
        return listener

    return register


def listeners() -> dict[str, tuple[type[Event], Listener]]:
    """Every listener by its key."""
    return dict(_listeners)


def revive(kind: type[Event], body: dict[str, Any]) -> Event:
    """The event of an outbox row; fields it no longer has are dropped."""
    known = {field.name for field in dataclasses.fields(kind)}
    return kind(**{key: value for key, value in body.items() if key in known})
