"""`flask --app wsgi people ...`: the first door, and people made on the machine."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.kernel import audit
from app.kernel.actor import ROLES, SYSTEM, Actor
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import commands, login, queries
from app.people.models import Person

cli = AppGroup("people", help="People, roles, the admin's first door.")
BIRTH_YEAR = 1990


@cli.command("admin-link")
def admin_link() -> None:
    """Print the path of a link that works once, within 24 hours, while it is needed."""
    audit.via.set("cli")
    is_demo = current_app.config["STORE"] == "demo"
    try:
        with atomic():
            token = commands.admin_link(SYSTEM, is_demo=is_demo)
    except commands.AdminThere as refusal:
        click.echo(str(refusal.text), err=True)
        return
    click.echo(f"/welcome/{token}")


@cli.command("create")
@click.option("--name", required=True, help="The name to sign in with.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES))
@click.option("--birth-year", type=int, default=BIRTH_YEAR, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
def create(
    name: str, roles: tuple[str, ...], birth_year: int, *, password_stdin: bool
) -> None:
    """Make a person, with roles if wanted; a role asks for 15 or more characters."""
    audit.via.set("cli")
    password = _password(from_stdin=password_stdin)
    try:
        login.refuse_weak(password, is_staff=bool(roles), name=name)
        kept = login.hash_password(password)
        with atomic():
            new = commands.SignUp(name=name, password_hash=kept, birth_year=birth_year)
            person = commands.sign_up(SYSTEM, new)
            for role in roles:
                commands.grant_role(SYSTEM, person, role)
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"{person.display_name} is person {person.number}.")


@cli.command("grant")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--as", "acting", help="Who grants. Default: the machine itself.")
def grant(name: str, role: str, acting: str | None) -> None:
    """Grant a role to the person who signs in under NAME."""
    audit.via.set("cli")
    try:
        with atomic():
            commands.grant_role(_actor(acting), _named(name), role)
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"{name} is now {role}.")


@cli.command("password-link")
@click.argument("name")
@click.option("--as", "acting", help="Who gives it. Default: the machine itself.")
def password_link(name: str, acting: str | None) -> None:
    """Print the path of a link for NAME: a new password, once, within 24 hours."""
    audit.via.set("cli")
    try:
        with atomic():
            token = commands.password_link(_actor(acting), _named(name))
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"/password/{token}")


@cli.command("reset-second-factor")
@click.argument("name")
@click.option("--as", "acting", help="Who does it. Default: the machine itself.")
def reset_second_factor(name: str, acting: str | None) -> None:
    """Remove the second factor of someone who lost phone and codes."""
    audit.via.set("cli")
    try:
        with atomic():
            commands.reset_second_factor(_actor(acting), _named(name))
    except Refusal as refusal:
        raise _plain(refusal) from refusal
    click.echo(f"{name} signs in by password until the second factor is set up again.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    words: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return words


def _actor(name: str | None) -> Actor:
    return SYSTEM if name is None else queries.acting(name)


def _named(name: str) -> Person:
    person = queries.by_sign_in_name(name)
    if person is None:
        raise Missing
    return person


def _plain(refusal: Refusal) -> click.ClickException:
    values = refusal.values
    return click.ClickException(refusal.text % values if values else refusal.text)
