"""What happened to payees and payouts."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PayeeEntered(Event):
    """Somebody said for the first time where to be paid."""

    name: ClassVar[str] = "payouts.payee_entered"
    person_id: int


@dataclass(frozen=True, slots=True)
class PayeeChanged(Event):
    """Somebody's payment details were changed; they wait, the person is told."""

    name: ClassVar[str] = "payouts.payee_changed"
    person_id: int
    details_id: int


@dataclass(frozen=True, slots=True)
class PayeeChecked(Event):
    """Finance checked payment details."""

    name: ClassVar[str] = "payouts.payee_checked"
    person_id: int
    details_id: int


@dataclass(frozen=True, slots=True)
class BatchPlanned(Event):
    """A batch waits for a second person."""

    name: ClassVar[str] = "payouts.batch_planned"
    batch_id: int
    maker_id: int


@dataclass(frozen=True, slots=True)
class BatchExported(Event):
    """A bank file was written."""

    name: ClassVar[str] = "payouts.batch_exported"
    batch_id: int
    exporter_id: int


@dataclass(frozen=True, slots=True)
class PayoutPaid(Event):
    """The bank confirmed the money."""

    name: ClassVar[str] = "payouts.payout_paid"
    payout_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class PayoutFailed(Event):
    """The bank refused the money; it is owed again, on hold."""

    name: ClassVar[str] = "payouts.payout_failed"
    payout_id: int
    person_id: int
