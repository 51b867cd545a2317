"""`flask imports csv FILE --space SLUG`: ideas from a file."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.imports import csv_source, runner
from app.imports.commands import Source
from app.imports.csv_source import Post
from app.kernel import audit
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.spaces import commands as spaces
from app.spaces import queries
from app.spaces.models import Space

cli = AppGroup("imports", help="Bring ideas in from files.")
SAMPLES = 5


@cli.command("csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--space", "slug", required=True, help="The space's address.")
@click.option("--space-name", help="The name of the space, if it is to be made.")
@click.option("--map", "pairs", multiple=True, help="field=header, as often as needed.")
@click.option("--date-format", help="Like %d/%m/%Y; else dates are ISO.")
@click.option("--author", default="Imported", show_default=True, help="Whose ideas.")
@click.option("--dry-run", is_flag=True, help="Check and report; change nothing.")
def from_csv(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    slug: str,
    space_name: str | None,
    pairs: tuple[str, ...],
    date_format: str | None,
    author: str,
    dry_run: bool,  # noqa: FBT001 - a switch of the command line
) -> None:
    """Create ideas from a UTF-8 CSV file; a second run changes nothing."""
    audit.via.set("cli")
    content = file.read_bytes()
    try:
        posts = csv_source.read(content, mapping := _mapping(pairs), date_format)
        if dry_run:
            _report(posts)
            return
        space = _space(slug, space_name)
        source = Source(f"csv:{slug}", content, mapping, author)
        _bring_in(space, source, posts)
    except Refusal as no:
        raise click.ClickException(
            no.text % no.values if no.values else no.text
        ) from no


def _bring_in(space: Space, source: Source, posts: list[Post]) -> None:
    with click.progressbar(length=len(posts), label="Bringing ideas in") as bar:
        counts = runner.run(SYSTEM, space, source, posts, bar.update)
    created, updated, same = (counts[key] for key in ("created", "updated", "same"))
    click.echo(f"{created} created, {updated} updated, {same} unchanged.")


def _report(posts: list[Post]) -> None:
    withdrawn = sum(post.is_withdrawn for post in posts)
    votes = sum(post.votes for post in posts)
    click.echo(f"{len(posts)} ideas, {withdrawn} of them withdrawn, {votes} supports.")
    for post in posts[:SAMPLES]:
        click.echo(f"  line {post.line}: {post.title}")
    click.echo("Nothing was changed.")


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"{pair} is not field=header", param_hint="--map")
    return dict(pair.split("=", 1) for pair in pairs)


def _space(slug: str, name: str | None) -> Space:
    try:
        return queries.by_slug_for_system(slug)
    except Missing:
        named = name or click.prompt(f"There is no space {slug} yet. What is its name")
    with atomic():
        return spaces.create(SYSTEM, spaces.NewSpace(slug=slug, name=named))
