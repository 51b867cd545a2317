"""Who did what, for good: staff and money commands leave a row here."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import Model, db

via: ContextVar[str] = ContextVar("via", default="web")


class AuditEvent(Model):
    """One staff or money act; append-only on both databases."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    values: Mapped[dict[str, Any]]
    via: Mapped[str]
    at: Mapped[datetime]


def record(
    actor: Actor,
    act: str,
    subject_kind: str,
    subject_id: int | None = None,
    values: dict[str, Any] | None = None,
) -> None:
    """Write down a staff or money act."""
    row = AuditEvent(
        actor_id=actor.id,
        act=act,
        subject_kind=subject_kind,
        subject_id=subject_id,
        values=values or {},
        via=via.get(),
        at=clock.now(),
    )
    db.session.add(row)
