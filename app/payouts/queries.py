"""Reading payees, batches, payouts; who waits and why."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import vault
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.money import Money
from app.kernel.pages import Page, page
from app.ledger import queries as ledger
from app.payouts.models import (
    Attempt,
    BankFile,
    Payee,
    PayeeDetails,
    PayeeHold,
    Payout,
    PayoutBatch,
)
from app.people.models import Person
from app.royalties import queries as royalties


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money that could go out, and what stops it."""

    person: Person
    currency: str
    minor: int
    stops: list[str]
    statement_ids: list[int]


def is_beneficiary(person_id: int | None) -> bool:
    """Whether a person has a share in any agreement, or ever had a statement."""
    if person_id is None:
        return False
    return royalties.has_share(person_id) or bool(royalties.statements_of(person_id))


def payee(person_id: int) -> Payee | None:
    """A payee with details and open holds; None before any were entered."""
    found: Payee | None = db.session.scalar(
        _payees().where(Payee.person_id == person_id)
    )
    return found


def known_payee(person_id: int) -> Payee:
    """A payee; Missing when there is none."""
    found = payee(person_id)
    if found is None:
        raise Missing
    return found


def payees() -> list[Payee]:
    """All payees, those to be checked first."""
    found = db.session.scalars(_payees().order_by(Payee.created_at, Payee.person_id))
    return sorted(found, key=lambda each: not each.stops)


def hold_of(mine: Payee, hold_id: int) -> PayeeHold:
    """A hold of a payee by key; Missing when there is none."""
    found = db.session.get(PayeeHold, hold_id)
    if found is None or found.person_id != mine.person_id:
        raise Missing
    return found


def hold_of_kind(mine: Payee, kind: str) -> PayeeHold:
    """The open hold of a kind on a payee; Missing when there is none."""
    found = [hold for hold in mine.holds if hold.kind == kind]
    if not found:
        raise Missing
    return found[0]


def open_details(details: PayeeDetails) -> dict[str, str]:
    """What was sealed: legal name, address, country, bank."""
    opened: dict[str, str] = json.loads(
        vault.unseal(details.sealed, about=about(details.person_id))
    )
    return opened


def about(person_id: int) -> str:
    """What sealed details are bound to."""
    return f"payee:{person_id}"


def batch(batch_id: int) -> PayoutBatch:
    """A batch with its payouts, files and people; Missing when there is none."""
    found: PayoutBatch | None = db.session.scalar(
        _batches().where(PayoutBatch.id == batch_id)
    )
    if found is None:
        raise Missing
    return found


def batches(after: str | None = None) -> Page[PayoutBatch]:
    """Batches, the newest first."""
    return page(_batches(), [PayoutBatch.id.desc()], after=after)


def payout(payout_id: int) -> Payout:
    """A payout by key; Missing when there is none."""
    return _one(_payouts().where(Payout.id == payout_id))


def payout_by_ref(ref: str) -> Payout:
    """A payout by its name outside; Missing when there is none."""
    return _one(_payouts().where(Payout.ref == ref))


def payouts_of(person_id: int) -> list[Payout]:
    """What a person was paid and is being paid, the newest first."""
    mine = _payouts().where(Payout.person_id == person_id)
    return list(db.session.scalars(mine.order_by(Payout.id.desc())).unique())


def register() -> list[Payout]:
    """Every payout, in the order they were planned."""
    return list(db.session.scalars(_payouts().order_by(Payout.id)).unique())


def refs_like(period: str, number: int, currency: str) -> int:
    """How many payouts of a period, person and currency there were."""
    start = f"{period}-{number}-{currency}-"
    asked = select(Payout.id).where(Payout.ref.startswith(start, autoescape=True))
    return len(db.session.scalars(asked).all())


def attempt_of_reference(reference: str) -> Attempt | None:
    """The attempt that a bank reference confirmed."""
    asked = select(Attempt).where(Attempt.bank_reference == reference)
    return db.session.scalar(asked)


def file_of(batch_id: int, file_id: int) -> BankFile:
    """A file of a batch; Missing when there is none."""
    found = db.session.get(BankFile, file_id)
    if found is None or found.batch_id != batch_id:
        raise Missing
    return found


def waiting() -> list[Waiting]:
    """Everybody with payable money, and what stops it; those stopped first.

    Money that sits in an open payout is not counted twice.
    """
    taken = _open_payouts()
    lines = [
        line
        for line in royalties.payable()
        if (line.person_id, line.currency) not in taken
    ]
    ids = [line.person_id for line in lines]
    persons = {
        p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(ids)))
    }
    known = {
        each.person_id: each
        for each in db.session.scalars(_payees().where(Payee.person_id.in_(ids)))
    }
    found = [
        Waiting(
            persons[line.person_id],
            line.currency,
            line.minor,
            _stops(known.get(line.person_id)),
            list(line.statement_ids),
        )
        for line in lines
    ]
    return sorted(found, key=lambda each: (not each.stops, each.person.number))


def owed(number: int, currency: str) -> int:
    """What the books owe a person now."""
    return -ledger.balance(royalties.payable_code(number, currency), currency)


def hash_of(batch: PayoutBatch) -> str:
    """The hash of exactly what is approved: who, where, how much."""
    lines = [
        [each.ref, each.person_id, each.details.sha256, each.currency, each.minor]
        for each in batch.living
    ]
    text = json.dumps([batch.period, sorted(lines)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def personal(person: Actor) -> dict[str, Any]:
    """What payouts hold of a person: where, when and how much."""
    if person.id is None or (mine := payee(person.id)) is None:
        return {}
    details = open_details(mine.newest) if mine.newest.sealed else {}
    return {
        "details": details,
        "tax_papers": mine.tax_kind,
        "payouts": [
            {
                "ref": each.ref,
                "amount": Money(each.minor, each.currency).decimal,
                "currency": each.currency,
                "state": each.state,
            }
            for each in payouts_of(person.id)
        ],
    }


def _stops(known: Payee | None) -> list[str]:
    return ["no_details"] if known is None else known.stops


def _open_payouts() -> set[tuple[int, str]]:
    asked = select(Payout.person_id, Payout.currency).where(
        Payout.state.in_(("planned", "approved"))
    )
    return {(person_id, ccy) for person_id, ccy in db.session.execute(asked)}


def _payees() -> Select[Any]:
    return (
        select(Payee)
        .options(
            joinedload(Payee.person),
            selectinload(Payee.details),
            selectinload(Payee.holds),
        )
        .execution_options(populate_existing=True)
    )


def _batches() -> Select[Any]:
    payouts = selectinload(PayoutBatch.payouts)
    return (
        select(PayoutBatch)
        .options(
            joinedload(PayoutBatch.maker),
            joinedload(PayoutBatch.checker),
            selectinload(PayoutBatch.files).joinedload(BankFile.exporter),
            payouts.joinedload(Payout.person),
            payouts.joinedload(Payout.details),
            payouts.selectinload(Payout.attempts),
        )
        .execution_options(populate_existing=True)
    )


def _payouts() -> Select[Any]:
    return (
        select(Payout)
        .options(
            joinedload(Payout.person),
            joinedload(Payout.details),
            joinedload(Payout.batch),
            selectinload(Payout.attempts),
        )
        .execution_options(populate_existing=True)
    )


def _one(asked: Select[Any]) -> Payout:
    found: Payout | None = db.session.scalar(asked)
    if found is None:
        raise Missing
    return found
