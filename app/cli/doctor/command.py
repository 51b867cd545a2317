"""The command: every check in its order, a line each, and how it ends."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.cli.doctor import database, machine, traffic, work
from app.cli.doctor.finding import FAILED, OK, Finding, failed
from app.kernel.db import db
from config import Settings

Check = Callable[[Settings], Finding]

CHECKS: tuple[Check, ...] = (
    database.reachable,
    database.migrations,
    database.safety,
    database.letters,
    machine.secrets,
    traffic.origin,
    traffic.proxy,
    machine.disk,
    traffic.mail,
    machine.fonts,
    machine.watch,
    work.relay_lag,
    work.parked_events,
    work.tasks,
    machine.backups,
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@with_appcontext
def doctor(*, as_json: bool) -> None:
    """Look at everything the site stands on; ends with 1 where something failed."""
    findings = list(examine(current_app.extensions["settings"]))
    if as_json:
        told = [dataclasses.asdict(finding) for finding in findings]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for finding in findings:
            _tell(finding)
    if any(finding.status == FAILED for finding in findings):
        sys.exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Each check's finding; one that cannot look has failed, and the others go on."""
    for check in CHECKS:
        try:
            yield check(settings)
        except (SQLAlchemyError, OSError) as wrong:
            db.session.rollback()
            name = check.__name__.replace("_", " ")
            said = f"cannot be looked at: {str(wrong).splitlines()[0]}"
            yield failed(name, said, "mend what failed above and look again")


def _tell(finding: Finding) -> None:
    click.echo(f"{finding.status:<8}{finding.name}: {finding.said}")
    if finding.status != OK:
        click.echo(f"        -> {finding.next_step}")
