"""`flask ledger`: verify, balances, export, journal, seal."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import current_app
from flask.cli import AppGroup

from app.kernel import audit
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.money import Money
from app.ledger import commands, queries
from app.web.answers import csv_text

P = ParamSpec("P")
DAY = click.DateTime(["%Y-%m-%d"])
cli = AppGroup("ledger", help="The books: check, read, export, post by hand.")


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


@cli.command()
def verify() -> None:
    """Recompute the hash chain, the balances and the anchors."""
    problems = queries.verify()
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    seq, head = queries.head()
    click.echo(f"{seq} transactions, whole and in order; head {head}")


@cli.command()
@click.option("--on", type=DAY, help="As of the end of this day.")
@click.option("--seq", type=int, help="As of this transaction.")
def balances(on: datetime | None, seq: int | None) -> None:
    """Print the trial balance: debit above zero."""
    day = None if on is None else on.date()
    for code, currency, amount in queries.trial_balance(on=day, seq=seq):
        click.echo(f"{Money(amount, currency).decimal:>16} {currency}  {code}")


@cli.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(["beancount", "csv"]),
    default="beancount",
    show_default=True,
)
def export(kind: str) -> None:
    """Write the whole book to standard output."""
    click.echo(_book(kind), nl=False)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "name", required=True, help="The sign-in name of who acts.")
@_refusing
def journal(file: Path, name: str) -> None:
    """Put a journal CSV forward, or, as a second person, post it."""
    content = file.read_text("utf-8")
    with atomic():
        kept = commands.keep_journal(_acting(name), file.name, content)
    if kept.posted_at is None:
        click.echo("Kept. A second person posts it with the same command.")
    else:
        click.echo(f"Posted. The head is seq {queries.head()[0]}.")


@cli.command()
@click.argument("code")
@click.argument("starts_on", type=DAY)
@click.argument("ends_on", type=DAY)
@click.option("--as", "name", required=True, help="The sign-in name of who acts.")
@_refusing
def seal(code: str, starts_on: datetime, ends_on: datetime, name: str) -> None:
    """Put the sealing of a period forward, or, as a second person, seal it."""
    with atomic():
        period = commands.seal(_acting(name), code, starts_on.date(), ends_on.date())
    words = "waits for a second person" if period.sealed_at is None else "is sealed"
    click.echo(f"{period.code} {words}.")


def _book(kind: str) -> str:
    if kind == "beancount":
        return queries.beancount()
    rows: Iterable[tuple[object, ...]] = queries.journal_rows()
    return csv_text(queries.JOURNAL_HEADER, rows)


def _acting(name: str) -> Actor:
    """Who acts, by sign-in name; create_app knows who finds people."""
    try:
        actor: Actor = current_app.extensions["acting"](name)
    except Missing:
        raise click.ClickException(f"Nobody signs in as {name!r}.") from None
    return actor
