"""Files of others that the pages use, checked against what was written down."""

import base64
import hashlib
import tomllib
from pathlib import Path

import click
from flask.cli import AppGroup

from config import ROOT

STATIC = ROOT / "static"
cli = AppGroup("assets", help="Files of others that the pages use.")


@cli.command("check")
def check() -> None:
    """Recompute the hash of every vendored file."""
    notes = sorted(STATIC.glob("vendor/*/VENDOR.toml"))
    wrong = [reason for note in notes if (reason := fault(note, STATIC))]
    if wrong:
        raise click.ClickException("\n".join(wrong))
    click.echo(f"{len(notes)} vendored files are as written down.")


def fault(note: Path, static: Path) -> str:
    """What is wrong with the file that a VENDOR.toml describes, or nothing."""
    told = tomllib.loads(note.read_text("utf-8"))
    path = static / told["file"]
    if not path.is_file():
        return f"{told['file']} is missing."
    digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
    if told["sha384"] != f"sha384-{digest}":
        return (
            f"{told['file']} is not {told['name']} {told['version']} as written down."
        )
    return ""
