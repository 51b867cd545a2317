"""What a run is computed from: accepted lines, the versions they fall under, the past.

The same rows give the same canonical text and so the same hash. For a posted run the
rows are those it took; for an open one, all that wait.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row

from app.kernel.db import db
from app.royalties.engine import canonical, pools
from app.royalties.engine.periods import Period
from app.royalties.models import (
    DeedVersion,
    RoyaltyRun,
    RunLine,
    RunPool,
    SalesImport,
    SalesLine,
)
from app.royalties.queries import deeds, sales

Line = Row[Any]


@dataclass(slots=True)
class Basis:
    """The input of a run, its hash, and what comes of it."""

    period: Period
    versions: dict[tuple[int, int], DeedVersion]
    lines: list[tuple[Line, DeedVersion | None]]
    unmapped: dict[str, list[Line]] = field(default_factory=dict)
    unfrozen: dict[str, list[Line]] = field(default_factory=dict)
    cum_before: dict[tuple[int, str], int] = field(default_factory=dict)
    sha256: str = ""
    results: list[pools.Pool] = field(default_factory=list)

    def version_of(self, pool: pools.Pool) -> DeedVersion:
        """The stored version of a computed pool."""
        return self.versions[pool.agreement.deed, pool.agreement.n]


def waiting(period: Period) -> Basis:
    """All accepted lines up to the period's end that no posted run took."""
    statement = (
        _lines()
        .outerjoin(RunLine, RunLine.line_id == SalesLine.id)
        .where(
            RunLine.line_id.is_(None),
            SalesImport.state == "accepted",
            SalesLine.period_end <= period.ends_on,
        )
    )
    basis = Basis(period, _versions(), [])
    _sort_in(basis, db.session.execute(statement).all())
    return _computed(basis)


def taken(run: RoyaltyRun) -> Basis:
    """The lines that a posted run took, under the versions it took them."""
    statement = (
        _lines()
        .add_columns(RunLine.version_id)
        .join(RunLine, RunLine.line_id == SalesLine.id)
        .where(RunLine.run_id == run.id)
    )
    basis = Basis(Period.parse(run.period), _versions(), [])
    by_id = {version.id: version for version in basis.versions.values()}
    basis.lines = [
        (line, by_id.get(line.version_id)) for line in db.session.execute(statement)
    ]
    return _computed(basis)


def _lines() -> Any:
    return (
        select(
            SalesLine.id,
            SalesLine.source,
            SalesLine.external_line_id,
            SalesLine.period_end,
            SalesLine.sku,
            SalesLine.line_type,
            SalesLine.currency,
            SalesLine.units,
            SalesLine.gross_minor,
            SalesLine.discount_minor,
            SalesLine.tax_minor,
            SalesLine.freight_minor,
            SalesLine.net_minor,
            SalesLine.original_line_id,
        )
        .join(SalesImport, SalesImport.id == SalesLine.import_id)
        .order_by(SalesLine.id)
    )


def _versions() -> dict[tuple[int, int], DeedVersion]:
    return {(each.deed_id, each.n): each for each in deeds.versions_in_force()}


def _sort_in(basis: Basis, lines: Sequence[Line]) -> None:
    """Give each line its version, or put it where it blocks the run."""
    by_deed: dict[int, list[DeedVersion]] = defaultdict(list)
    for version in basis.versions.values():
        by_deed[version.deed_id].append(version)
    maps = sales.maps_in_force()
    originals = _versions_of_originals(basis, lines)
    for line in lines:
        if line.sku not in maps:
            basis.unmapped.setdefault(line.sku, []).append(line)
        elif (deed_id := maps[line.sku]) is None:
            basis.lines.append((line, None))
        elif not by_deed[deed_id]:
            basis.unfrozen.setdefault(line.sku, []).append(line)
        else:
            known = originals.get((line.source, line.original_line_id))
            day = Period.of(line.period_end).code
            version = known or _in_force(by_deed[deed_id], day)
            basis.lines.append((line, version))


def _in_force(versions: Sequence[DeedVersion], period: str) -> DeedVersion:
    """The newest version that had begun by a period; else the first one."""
    newest_first = sorted(versions, key=lambda version: -version.n)
    begun = (v for v in newest_first if (v.from_period or "") <= period)
    return next(begun, newest_first[-1])


def _versions_of_originals(
    basis: Basis, lines: Iterable[Line]
) -> Mapping[tuple[str, str], DeedVersion]:
    """A return falls under the version that its sale was counted under."""
    wanted = {line.original_line_id for line in lines if line.original_line_id}
    by_id = {version.id: version for version in basis.versions.values()}
    found = {}
    for chunk in sales.chunks(wanted):
        statement = (
            select(SalesLine.source, SalesLine.external_line_id, RunLine.version_id)
            .join(RunLine, RunLine.line_id == SalesLine.id)
            .where(
                RunLine.version_id.is_not(None), SalesLine.external_line_id.in_(chunk)
            )
        )
        for row in db.session.execute(statement):
            found[row.source, row.external_line_id] = by_id[row.version_id]
    return found


def _computed(basis: Basis) -> Basis:
    basis.cum_before = _cum_before(basis.period)
    basis.sha256 = canonical.digest(_input(basis))
    basis.results = pools.compute(
        {key: deeds.agreement_of(v) for key, v in basis.versions.items()},
        [_sale(line, version) for line, version in basis.lines if version],
        basis.cum_before,
    )
    return basis


def _cum_before(period: Period) -> dict[tuple[int, str], int]:
    """Net sales of each deed and currency in the runs before."""
    statement = (
        select(DeedVersion.deed_id, RunPool.currency, RunPool.net_minor)
        .join(RunPool, RunPool.version_id == DeedVersion.id)
        .join(RoyaltyRun, RoyaltyRun.id == RunPool.run_id)
        .where(RoyaltyRun.state == "posted", RoyaltyRun.period < period.code)
    )
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for row in db.session.execute(statement):
        sums[row.deed_id, row.currency] += row.net_minor
    return dict(sums)


def _input(basis: Basis) -> dict[str, Any]:
    """All that the result depends on, ordered."""
    used = {(v.deed_id, v.n, v.sha256) for _, v in basis.lines if v}
    lines = [[*_plain(line), *_place(version)] for line, version in basis.lines]
    for stuck in (basis.unmapped, basis.unfrozen):
        lines += [[*_plain(line), "stuck"] for each in stuck.values() for line in each]
    past = [[deed, ccy, net] for (deed, ccy), net in sorted(basis.cum_before.items())]
    return {
        "engine": pools.ENGINE,
        "period": basis.period.code,
        "versions": [list(each) for each in sorted(used)],
        # sorted here: two databases may order text in two ways
        "lines": sorted(lines),
        "cum_before": past,
    }


def _plain(line: Line) -> list[Any]:
    return [
        line.source,
        line.external_line_id,
        line.period_end.isoformat(),
        line.sku,
        line.line_type,
        line.currency,
        line.units,
        line.gross_minor,
        line.discount_minor,
        line.tax_minor,
        line.freight_minor,
        line.net_minor,
    ]


def _place(version: DeedVersion | None) -> list[int]:
    return [version.deed_id, version.n] if version else [0, 0]


def _sale(line: Line, version: DeedVersion) -> pools.Sale:
    return pools.Sale(
        source=line.source,
        external_line_id=line.external_line_id,
        deed=version.deed_id,
        n=version.n,
        currency=line.currency,
        line_type=line.line_type,
        units=line.units,
        gross=line.gross_minor,
        discount=line.discount_minor,
        tax=line.tax_minor,
        freight=line.freight_minor,
    )
