"""Royalty runs: computed, approved as seen, posted whole."""

from datetime import date

from sqlalchemy import delete, insert, select

from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.approvals import SamePerson, SubjectChanged
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.ledger import commands as ledger
from app.royalties import policies, queries
from app.royalties.commands import statements
from app.royalties.engine import pools
from app.royalties.engine.periods import Period
from app.royalties.events import RunPosted
from app.royalties.models import RoyaltyRun, RunLine, RunPart, RunPool

APPROVE_DUTY = "approve_run"
_APPROVE_DAYS = 10


class PeriodNotOver(Conflict):
    code = "period_not_over"
    text = N_("%(period)s ends on %(day)s: it can be computed from the day after.")


class PeriodClosed(Conflict):
    code = "period_closed"
    text = N_("%(period)s is closed. Late lines enter the next period.")


class RunBlocked(Conflict):
    code = "run_blocked"
    text = N_("Something blocks this run. Clear it up and compute again.")


class RunNotReady(Conflict):
    code = "run_not_ready"
    text = N_("This run is not at this step.")


def compute(actor: Actor, period: str) -> RoyaltyRun:
    """Compute a period that is over and open; computing again voids an approval."""
    require(policies.may_handle_money, actor)
    wanted = Period.parse(period)
    _refuse_time(wanted)
    basis = queries.basis.waiting(wanted)
    findings = queries.findings.of(basis)
    run = queries.runs.of_period(period) or RoyaltyRun(period=period)
    run.state = "draft" if any(f["blocks"] for f in findings) else "computed"
    run.engine, run.input_sha256 = pools.ENGINE, basis.sha256
    run.findings, run.line_count = findings, len(basis.lines)
    run.maker_id, run.computed_at = _id_of(actor), clock.now()
    run.checker_id = run.approved_at = run.approved_sha256 = None
    db.session.add(run)
    db.session.flush()
    _write_results(run, basis)
    _ask_for_approval(run)
    values = {"sha256": run.input_sha256, "period": period}
    audit.record(actor, "royalties.compute", "royalty_run", run.id, values=values)
    db.session.flush()
    return run


def approve(actor: Actor, run: RoyaltyRun, sha256: str) -> RoyaltyRun:
    """Approve as the second person exactly the input that was seen."""
    require(policies.may_handle_money, actor)
    run = queries.runs.locked(run.id)
    if run.state == "draft":
        raise RunBlocked
    if run.state != "computed":
        raise RunNotReady
    if run.maker_id == actor.id:
        raise SamePerson
    if sha256 != run.input_sha256:
        raise SubjectChanged
    _refuse_stale(run)
    run.checker_id, run.approved_at = actor.id, clock.now()
    run.approved_sha256, run.state = sha256, "approved"
    duties.meet(APPROVE_DUTY, ("royalty_run", run.id))
    audit.record(
        actor, "royalties.approve", "royalty_run", run.id, values={"sha256": sha256}
    )
    db.session.flush()
    return run


def post(actor: Actor, run: RoyaltyRun) -> RoyaltyRun:
    """Take the lines, book every pool, issue the statements, close the period.

    All in one transaction; posting twice is the same as posting once.
    """
    require(policies.may_handle_money, actor)
    run = queries.runs.locked(run.id)
    if run.state == "posted":
        return run
    if run.state != "approved":
        raise RunNotReady
    period = Period.parse(run.period)
    _refuse_time(period)
    basis = _refuse_stale(run)
    _take_lines(run, basis)
    audit.record(actor, "royalties.post", "royalty_run", run.id)
    for pool in queries.runs.pools_of([run.id]):
        _book(actor, run, pool, period.ends_on)
    statements.issue(run)
    run.poster_id, run.posted_at, run.state = actor.id, clock.now(), "posted"
    emit(RunPosted(run.id, run.period))
    db.session.flush()
    return run


def _id_of(actor: Actor) -> int:
    assert actor.id is not None
    return actor.id


def _refuse_time(period: Period) -> None:
    if clock.today(site.get("timezone")) <= period.ends_on:
        raise PeriodNotOver(period=period.code, day=period.ends_on.isoformat())
    if queries.runs.closed_since(period) is not None:
        raise PeriodClosed(period=period.code)


def _refuse_stale(run: RoyaltyRun) -> queries.basis.Basis:
    """The input as it is now; refused when it is not what was computed."""
    basis = queries.basis.waiting(Period.parse(run.period))
    findings = queries.findings.of(basis)
    if basis.sha256 != run.input_sha256 or any(f["blocks"] for f in findings):
        raise SubjectChanged
    return basis


def _write_results(run: RoyaltyRun, basis: queries.basis.Basis) -> None:
    mine = select(RunPool.id).where(RunPool.run_id == run.id)
    db.session.execute(delete(RunPart).where(RunPart.pool_id.in_(mine)))
    db.session.execute(delete(RunPool).where(RunPool.run_id == run.id))
    for result in basis.results:
        _write_pool(run, result, basis.version_of(result).id)


def _write_pool(run: RoyaltyRun, result: pools.Pool, version_id: int) -> None:
    figures = result.figures
    pool = RunPool(
        run_id=run.id,
        version_id=version_id,
        currency=result.currency,
        units=figures.units,
        gross_minor=figures.gross,
        returns_minor=figures.returns,
        discount_minor=figures.discount,
        tax_minor=figures.tax,
        freight_minor=figures.freight,
        not_deducted_minor=figures.not_deducted,
        net_minor=result.net,
        cum_before_minor=result.cum_before,
        rate_bp=result.agreement.rate_bp,
        exact=str(result.exact),
        pool_minor=result.minor,
    )
    db.session.add(pool)
    db.session.flush()
    for part in result.parts:
        row = RunPart(
            pool_id=pool.id,
            line_no=part.share.line_no,
            person_id=part.share.person,
            group=part.share.group,
            weight=part.share.weight,
            minor=part.minor,
            exact=str(part.exact),
        )
        db.session.add(row)
    db.session.flush()


def _ask_for_approval(run: RoyaltyRun) -> None:
    if run.state == "computed":
        due_at = duties.business_days(_APPROVE_DAYS, clock.now(), site.get("timezone"))
        subject = ("royalty_run", run.id)
        duties.open(
            kind=APPROVE_DUTY, subject=subject, owner_role="finance", due_at=due_at
        )


def _take_lines(run: RoyaltyRun, basis: queries.basis.Basis) -> None:
    """UNIQUE on the line: none of them can be taken by another run, ever."""
    rows = [
        {
            "line_id": line.id,
            "run_id": run.id,
            "version_id": version.id if version else None,
        }
        for line, version in basis.lines
    ]
    if rows:
        db.session.execute(insert(RunLine), rows)


def _book(actor: Actor, run: RoyaltyRun, pool: RunPool, on: date) -> None:
    """The pool is an expense, its parts are owed; a negative pool mirrors both."""
    if pool.pool_minor == 0:
        return
    currency, version = pool.currency, pool.version
    product = version.deed.product.number
    expense = f"expense:royalty:PROD{product}:{currency}"
    ledger.account(expense, "expense", currency)
    legs = [ledger.Leg(expense, pool.pool_minor, currency)]
    for part in pool.parts:
        code = queries.payable_code(part.person.number, currency)
        ledger.account(code, "liability", currency, part.person_id)
        if part.minor:
            legs.append(ledger.Leg(code, -part.minor, currency))
    posting = ledger.Posting(
        key=f"royalty:{run.id}:{version.deed_id}.{version.n}:{currency}",
        kind="royalty",
        on=on,
        entries=tuple(legs),
        source=f"royalty_run:{run.id}",
        memo=f"{run.period} PROD{product}",
    )
    ledger.post(actor, posting)
