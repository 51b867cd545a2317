"""`flask --app wsgi builds ...`: let out, take back, and see how things stand."""

import click
from flask.cli import AppGroup

from app.builds import commands, queries
from app.builds.models import Build
from app.kernel import audit
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.people import queries as people

cli = AppGroup("builds", help="Weekly builds: publish, halt, resume, status.")
_acting = click.option(
    "--as", "name", help="Who acts: a sign-in name. Default: the machine itself."
)


@cli.command("publish")
@click.argument("number", type=int)
@_acting
def publish(number: int, name: str | None) -> None:
    """Let build NUMBER out: from its announced time on, never before."""
    audit.via.set("cli")
    try:
        with atomic():
            actor = _actor(name)
            build = _build(actor, number)
            commands.publish(actor, build.train)
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"Build {build.number} ({build.version}) is out.")


@cli.command("halt")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Everybody reads it.")
@_acting
def halt(number: int, reason: str, name: str | None) -> None:
    """Offer build NUMBER to nobody any more."""
    audit.via.set("cli")
    try:
        with atomic():
            actor = _actor(name)
            build = _build(actor, number)
            commands.halt(actor, build, reason)
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"Build {build.number} ({build.version}) is halted.")


@cli.command("resume")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Everybody reads it.")
@_acting
def resume(number: int, reason: str, name: str | None) -> None:
    """Offer the halted build NUMBER again."""
    audit.via.set("cli")
    try:
        with atomic():
            actor = _actor(name)
            build = _build(actor, number)
            commands.resume(actor, build, reason)
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"Build {build.number} ({build.version}) goes on.")


@cli.command("status")
def status() -> None:
    """Print the weeks ahead: space, channel, state, time, and why it moved."""
    stops = queries.weeks_ahead(SYSTEM)
    numbers = queries.builds_of_trains([stop.train.id for stop in stops])
    for stop in stops:
        build = numbers.get(stop.train.id)
        words = (
            stop.space.slug,
            stop.train.channel.code,
            f"build {build.number}" if build else "no build yet",
            stop.train.state,
            f"{stop.train.publish_at:%Y-%m-%d %H:%M}Z",
            stop.train.reason or stop.train.reason_code,
        )
        click.echo("  ".join(words).rstrip())
    if not stops:
        click.echo("No week is announced.")


def _actor(name: str | None) -> Actor:
    return SYSTEM if name is None else people.acting(name)


def _build(actor: Actor, number: int) -> Build:
    return queries.visible_to(actor).get(number)


def _plain(refusal: Refusal) -> click.ClickException:
    values = refusal.values
    return click.ClickException(refusal.text % values if values else refusal.text)
