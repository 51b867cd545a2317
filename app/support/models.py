"""Support, its events, and the tally: entries to be folded, and the snapshot."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of

STATES = ("counted", "held", "voided", "withdrawn")
PROVENANCES = ("self", "import", "on_behalf")
KINDS = ("cast", "withdraw", "hold", "release", "void", "restore")


def new_receipt() -> str:
    """32 random bytes in hex: the giver's proof that this support is counted."""
    return secrets.token_hex(32)


class Support(Model):
    """One person behind one idea; one row a person, whatever happens to it.

    `counted_at` is when the present support began: it moves when somebody returns
    after a withdrawal, `created_at` does not.
    """

    __tablename__ = "supports"
    __table_args__ = (
        UniqueConstraint("idea_id", "person_id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("provenance", PROVENANCES), name="provenance"),
        Index("ix_supports_in_order", "idea_id", "state", "counted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str]
    provenance: Mapped[str]
    receipt: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    counted_at: Mapped[datetime]


class SupportEvent(Model):
    """One thing that happened to a support; append-only."""

    __tablename__ = "support_events"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    support_id: Mapped[int] = mapped_column(ForeignKey("supports.id"), index=True)
    kind: Mapped[str]
    reason_code: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Tally(Model):
    """The counted supports of an idea, as far as entries were folded in."""

    __tablename__ = "tallies"
    __table_args__ = (CheckConstraint("counted >= 0", name="counted"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    counted: Mapped[int]


class TallyEntry(Model):
    """A change of the count that is not folded in yet."""

    __tablename__ = "tally_entries"
    __table_args__ = (CheckConstraint("delta <> 0", name="delta"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    delta: Mapped[int]
    at: Mapped[datetime]
