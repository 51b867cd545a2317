"""What stands out in a run: what blocks it, then what its checker should read.

A finding is a code and values; edges make the sentence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.money import Money
from app.royalties.engine import pools
from app.royalties.engine.periods import Period
from app.royalties.models import (
    DeedVersion,
    RoyaltyRun,
    RunPool,
    SalesImport,
    SalesLine,
)
from app.royalties.queries.basis import Basis, Line

_CHANGED_PERCENT = 30
Finding = dict[str, Any]


def of(basis: Basis) -> list[Finding]:
    """Everything that stands out, blockers first."""
    return [
        *_waiting_imports(basis.period),
        *_stuck("unmapped_sku", basis.unmapped),
        *_stuck("unfrozen_deed", basis.unfrozen),
        *_returns_above_sales(basis),
        *_of_pools(basis),
        *_of_lines(basis),
    ]


def _blocker(code: str, **values: str | int) -> Finding:
    return {"code": code, "blocks": True, "values": values}


def _note(code: str, **values: str | int) -> Finding:
    return {"code": code, "blocks": False, "values": values}


def _waiting_imports(period: Period) -> Iterator[Finding]:
    statement = (
        select(SalesImport.id, SalesImport.filename)
        .join(SalesLine, SalesLine.import_id == SalesImport.id)
        .where(SalesImport.state == "validated", SalesLine.period_end <= period.ends_on)
        .distinct()
        .order_by(SalesImport.id)
    )
    for row in db.session.execute(statement):
        yield _blocker("import_waits", name=row.filename)


def _stuck(code: str, stuck: dict[str, list[Line]]) -> Iterator[Finding]:
    for sku, lines in sorted(stuck.items()):
        yield _blocker(code, sku=sku, lines=len(lines), net=_nets(lines))


def _nets(lines: Sequence[Line]) -> str:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.currency] += line.net_minor
    return ", ".join(_amount(minor, ccy) for ccy, minor in sorted(sums.items()))


def _amount(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).decimal} {currency}"


def _returns_above_sales(basis: Basis) -> Iterator[Finding]:
    """Over its whole life a product cannot bring back more than it sold."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    names = {}
    for pool in basis.results:
        key = (pool.agreement.deed, pool.currency)
        sums[key] += pool.net
        names[key] = _name(basis.version_of(pool))
    for key, net in sorted(sums.items()):
        life = basis.cum_before.get(key, 0) + net
        if life < 0:
            values = {"product": names[key], "net": _amount(life, key[1])}
            yield _blocker("returns_above_sales", **values)


def _of_pools(basis: Basis) -> Iterator[Finding]:
    before = pools_before(basis.period)
    for pool in basis.results:
        version = basis.version_of(pool)
        values = {
            "product": _name(version),
            "pool": _amount(pool.minor, pool.currency),
        }
        if pool.minor < 0:
            yield _note("negative_pool", **values)
        if pool.figures.not_deducted:
            left = _amount(pool.figures.not_deducted, pool.currency)
            yield _note("deductions_capped", left=left, **values)
        last = before.get((version.deed_id, pool.currency), 0)
        if last > 0 and _is_changed(pool, last):
            was = _amount(last, pool.currency)
            yield _note("pool_changed", was=was, **values)


def _is_changed(pool: pools.Pool, last: int) -> bool:
    return abs(pool.minor - last) * 100 > last * _CHANGED_PERCENT


def _of_lines(basis: Basis) -> Iterator[Finding]:
    free = [line for line, version in basis.lines if version is None]
    if free:
        yield _note("no_deed", lines=len(free), net=_nets(free))
    starts_on = basis.period.starts_on
    yield from _groups("late_lines", basis, lambda line: line.period_end < starts_on)
    yield from _groups("lone_returns", basis, _is_lone_return)


def _is_lone_return(line: Line) -> bool:
    return line.line_type == "return" and not line.original_line_id


def _groups(
    code: str, basis: Basis, is_meant: Callable[[Line], bool]
) -> Iterator[Finding]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line, version in basis.lines:
        if version and is_meant(line):
            groups[_name(version)].append(line)
    for name, lines in sorted(groups.items()):
        yield _note(code, product=name, lines=len(lines), net=_nets(lines))


def _name(version: DeedVersion) -> str:
    return version.deed.product.name


def pools_before(period: Period) -> dict[tuple[int, str], int]:
    """Each deed's pool in the posted run before this period, by currency."""
    last = (
        select(RoyaltyRun.id)
        .where(RoyaltyRun.state == "posted", RoyaltyRun.period < period.code)
        .order_by(RoyaltyRun.period.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(DeedVersion.deed_id, RunPool.currency, RunPool.pool_minor)
        .join(RunPool, RunPool.version_id == DeedVersion.id)
        .where(RunPool.run_id == last)
    )
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for row in db.session.execute(statement):
        sums[row.deed_id, row.currency] += row.pool_minor
    return dict(sums)
