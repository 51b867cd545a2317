"""Statement."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Model, one_of
from app.people.models import Person
from app.royalties.models.runs import RoyaltyRun

CARRIED = ("", "negative", "below_minimum", "waiting")


class Statement(Model):
    """What one person earned in a period and currency, and why; append-only.

    `body` is canonical JSON, `sha256` is of it; HTML and CSV are renderings.
    """

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("person_id", "period", "currency", "version"),
        CheckConstraint(
            "opening_minor + earned_minor - paid_minor = closing_minor", name="sum"
        ),
        CheckConstraint("payable_minor >= 0", name="payable"),
        CheckConstraint(one_of("carried_reason", CARRIED), name="carried_reason"),
        CheckConstraint(one_of("state", ("issued",)), name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("royalty_runs.id"), index=True)
    period: Mapped[str]
    currency: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="issued")
    opening_minor: Mapped[int]
    earned_minor: Mapped[int]
    paid_minor: Mapped[int]
    closing_minor: Mapped[int]
    payable_minor: Mapped[int]
    minimum_minor: Mapped[int]
    carried_reason: Mapped[str] = mapped_column(default="")
    waits_until: Mapped[date | None]
    body: Mapped[str]
    sha256: Mapped[str]
    ledger_seq: Mapped[int]
    head_hash: Mapped[str]
    issued_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")
    run: Mapped[RoyaltyRun] = relationship(lazy="raise")

    @property
    def carried_minor(self) -> int:
        return self.closing_minor - self.payable_minor
