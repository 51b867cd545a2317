"""Support, its events, the rulings on it, the tally: entries and the snapshot."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.kernel.words import N_
from app.people.models import Person

STATES = ("counted", "held", "voided", "withdrawn")
PROVENANCES = ("self", "import", "on_behalf")
KINDS = ("cast", "withdraw", "hold", "release", "void", "restore")
VERDICTS = ("release", "void", "restore")
# Why a machine holds support back, in words that a fan understands.
HOLD_REASONS = {
    "network": N_("Many accounts from one network supported it on one day."),
    "burst": N_("Far more support came in an hour than its week explains."),
    "lockstep": N_("A group supports the same ideas at the same times."),
    "young": N_("The account was only days old."),
}
# Why two people ruled, by their verdict.
RULING_REASONS = {
    "release": {"genuine": N_("A real person stands behind it.")},
    "void": {
        "several_accounts": N_("One person used several accounts."),
        "automated": N_("A program gave it."),
        "bought": N_("It was paid for."),
    },
    "restore": {"mistaken": N_("The earlier decision was a mistake.")},
}
REASONS = HOLD_REASONS | {
    code: label for codes in RULING_REASONS.values() for code, label in codes.items()
}


def new_receipt() -> str:
    """32 random bytes in hex: the giver's proof that this support is counted."""
    return secrets.token_hex(32)


class Support(Model):
    """One person behind one idea; one row a person, whatever happens to it.

    `counted_at` is when the present support began: it moves when somebody returns
    after a withdrawal, `created_at` does not. `held_for` says why a machine doubts it;
    it stays through a withdrawal, so that nobody sheds a doubt by coming back.
    """

    __tablename__ = "supports"
    __table_args__ = (
        UniqueConstraint("idea_id", "person_id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("provenance", PROVENANCES), name="provenance"),
        CheckConstraint("state <> 'held' OR held_for IS NOT NULL", name="held"),
        CheckConstraint("state <> 'voided' OR ruling_id IS NOT NULL", name="voided"),
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
    held_for: Mapped[str | None]
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("support_rulings.id"))

    person: Mapped[Person] = relationship(lazy="raise")


class SupportEvent(Model):
    """One thing that happened to a support, and what it did to the count; append-only.

    The deltas of an idea's events always sum up to its counted supports.
    """

    __tablename__ = "support_events"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint("delta BETWEEN -1 AND 1", name="delta"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    support_id: Mapped[int] = mapped_column(ForeignKey("supports.id"), index=True)
    kind: Mapped[str]
    reason_code: Mapped[str] = mapped_column(default="")
    delta: Mapped[int]
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class SupportRuling(Model):
    """What two people decide about some supports of an idea; a note says why.

    Who put it forward and who confirmed it stands in the approval of `RULING`.
    """

    __tablename__ = "support_rulings"
    __table_args__ = (
        CheckConstraint(one_of("verdict", VERDICTS), name="verdict"),
        CheckConstraint("note <> ''", name="note"),
        CheckConstraint("decided_at IS NULL OR dropped_at IS NULL", name="one_end"),
        Index("ix_support_rulings_idea", "idea_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    verdict: Mapped[str]
    reason_code: Mapped[str]
    note: Mapped[str]
    size: Mapped[int]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.dropped_at is None


class SupportRulingItem(Model):
    """One support that a ruling is about."""

    __tablename__ = "support_ruling_items"

    ruling_id: Mapped[int] = mapped_column(
        ForeignKey("support_rulings.id"), primary_key=True
    )
    support_id: Mapped[int] = mapped_column(ForeignKey("supports.id"), primary_key=True)


class RungAudit(Model):
    """What the supports looked like that reached a goal, and how long it cools.

    `curve` counts the supports of each hour before it was reached, the oldest first.
    """

    __tablename__ = "rung_audits"
    __table_args__ = (
        UniqueConstraint("idea_id", "n"),
        CheckConstraint("young BETWEEN 0 AND counted", name="young"),
        CheckConstraint("cooling_until >= reached_at", name="cooling"),
        CheckConstraint("(clean_at IS NULL) = (clean_by_id IS NULL)", name="clean"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    n: Mapped[int]
    threshold: Mapped[int]
    reached_at: Mapped[datetime]
    counted: Mapped[int]
    young: Mapped[int]
    curve: Mapped[list[Any]]
    cooling_until: Mapped[datetime]
    made_at: Mapped[datetime]
    clean_at: Mapped[datetime | None]
    clean_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @property
    def is_cooling(self) -> bool:
        return clock.now() < self.cooling_until


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
