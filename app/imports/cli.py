"""`flask imports csv|undo|export`: ideas or bugs in, out again, and as files."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask.cli import AppGroup

from app.imports import commands, csv_source, queries, runner
from app.imports.commands import Reading, Source
from app.imports.csv_source import Post
from app.imports.models import KINDS, ImportRun
from app.kernel import audit
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.spaces import commands as spaces
from app.spaces import queries as space_queries
from app.spaces.models import Space

P = ParamSpec("P")
cli = AppGroup(
    "imports", help="Bring ideas and bugs in from files, and take them back."
)


def _refusing(command: Callable[P, None]) -> Callable[P, None]:
    """Say a refusal as one sentence and end with 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        audit.via.set("cli")
        try:
            command(*args, **kwargs)
        except Refusal as no:
            words = no.text % no.values if no.values else no.text
            raise click.ClickException(words) from no

    return told


@cli.command("csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--space", "slug", required=True, help="The space's address.")
@click.option("--space-name", help="The name of the space, if it is to be made.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(KINDS),
    default="ideas",
    show_default=True,
    help="What the rows become.",
)
@click.option("--map", "pairs", multiple=True, help="field=header, as often as needed.")
@click.option("--date-format", help="Like %d/%m/%Y; else dates are ISO.")
@click.option("--author", default="Imported", show_default=True, help="Whose they are.")
@click.option("--dry-run", is_flag=True, help="Check and report; change nothing.")
@_refusing
def from_csv(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    slug: str,
    space_name: str | None,
    kind: str,
    pairs: tuple[str, ...],
    date_format: str | None,
    author: str,
    dry_run: bool,  # noqa: FBT001 - a switch of the command line
) -> None:
    """Create ideas or bugs from a UTF-8 CSV file; a second run changes nothing."""
    content, mapping = file.read_bytes(), _mapping(pairs)
    posts = csv_source.read(content, mapping, date_format, kind)
    if dry_run:
        _report(posts, kind)
        return
    space = _space(slug, space_name)
    reading = Reading(mapping, date_format or "", author)
    _bring_in(space, Source(file.name, content, kind), reading)


@cli.command("undo")
@click.argument("run_id", metavar="RUN", type=int)
@_refusing
def undo(run_id: int) -> None:
    """Take an import back; what people have touched since is listed and stays."""
    with atomic():
        run = queries.run(run_id)
        commands.undo(SYSTEM, run)
    _carry_on(run, "Taking back")
    ends = queries.endings(run_id)
    click.echo(f"{ends['taken_back']} rows taken back, {ends['kept']} kept.")
    for row, path in queries.every_kept(run_id):
        click.echo(f"  {path} ({row.source_id}): {row.reason}")


@cli.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write posts, comments, votes and bugs as CSV: what everyone may read."""
    for path in runner.export(folder):
        click.echo(path)


def _bring_in(space: Space, source: Source, reading: Reading) -> None:
    with atomic():
        run = commands.keep(SYSTEM, space, source, reading)
    found = queries.scan(run)
    with atomic():
        commands.begin(SYSTEM, run, found)
    counts = _carry_on(run, f"Bringing {run.kind} in").counts
    created, updated, same, revealed = (
        counts.get(key, 0) for key in ("created", "updated", "same", "revealed")
    )
    shown = f", {revealed} shown again" if revealed else ""
    click.echo(f"{created} created, {updated} updated, {same} unchanged{shown}.")
    click.echo(f"Run {run.id}; to take it back: flask --app wsgi imports undo {run.id}")


def _carry_on(run: ImportRun, label: str) -> ImportRun:
    with click.progressbar(length=run.total, label=label) as bar:
        return runner.carry_on(run.id, bar.update)


def _report(posts: list[Post], kind: str) -> None:
    if kind == "bugs":
        closed = sum(post.state != "new" for post in posts)
        click.echo(f"{len(posts)} bugs, {closed} of them closed.")
    else:
        withdrawn = sum(post.is_withdrawn for post in posts)
        votes = sum(post.votes for post in posts)
        ending = f"{withdrawn} of them withdrawn, {votes} supports."
        click.echo(f"{len(posts)} ideas, {ending}")
    for post in posts[: csv_source.SAMPLES]:
        click.echo(f"  line {post.line}: {post.title}")
    click.echo("Nothing was changed.")


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"{pair} is not field=header", param_hint="--map")
    return dict(pair.split("=", 1) for pair in pairs)


def _space(slug: str, name: str | None) -> Space:
    try:
        return space_queries.by_slug_for_system(slug)
    except Missing:
        named = name or click.prompt(f"There is no space {slug} yet. What is its name")
    with atomic():
        return spaces.create(SYSTEM, spaces.NewSpace(slug=slug, name=named))
