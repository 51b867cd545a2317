"""Reading statements, and what is payable, paid and held."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.ledger import queries as ledger
from app.people.models import Person
from app.royalties.models import (
    Deed,
    DeedVersion,
    RoyaltyRun,
    RunPart,
    RunPool,
    Statement,
)

PAYABLE = "liability:payable"
IN_TRANSIT = "liability:intransit"


@dataclass(frozen=True, slots=True)
class PayableLine:
    """What may be paid to a person now, in one currency."""

    person_id: int
    currency: str
    minor: int
    statement_ids: list[int]


@dataclass(slots=True)
class Earnings:
    """One person's money in one currency; the parts sum to what was earned."""

    currency: str
    earned: int = 0
    paid: int = 0
    on_the_way: int = 0
    next: int = 0
    held: int = 0
    reason: str = ""
    waits_until: date | None = None
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """What one product has brought a person so far, in one currency."""

    product_number: int
    product: str
    currency: str
    minor: int
    net: int
    share_bp: int


def payable_code(number: int, currency: str) -> str:
    """The account of what is owed to a person."""
    return f"{PAYABLE}:P{number}:{currency}"


def reads_all(actor: Actor) -> bool:
    """Whether an actor reads everybody's statements."""
    return actor.has_role("finance") or actor.has_role("auditor")


def statement(actor: Actor, statement_id: int) -> Statement:
    """A statement that an actor may read: their own, or any for finance and auditor."""
    found = _first(_whole().where(Statement.id == statement_id))
    if found is None or not (reads_all(actor) or found.person_id == actor.id):
        raise Missing
    return found


def statements_of(person_id: int) -> list[Statement]:
    """A person's statements, the newest first."""
    mine = _whole().where(Statement.person_id == person_id)
    newest = mine.order_by(Statement.period.desc(), Statement.id.desc())
    return list(db.session.scalars(newest))


def statements_of_run(run_id: int) -> list[Statement]:
    """What a run issued, by person and currency."""
    mine = _whole().join(Person, Person.id == Statement.person_id)
    ordered = mine.where(Statement.run_id == run_id).order_by(
        Person.number, Statement.currency
    )
    return list(db.session.scalars(ordered))


def before(person_id: int, currency: str, period: str) -> Statement | None:
    """The last statement of a person and currency before a period."""
    earlier = _whole().where(
        Statement.person_id == person_id,
        Statement.currency == currency,
        Statement.period < period,
    )
    newest = earlier.order_by(Statement.period.desc(), Statement.version.desc())
    return _first(newest.limit(1))


def latest(upto: str | None = None) -> dict[tuple[int, str], Statement]:
    """The newest statement of each person and currency, up to a period."""
    asked = _whole().order_by(Statement.period, Statement.version)
    if upto is not None:
        asked = asked.where(Statement.period <= upto)
    return {(s.person_id, s.currency): s for s in db.session.scalars(asked)}


def payable(period: str | None = None) -> list[PayableLine]:
    """What each person may be paid now.

    It is what the newest statement says, less what was paid since, with what waited
    and waits no more.
    """
    owed = owed_now()
    lines = []
    for (person_id, currency), newest in sorted(latest(period).items()):
        minor = _payable_now(newest, owed.get((person_id, currency), 0))
        if minor > 0:
            lines.append(PayableLine(person_id, currency, minor, [newest.id]))
    return lines


def owed_now() -> dict[tuple[int, str], int]:
    """What the books owe each person, by currency; above zero is theirs."""
    found = ledger.balances_of_owner(f"{PAYABLE}:")
    return {(owner, currency): -balance for owner, currency, balance in found}


def _payable_now(newest: Statement, owed: int) -> int:
    since = newest.closing_minor - owed
    return min(_said_payable(newest) - since, owed)


def _said_payable(newest: Statement) -> int:
    """A wait that is over lets the whole balance go, if it reaches the minimum."""
    is_over = newest.waits_until is not None and newest.waits_until <= clock.today()
    if is_over and newest.closing_minor >= newest.minimum_minor:
        return newest.closing_minor
    return newest.payable_minor


def earnings_of(person: Person) -> list[Earnings]:
    """Paid, on the way, next and held, per currency; never summed over currencies."""
    found: dict[str, Earnings] = {}
    for each in statements_of(person.id):
        found.setdefault(each.currency, Earnings(each.currency)).statements.append(each)
    for currency, mine in sorted(found.items()):
        _fill(mine, person, currency)
    return [found[currency] for currency in sorted(found)]


def _fill(mine: Earnings, person: Person, currency: str) -> None:
    newest = mine.statements[0]
    owed = -ledger.balance(payable_code(person.number, currency), currency)
    transit = f"{IN_TRANSIT}:P{person.number}:{currency}"
    mine.on_the_way = -ledger.balance(transit, currency)
    mine.earned = sum(each.earned_minor for each in mine.statements)
    mine.next = max(_payable_now(newest, owed), 0)
    mine.held = owed - mine.next
    mine.paid = mine.earned - owed - mine.on_the_way
    mine.reason = newest.carried_reason if mine.held else ""
    mine.waits_until = newest.waits_until


def sources_of(person_id: int) -> list[Source]:
    """What each product brought a person in posted runs, the most first."""
    asked = (
        select(RunPart, RunPool, DeedVersion)
        .join(RunPool, RunPool.id == RunPart.pool_id)
        .join(RoyaltyRun, RoyaltyRun.id == RunPool.run_id)
        .join(DeedVersion, DeedVersion.id == RunPool.version_id)
        .options(
            joinedload(DeedVersion.deed).joinedload(Deed.product),
            joinedload(DeedVersion.shares),
        )
        .where(RunPart.person_id == person_id, RoyaltyRun.state == "posted")
        .order_by(RoyaltyRun.period)
    )
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for part, pool, version in db.session.execute(asked).unique():
        groups[version.deed_id, pool.currency].append((part, pool, version))
    sources = [_source(rows) for rows in groups.values()]
    return sorted(sources, key=lambda one: (one.currency, -one.minor))


def _source(rows: Sequence[Any]) -> Source:
    part, pool, version = rows[-1]
    return Source(
        product_number=version.deed.product.number,
        product=version.deed.product.name,
        currency=pool.currency,
        minor=sum(each.minor for each, _, _ in rows),
        net=sum({pool.id: pool.net_minor for _, pool, _ in rows}.values()),
        share_bp=pool.rate_bp * part.weight // version.total_weight,
    )


def first_earned(product_ids: Sequence[int]) -> list[tuple[int, RoyaltyRun]]:
    """(product id, first posted run) of each product that earned anything."""
    asked = (
        select(Deed.product_id, RoyaltyRun)
        .join(DeedVersion, DeedVersion.deed_id == Deed.id)
        .join(RunPool, RunPool.version_id == DeedVersion.id)
        .join(RoyaltyRun, RoyaltyRun.id == RunPool.run_id)
        .where(Deed.product_id.in_(product_ids), RoyaltyRun.state == "posted")
        .order_by(RoyaltyRun.period)
    )
    found: dict[int, RoyaltyRun] = {}
    for product_id, run in db.session.execute(asked):
        found.setdefault(product_id, run)
    return sorted(found.items())


def latest_with_product(person_id: int, product_id: int) -> Statement | None:
    """The newest statement of a person that has a line of a product."""
    asked = (
        _whole()
        .join(RunPool, RunPool.run_id == Statement.run_id)
        .join(RunPart, RunPart.pool_id == RunPool.id)
        .join(DeedVersion, DeedVersion.id == RunPool.version_id)
        .join(Deed, Deed.id == DeedVersion.deed_id)
        .where(
            Deed.product_id == product_id,
            RunPart.person_id == person_id,
            Statement.person_id == person_id,
            Statement.currency == RunPool.currency,
        )
    )
    newest = asked.order_by(Statement.period.desc(), Statement.id.desc())
    return _first(newest.limit(1))


def _whole() -> Select[Any]:
    return select(Statement).options(
        joinedload(Statement.person), joinedload(Statement.run)
    )


def _first(asked: Select[Any]) -> Statement | None:
    found: Statement | None = db.session.scalar(asked)
    return found
