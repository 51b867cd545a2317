"""`flask search rebuild`: the index made anew from the ideas and bugs."""

import click
from flask.cli import AppGroup

from app.discovery import commands
from app.kernel.db import atomic

cli = AppGroup("search", help="The search index.")


@cli.command("rebuild")
def rebuild() -> None:
    """Index every idea and bug anew, in one transaction."""
    ideas = bugs = 0
    with atomic():
        for ideas in commands.rebuild():
            click.echo(f"{ideas} ideas indexed")
        for bugs in commands.rebuild_bugs():
            click.echo(f"{bugs} bugs indexed")
    if not ideas + bugs:
        click.echo("There are no ideas to index.")
