"""`flask payouts`: every step of paying, with the same rules as the pages."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask.cli import AppGroup

from app.kernel import audit
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.money import Money
from app.payouts import commands, queries
from app.payouts.models import Payee, PayoutBatch
from app.people import queries as people

P = ParamSpec("P")
DAY = click.DateTime(["%Y-%m-%d"])
cli = AppGroup("payouts", help="Payees, batches, the bank file.")
as_person = click.option(
    "--as", "name", required=True, help="The sign-in name of who acts."
)


def _refusing(command: Callable[P, None]) -> Callable[P, None]:
    """Say a refusal as one sentence and end with 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        audit.via.set("cli")
        try:
            command(*args, **kwargs)
        except Missing as refusal:
            raise click.ClickException("There is no such thing.") from refusal
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return told


@cli.command()
@click.option("--period", help="The period in the names of the payouts.")
@as_person
@_refusing
def plan(period: str | None, name: str) -> None:
    """Put everybody who can be paid into a batch."""
    with atomic():
        batch = commands.plan(people.acting(name), period)
    _say(batch)


@cli.command()
@click.argument("batch_id", type=int)
@click.option("--hash", "sha256", required=True, help="The hash that `plan` printed.")
@as_person
@_refusing
def approve(batch_id: int, sha256: str, name: str) -> None:
    """Approve exactly the list with this hash, as a second person."""
    with atomic():
        commands.approve(people.acting(name), queries.batch(batch_id), sha256)
    click.echo(f"Batch {batch_id} is approved.")


@cli.command()
@click.argument("batch_id", type=int)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write the file.",
)
@as_person
@_refusing
def export(batch_id: int, out: Path, name: str) -> None:
    """Write the bank file of an approved batch."""
    with atomic():
        file = commands.export(people.acting(name), queries.batch(batch_id))
        content = commands.read_file(people.acting(name), file)
    out.touch(mode=0o600)
    out.write_text(content, "utf-8")
    click.echo(f"{file.n_lines} payments, sha256 {file.sha256}")


@cli.command()
@click.argument("ref")
@click.option("--bank-reference", required=True)
@click.option("--value-on", type=DAY, required=True, help="The bank's value date.")
@as_person
@_refusing
def confirm(ref: str, bank_reference: str, value_on: datetime, name: str) -> None:
    """Record that the bank paid a line."""
    with atomic():
        payout = queries.payout_by_ref(ref)
        commands.confirm(people.acting(name), payout, bank_reference, value_on.date())
    click.echo(f"{ref} is paid.")


@cli.command()
@click.argument("ref")
@click.option("--reason", required=True, help="What the bank says.")
@as_person
@_refusing
def fail(ref: str, reason: str, name: str) -> None:
    """Record that the bank refused a line."""
    with atomic():
        commands.fail(people.acting(name), queries.payout_by_ref(ref), reason)
    click.echo(f"{ref} is owed again, on hold.")


@cli.command()
@click.argument("batch_id", type=int)
@as_person
@_refusing
def void(batch_id: int, name: str) -> None:
    """Void the file of a batch; a second person completes it."""
    with atomic():
        file = commands.void_file(people.acting(name), queries.batch(batch_id))
    words = "waits for a second person" if file.voided_at is None else "is void"
    click.echo(f"The file of batch {batch_id} {words}.")


@cli.command("check-payee")
@click.argument("person")
@as_person
@_refusing
def check_payee(person: str, name: str) -> None:
    """Say that the payment details of a person are right."""
    with atomic():
        payee = _payee(person)
        commands.check_payee(people.acting(name), payee, payee.newest.id)
    click.echo("Checked.")


@cli.command("tax-papers")
@click.argument("person")
@click.option("--kind", type=click.Choice(commands.TAX_KINDS), required=True)
@click.option("--signed-on", type=DAY, required=True)
@as_person
@_refusing
def tax_papers(person: str, kind: str, signed_on: datetime, name: str) -> None:
    """Record which tax papers were seen."""
    with atomic():
        commands.record_tax_papers(
            people.acting(name), _payee(person), kind, signed_on.date()
        )
    click.echo("Recorded. A second person releases the hold.")


@cli.command()
@click.argument("person")
@click.argument("kind")
@as_person
@_refusing
def release(person: str, kind: str, name: str) -> None:
    """Release a hold of a person, as a second person."""
    with atomic():
        payee = _payee(person)
        hold = queries.hold_of_kind(payee, kind)
        commands.release_hold(people.acting(name), payee, hold)
    click.echo("Released.")


def _payee(name: str) -> Payee:
    person = people.by_sign_in_name(name)
    return queries.known_payee(person.id if person else 0)


def _say(batch: PayoutBatch) -> None:
    for each in batch.living:
        amount = Money(each.minor, each.currency).decimal
        click.echo(f"{each.ref}  {amount} {each.currency}  {each.person.display_name}")
    click.echo(f"Batch {batch.id}, hash {batch.sha256}")
