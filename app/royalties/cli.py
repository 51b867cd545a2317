"""`flask royalties`: every money step as a named person, by the same rules."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask.cli import AppGroup

from app.kernel import audit
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.money import Money
from app.people import queries as people
from app.roadmap import queries as roadmap
from app.royalties import commands, queries
from app.royalties.commands import Checked, Upload
from app.royalties.forms import FINDINGS
from app.royalties.models import RoyaltyRun, Statement
from app.royalties.queries import own
from app.web.answers import csv_text

P = ParamSpec("P")
cli = AppGroup("royalties", help="Sales, runs, statements.")
as_person = click.option(
    "--as", "name", required=True, help="Who acts: a sign-in name."
)
of_period = click.option("--period", required=True, help="A quarter, like 2026Q3.")


def _refusing(command: Callable[P, None]) -> Callable[P, None]:
    """Say a refusal as one sentence and end with 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        audit.via.set("cli")
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return told


@cli.command("sales")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The shop or system it comes from.")
@click.option("--total", "totals", multiple=True, help="rows,CCY,units,gross,net")
@click.option("--dry-run", is_flag=True, help="Check everything, keep nothing.")
@as_person
@_refusing
def sales(
    file: Path, source: str, totals: tuple[str, ...], name: str, *, dry_run: bool
) -> None:
    """Read a sales file; a second person then accepts it."""
    upload = Upload(file.read_bytes(), source, file.name, "\n".join(totals))
    checked = commands.check_sales(people.acting(name), upload)
    _say_checked(checked)
    if checked.faults:
        raise click.ClickException("nothing was kept")
    if dry_run:
        return
    with atomic():
        kept = commands.upload_sales(people.acting(name), upload)
    click.echo(f"upload {kept.id} waits for a second person")


@cli.command("accept")
@click.argument("number", type=int)
@as_person
@_refusing
def accept(number: int, name: str) -> None:
    """Accept a sales file as the second person."""
    with atomic():
        commands.accept_sales(people.acting(name), queries.sales.import_(number))
    click.echo(f"upload {number} is accepted")


@cli.command("reject")
@click.argument("number", type=int)
@click.option("--reason", required=True)
@as_person
@_refusing
def reject(number: int, reason: str, name: str) -> None:
    """Reject a sales file; its lines go."""
    with atomic():
        actor = people.acting(name)
        commands.reject_sales(actor, queries.sales.import_(number), reason)
    click.echo(f"upload {number} is rejected")


@cli.command("map-sku")
@click.argument("sku")
@click.option("--product", type=int, help="The number of the product it belongs to.")
@click.option("--no-deed", is_flag=True, help="No agreement covers it.")
@as_person
@_refusing
def map_sku(sku: str, product: int | None, name: str, *, no_deed: bool) -> None:
    """Let a code lead to a product's agreement, or to none; two people say the same."""
    if (product is None) != no_deed:
        raise click.UsageError("say either --product N or --no-deed")
    actor = people.acting(name)
    with atomic():
        deed = None
        if product is not None:
            row = roadmap.product(actor, product)
            deed = queries.deeds.deed_of_product(row.id)
            if deed is None:
                raise Missing
        mapped = commands.map_sku(actor, sku, deed)
        word = "is mapped" if mapped.is_in_force else "waits for a second person"
    click.echo(f"{sku} {word}")


@cli.command("compute")
@of_period
@as_person
@_refusing
def compute(period: str, name: str) -> None:
    """Compute a period and print the hash that is approved."""
    with atomic():
        run = commands.compute(people.acting(name), period)
    _say_run(run)


@cli.command("approve")
@of_period
@click.option("--hash", "sha256", required=True, help="The hash that compute printed.")
@as_person
@_refusing
def approve(period: str, sha256: str, name: str) -> None:
    """Approve exactly this input as the second person."""
    with atomic():
        commands.approve(people.acting(name), _run(period), sha256)
    click.echo(f"{period} is approved")


@cli.command("post")
@of_period
@as_person
@_refusing
def post(period: str, name: str) -> None:
    """Book an approved run, issue its statements and close the period."""
    with atomic():
        run = commands.post(people.acting(name), _run(period))
    issued = queries.statements.statements_of_run(run.id)
    click.echo(f"{period} is posted, {len(issued)} statements")


@cli.command("statements")
@of_period
@click.option("--csv", "as_csv", is_flag=True, help="Every figure, as CSV.")
@_refusing
def statements(period: str, *, as_csv: bool) -> None:
    """Print the statements of a posted period."""
    issued = queries.statements.statements_of_run(_run(period).id)
    if as_csv:
        rows = [row for each in issued for row in own.statement_rows(each)]
        click.echo(csv_text(own.STATEMENT_HEADER, rows), nl=False)
        return
    for each in issued:
        click.echo(_sum_of(each))


@cli.command("recompute")
@of_period
@_refusing
def recompute(period: str) -> None:
    """Compute a posted period again: every byte must be equal."""
    run = _run(period)
    differences = own.differences(run)
    for difference in differences:
        click.echo(difference)
    if differences:
        sys.exit(1)
    count = len(queries.statements.statements_of_run(run.id))
    click.echo(f"{period}: byte-equal, {count} statements, input {run.input_sha256}")


def _run(period: str) -> RoyaltyRun:
    run = queries.runs.of_period(period)
    if run is None:
        raise Missing
    return run


def _say_checked(checked: Checked) -> None:
    for fault in checked.faults:
        click.echo(str(fault), err=True)
    for currency, total in checked.sums.items():
        net = Money(total.net, currency).decimal
        click.echo(f"{total.rows} lines, {total.units} units, {net} {currency} net")
    for sku in checked.unmapped:
        click.echo(f"{sku} leads to no agreement yet")


def _say_run(run: RoyaltyRun) -> None:
    for finding in run.findings:
        mark = "BLOCKS" if finding["blocks"] else "note"
        click.echo(f"{mark}: {FINDINGS[finding['code']] % finding['values']}")
    for pool in queries.runs.pools_of([run.id]):
        parts = " + ".join(Money(p.minor, pool.currency).decimal for p in pool.parts)
        net, minor = (
            Money(each, pool.currency).decimal
            for each in (pool.net_minor, pool.pool_minor)
        )
        name = pool.version.deed.product.name
        click.echo(f"{name}: net {net} {pool.currency}, {minor} = {parts}")
    click.echo(f"{run.period} {run.state} {run.input_sha256}")


def _sum_of(each: Statement) -> str:
    def money(minor: int) -> str:
        return Money(minor, each.currency).decimal

    sums = (
        f"{money(each.opening_minor)} + {money(each.earned_minor)}"
        f" - {money(each.paid_minor)} = {money(each.closing_minor)} {each.currency}"
    )
    reason = f", {each.carried_reason}" if each.carried_reason else ""
    payable = f"payable {money(each.payable_minor)}{reason}"
    return f"P{each.person.number} {each.person.display_name}: {sums}; {payable}"
