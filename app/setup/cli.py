"""`flask --app wsgi demo build`: the demo world in an empty demo store."""

import time

import click
from flask import current_app
from flask.cli import AppGroup

from app.kernel.errors import Refusal
from app.setup.demo.build import build as build_world

cli = AppGroup("demo", help="The demo world.")


@cli.command("build")
def build() -> None:
    """Build the demo world; only in the demo store, and only while it is empty."""
    if current_app.config["STORE"] != "demo":
        raise click.ClickException("This is not the demo store: nothing was built.")
    began = time.monotonic()
    try:
        world = build_world(click.echo)
    except Refusal as refusal:
        raise click.ClickException(refusal.text) from refusal
    seconds = time.monotonic() - began
    click.echo(f"  {len(world.ideas)} ideas, ready in {seconds:.0f} s.")
