"""`backup`, `verify-backup`, `restore`: a store in one archive, and back."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app import server
from app.cli.run import plain_words
from app.kernel import jobs
from app.store import backup as backups
from app.store.archive import Manifest
from config import Settings

_ARCHIVE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path | None) -> None:
    """Write database, files and secrets to FILE, while the site goes on.

    Without FILE it goes to the folder `backups` of the data folder. The archive holds
    the keys of the store: whoever has it can read the bank details.
    """
    settings = _settings()
    with plain_words():
        path = file or backups.default_path(settings)
        made = backups.make(settings, path)
    size = path.stat().st_size / 1_000_000
    click.echo(f"{path} ({size:.1f} MB, mode 600): {_told(made)}")
    keys = [Path(name).name for name in made.files if name.startswith("secrets/")]
    click.echo(f"It holds {' and '.join(keys) or 'no keys'}: keep it as secret.")


@click.command("verify-backup")
@click.argument("file", type=_ARCHIVE)
@with_appcontext
def verify_backup(file: Path) -> None:
    """Restore FILE to a temporary place, check everything, print the seconds."""
    with plain_words():
        report = backups.verify(_settings(), file, current_app.extensions["build"])
    for problem in report.problems:
        click.echo(problem)
    click.echo(f"Made {report.manifest.made_at}: {_told(report.manifest)}")
    if report.problems:
        click.echo("This backup is NOT good.")
        sys.exit(1)
    click.echo(f"Restored and found whole in {report.seconds:.1f} s.")


@click.command()
@click.argument("file", type=_ARCHIVE)
@click.option(
    "--force",
    is_flag=True,
    help="Set what is there aside under another name, and put the backup in its place.",
)
@with_appcontext
def restore(file: Path, *, force: bool) -> None:
    """Put database, files and secrets of FILE in place; refuses where data is."""
    settings = _settings()
    with plain_words():
        # a site that runs would go on with what it has
        handle = server.claim(settings.data)
        try:
            made = backups.restore(settings, file, force=force)
        finally:
            jobs.release(handle)
    click.echo(f"Restored as it was {made.made_at}: {_told(made)}")
    click.echo("Next: flask --app wsgi migrate, then start the site.")


def _told(made: Manifest) -> str:
    """A backup in one line."""
    counts = made.facts.counts
    pictures = sum(name.startswith("files/") for name in made.files)
    return (
        f"{counts.get('people', 0)} people, {counts.get('ideas', 0)} ideas, "
        f"{counts.get('supports', 0)} supports, "
        f"{f'{pictures} files' if made.has_files else 'files left out'}; "
        f"ledger at seq {made.facts.ledger_seq} {made.facts.ledger_hash[:12]}"
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
