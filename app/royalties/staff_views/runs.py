"""Royalty runs: compute, approve what was seen, post."""

from decimal import Decimal
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.money import Money
from app.royalties import commands, policies, queries
from app.royalties.engine.periods import Period
from app.royalties.forms import FINDINGS, RUN_STATES, ApproveForm, PeriodForm
from app.royalties.models import RoyaltyRun
from app.royalties.staff_views.blueprint import bp
from app.web.actor import access, current_actor, stepped_up
from app.web.answers import csv_answer, done, invalid, page

_PAGE = "royalties/staff/run.html"
_INDEX = "royalties/staff/runs.html"


@bp.get("/staff/royalties")
@access(policies.may_see_money)
def runs() -> Response:
    """Every run, and the form that computes one."""
    last = Period.of(clock.today()).previous
    return page(_INDEX, form=PeriodForm(period=last.code), **_index())


@bp.post("/staff/royalties")
@access(policies.may_handle_money)
def compute() -> Response:
    """Compute a period, or compute it again."""
    form = PeriodForm()
    if not form.validate():
        return invalid(_INDEX, form=form, **_index())
    try:
        with atomic():
            run = commands.compute(current_actor(), (form.period.data or "").strip())
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid(_INDEX, form=form, **_index())
    return done("royalties_staff.run", run_id=run.id, message=_("Computed."))


@bp.get("/staff/royalties/<int:run_id>")
@access(policies.may_see_money)
def run(run_id: int) -> Response:
    """What stands out first, then every pool, and the approval with its hash."""
    one = queries.runs.run(run_id)
    form = ApproveForm(sha256=one.input_sha256)
    return page(_PAGE, form=form, **_context(one))


@bp.get("/staff/royalties/<int:run_id>.csv")
@access(policies.may_see_money)
def run_csv(run_id: int) -> Response:
    """Every part of every pool."""
    one = queries.runs.run(run_id)
    header = ("period", "product", "name", "version", "currency", "net", "rate_percent")
    more = ("pool", "person", "group", "weight", "amount")
    rows = [
        (
            one.period,
            pool.version.deed.product.number,
            pool.version.deed.product.name,
            pool.version.n,
            pool.currency,
            Money(pool.net_minor, pool.currency).decimal,
            Decimal(pool.rate_bp) / 100,
            Money(pool.pool_minor, pool.currency).decimal,
            f"P{part.person.number}",
            part.group,
            part.weight,
            Money(part.minor, pool.currency).decimal,
        )
        for pool in queries.runs.pools_of([one.id])
        for part in pool.parts
    ]
    return csv_answer(f"run-{one.period}", (*header, *more), rows)


@bp.post("/staff/royalties/<int:run_id>/approval")
@access(policies.may_handle_money)
@stepped_up
def approve(run_id: int) -> Response:
    """Approve as the second person exactly what was shown."""
    form = ApproveForm()
    one = queries.runs.run(run_id)
    if one.notes and not form.read.data:
        form.read.errors = [_("Read what stands out, then tick this.")]
        return invalid(_PAGE, form=form, **_context(one))
    try:
        with atomic():
            one = queries.runs.run(run_id)
            commands.approve(current_actor(), one, form.sha256.data or "")
    except Refusal as refusal:
        form.refuse(refusal)
        one = queries.runs.run(run_id)
        form.sha256.data = one.input_sha256
        return invalid(_PAGE, form=form, **_context(one))
    return done("royalties_staff.run", run_id=run_id, message=_("Approved."))


@bp.post("/staff/royalties/<int:run_id>/posting")
@access(policies.may_handle_money)
@stepped_up
def post(run_id: int) -> Response:
    """Book the run, issue the statements, close the period."""
    with atomic():
        commands.post(current_actor(), queries.runs.run(run_id))
    message = _("Posted. The statements are out.")
    return done("royalties_staff.run", run_id=run_id, message=message)


def _index() -> dict[str, Any]:
    found = queries.runs.runs(request.args.get("after"))
    people_ids = [
        key for each in found.items for key in (each.maker_id, each.checker_id)
    ]
    return {
        "found": found,
        "names": queries.sales.names_of(people_ids),
        "states": RUN_STATES,
        "may_handle": policies.may_handle_money(current_actor()),
    }


def _context(one: RoyaltyRun) -> dict[str, Any]:
    actor = current_actor()
    handles = policies.may_handle_money(actor)
    period = Period.parse(one.period)
    before = queries.findings.pools_before(period)
    pools = queries.runs.pools_of([one.id])
    return {
        "run": one,
        "period": period,
        "pools": [
            (pool, before.get((pool.version.deed_id, pool.currency), 0))
            for pool in pools
        ],
        "sums": _sums(pools),
        "blockers": [_say(finding) for finding in one.blockers],
        "notes": [_say(finding) for finding in one.notes],
        "names": queries.sales.names_of([one.maker_id, one.checker_id, one.poster_id]),
        "statements": queries.statements.statements_of_run(one.id),
        "states": RUN_STATES,
        "may_compute": handles and one.state in ("draft", "computed", "approved"),
        "may_approve": handles and one.state == "computed" and one.maker_id != actor.id,
        "is_maker": handles and one.state == "computed" and one.maker_id == actor.id,
        "may_post": handles and one.state == "approved",
    }


def _say(finding: dict[str, Any]) -> str:
    text = FINDINGS[finding["code"]]
    words: str = _(text, **finding["values"])
    return words


def _sums(pools: list[Any]) -> list[Money]:
    """The pools of each currency; currencies are never summed."""
    sums: dict[str, int] = {}
    for pool in pools:
        sums[pool.currency] = sums.get(pool.currency, 0) + pool.pool_minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]
