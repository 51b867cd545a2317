"""Commands of the shell: `flask --app wsgi migrate`, `serve`, `backup`, `doctor`."""

from collections.abc import Callable

from flask import Flask

from app.cli import assets, backup, run
from app.cli.doctor import doctor
from config import Settings


def init_app(app: Flask, build: Callable[[Settings], Flask]) -> None:
    """Add the commands; served workers build their app with `build`."""
    app.extensions["build"] = build
    for each in (run.migrate, run.serve, run.up):
        app.cli.add_command(each)
    for each in (backup.backup, backup.verify_backup, backup.restore):
        app.cli.add_command(each)
    app.cli.add_command(doctor)
    app.cli.add_command(assets.cli)
