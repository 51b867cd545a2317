"""The body of a statement: every figure of it, from rows that do not change.

Built once when a run is posted, and again whenever somebody doubts it: both must be
equal, byte for byte.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.money import Money
from app.people.models import Person
from app.royalties.engine import canonical
from app.royalties.engine.periods import Period
from app.royalties.engine.terms import Terms
from app.royalties.models import (
    DeedVersion,
    RoyaltyRun,
    RunLine,
    RunPart,
    RunPool,
    SalesImport,
    SalesLine,
    Statement,
)
from app.royalties.queries import runs, statements

_PLACES = 4


@dataclass(slots=True)
class Issue:
    """What all statements of a run share."""

    run: RoyaltyRun
    period: Period
    pools: list[RunPool]
    imports: list[str]
    past: dict[tuple[int, str], dict[int, int]] = field(default_factory=dict)
    terms: dict[tuple[int, str], list[Terms]] = field(default_factory=dict)
    waits: dict[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where and when a statement is frozen."""

    ledger_seq: int
    head_hash: str
    issued_at: datetime
    version: int = 1


def issue_of(run: RoyaltyRun) -> Issue:
    """Read what the statements of a run are made of; six statements, however many."""
    issue = Issue(run, Period.parse(run.period), runs.pools_of([run.id]), _imports(run))
    firsts = _first_sales(run)
    for part, pool, version in _parts_until(run):
        key, terms = (part.person_id, pool.currency), Terms.of(version.terms)
        sums = issue.past.setdefault(key, defaultdict(int))
        sums[version.deed_id] += part.minor
        issue.terms.setdefault(key, []).append(terms)
        wait = timedelta(days=terms.wait_days)
        if version.deed_id in firsts:
            issue.waits[version.deed_id] = firsts[version.deed_id] + wait
    return issue


def build(
    issue: Issue, person: Person, currency: str, closing: int, stamp: Stamp
) -> Statement:
    """The statement of a person and currency, not added to the session."""
    last = statements.before(person.id, currency, issue.run.period)
    opening = last.closing_minor if last else 0
    lines = _lines(issue, person.id, currency)
    earned = sum(minor for minor, _ in lines)
    statement = Statement(
        person_id=person.id,
        run_id=issue.run.id,
        period=issue.run.period,
        currency=currency,
        version=stamp.version,
        opening_minor=opening,
        earned_minor=earned,
        paid_minor=opening + earned - closing,
        closing_minor=closing,
        ledger_seq=stamp.ledger_seq,
        head_hash=stamp.head_hash,
        issued_at=stamp.issued_at,
    )
    _decide(issue, statement)
    body = _body(issue, statement, person.number, [line for _, line in lines])
    statement.body = canonical.text(body)
    statement.sha256 = canonical.sha256(statement.body)
    return statement


def _decide(issue: Issue, statement: Statement) -> None:
    """What is payable now, and why the rest is carried."""
    key = (statement.person_id, statement.currency)
    minimums = [
        terms.minimum_in(statement.currency) for terms in issue.terms.get(key, [])
    ]
    statement.minimum_minor = min(minimums, default=0)
    today = statement.issued_at.date()
    waiting = {
        deed_id: minor
        for deed_id, minor in issue.past.get(key, {}).items()
        if deed_id in issue.waits and issue.waits[deed_id] > today and minor > 0
    }
    free = statement.closing_minor - sum(waiting.values())
    is_enough = free >= statement.minimum_minor and free > 0
    statement.payable_minor = free if is_enough else 0
    statement.waits_until = max((issue.waits[d] for d in waiting), default=None)
    statement.carried_reason = _reason(statement, is_waiting=bool(waiting))


def _reason(statement: Statement, *, is_waiting: bool) -> str:
    if statement.closing_minor == statement.payable_minor:
        return ""
    if statement.closing_minor < 0:
        return "negative"
    is_small = statement.closing_minor < statement.minimum_minor
    return "waiting" if is_waiting and not is_small else "below_minimum"


def _lines(
    issue: Issue, person_id: int, currency: str
) -> list[tuple[int, dict[str, Any]]]:
    return [
        (part.minor, _line(pool, part))
        for pool in issue.pools
        if pool.currency == currency
        for part in pool.parts
        if part.person_id == person_id
    ]


def _line(pool: RunPool, part: RunPart) -> dict[str, Any]:
    """One share line: the sales, the pool, the part, and each rounding."""
    version = pool.version
    signed = canonical.loads(version.body or "{}")
    money = _Writer(pool.currency)
    exact_pool, exact_part = Fraction(pool.exact), Fraction(part.exact)
    return {
        "product": version.deed.product.number,
        "product_name": signed["product_name"],
        "deed": version.deed_id,
        "deed_version": version.n,
        "deed_sha256": version.sha256,
        "legal_entity": version.legal_entity,
        "units": pool.units,
        "gross": money(pool.gross_minor),
        "returns": money(pool.returns_minor),
        "discount": money(pool.discount_minor),
        "tax": money(pool.tax_minor),
        "freight": money(pool.freight_minor),
        "not_deducted": money(pool.not_deducted_minor),
        "net": money(pool.net_minor),
        "cumulative": money(pool.cum_before_minor + pool.net_minor),
        "rate_bp": pool.rate_bp,
        "pool_exact": money.exact(exact_pool),
        "pool": money(pool.pool_minor),
        "pool_rounding": money.exact(pool.pool_minor - exact_pool),
        "group": part.group,
        "weight": part.weight,
        "weight_total": sum(each.weight for each in pool.parts),
        "earned_exact": money.exact(exact_part),
        "earned": money(part.minor),
        "earned_rounding": money.exact(part.minor - exact_part),
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    """Amounts of one currency as decimal text."""

    currency: str

    def __call__(self, minor: int) -> str:
        return Money(minor, self.currency).decimal

    def exact(self, minor: Fraction) -> str:
        """An unrounded amount with four more places than its currency has."""
        fine = round(minor * 10**_PLACES)
        sign, digits = "-" if fine < 0 else "", f"{abs(fine):0{_PLACES + 1}d}"
        whole = Money(int(digits[:-_PLACES]), self.currency).decimal
        point = "" if "." in whole else "."
        return f"{sign}{whole}{point}{digits[-_PLACES:]}"


def _body(
    issue: Issue, statement: Statement, number: int, lines: list[dict[str, Any]]
) -> dict[str, Any]:
    money = _Writer(statement.currency)
    due = issue.terms.get((statement.person_id, statement.currency), [Terms()])[-1]
    until = statement.issued_at.date() + timedelta(days=due.dispute_days)
    return {
        "person": number,
        "period": statement.period,
        "period_start": issue.period.starts_on.isoformat(),
        "period_end": issue.period.ends_on.isoformat(),
        "currency": statement.currency,
        "version": statement.version,
        "opening": money(statement.opening_minor),
        "earned": money(statement.earned_minor),
        "paid": money(statement.paid_minor),
        "closing": money(statement.closing_minor),
        "payable": money(statement.payable_minor),
        "carried": money(statement.carried_minor),
        "carried_reason": statement.carried_reason,
        "minimum": money(statement.minimum_minor),
        "waits_until": _iso(statement.waits_until),
        "issued_at": statement.issued_at.isoformat(),
        "object_until": until.isoformat(),
        "lines": lines,
        "sales_files": issue.imports,
        "run": {"id": issue.run.id, "input_sha256": issue.run.input_sha256},
        "ledger": {"seq": statement.ledger_seq, "head": statement.head_hash},
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _imports(run: RoyaltyRun) -> list[str]:
    """The hashes of the sales files of a run."""
    asked = (
        select(SalesImport.sha256)
        .join(SalesLine, SalesLine.import_id == SalesImport.id)
        .join(RunLine, RunLine.line_id == SalesLine.id)
        .where(RunLine.run_id == run.id)
        .distinct()
    )
    return sorted(db.session.scalars(asked))


def _parts_until(run: RoyaltyRun) -> Any:
    """Every part of this run and of the posted ones before it."""
    asked = (
        select(RunPart, RunPool, DeedVersion)
        .join(RunPool, RunPool.id == RunPart.pool_id)
        .join(DeedVersion, DeedVersion.id == RunPool.version_id)
        .where(RunPool.run_id.in_(_runs_until(run)))
        .order_by(RunPool.run_id, RunPool.id, RunPart.line_no)
    )
    return db.session.execute(asked)


def _first_sales(run: RoyaltyRun) -> dict[int, date]:
    """The first day of each deed's sales in this run and those before."""
    asked = (
        select(DeedVersion.deed_id, func.min(SalesLine.period_start))
        .join(RunLine, RunLine.version_id == DeedVersion.id)
        .join(SalesLine, SalesLine.id == RunLine.line_id)
        .where(RunLine.run_id.in_(_runs_until(run)), SalesLine.line_type == "sale")
        .group_by(DeedVersion.deed_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def _runs_until(run: RoyaltyRun) -> Any:
    earlier = (RoyaltyRun.state == "posted") & (RoyaltyRun.period < run.period)
    return select(RoyaltyRun.id).where(earlier | (RoyaltyRun.id == run.id))
