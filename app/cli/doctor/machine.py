"""The machine: secrets, disk, clock, fonts, the age of the last backup."""

import shutil
import stat
from datetime import UTC, timedelta
from pathlib import Path

import sqlalchemy as sa

from app.cli import assets
from app.cli.doctor.finding import Finding, failed, ok, warning
from app.kernel import clock
from app.kernel.db import db
from app.kernel.events import OutboxEvent
from app.store import backup
from config import Settings

_GB = 1_000_000_000
_LITTLE, _TOO_LITTLE = 2 * _GB, _GB // 20
_OLDEST_BACKUP = timedelta(hours=36)
_DRIFT = timedelta(seconds=30)
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
)
_CJK = ("*CJK*", "*SourceHan*", "*wqy*", "*DroidSansFallback*")


def secrets(settings: Settings) -> Finding:
    """Whether the keys are there, for this user alone."""
    keys = (settings.secret_file, settings.payee_key_file)
    there = [path for path in keys if path.exists()]
    if settings.payee_key_file not in there:
        return failed(
            "secrets",
            f"{settings.payee_key_file} is missing: bank details cannot be read",
            "put it back from a backup; on a new site: flask --app wsgi migrate",
        )
    for path in there:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            return failed("secrets", f"others can read {path}", f"chmod 600 {path}")
    return ok("secrets", "the keys are there, for this user alone")


def disk(settings: Settings) -> Finding:
    """Whether there is room in the data folder."""
    free = shutil.disk_usage(settings.data).free
    said = f"{free / _GB:.1f} GB free in {settings.data}"
    if free > _LITTLE:
        return ok("disk", said)
    step = f"free some room; {settings.data}/backups is a place to look"
    judged = failed if free < _TOO_LITTLE else warning
    return judged("disk", said, step)


def watch(_: Settings) -> Finding:
    """Whether the clock goes with the database's, and has not gone back."""
    now = clock.now()
    newest = db.session.scalar(sa.select(sa.func.max(OutboxEvent.created_at)))
    if newest is not None and newest > now + _DRIFT:
        return failed(
            "clock",
            f"it says {now:%Y-%m-%d %H:%M} UTC, but things happened {newest - now} "
            "later than that",
            "set the clock (timedatectl set-ntp true) before anything else is done",
        )
    if db.engine.dialect.name == "postgresql":
        there = db.session.scalar(sa.select(sa.func.clock_timestamp()))
        if there is not None and abs(there.astimezone(UTC) - now) > _DRIFT:
            return failed(
                "clock",
                f"the database's clock is {there - now} away",
                "let both machines follow NTP (timedatectl set-ntp true)",
            )
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def fonts(_: Settings) -> Finding:
    """Whether the fonts of the pages are whole, and pictures can show CJK."""
    notes = sorted(assets.STATIC.glob("vendor/*/VENDOR.toml"))
    for note in notes:
        fault = assets.fault(note, assets.STATIC)
        if fault:
            return failed("fonts", fault, "put the release back as it was published")
    found = [
        path
        for folder in FONT_FOLDERS
        for pattern in _CJK
        for path in folder.rglob(pattern)
    ]
    if found:
        return ok("fonts", f"those of the pages are whole; CJK: {found[0].name}")
    return warning(
        "fonts",
        "no font for Chinese and Japanese: drawn pictures show boxes instead",
        "on Debian: apt install fonts-noto-cjk",
    )


def backups(settings: Settings) -> Finding:
    """Whether a backup was made lately."""
    age = backup.age(settings)
    step = "flask --app wsgi backup, and let a timer do it (docs/operations.md)"
    if age is None:
        return warning("backups", "there never was one", step)
    hours = int(age.total_seconds() // 3600)
    said = f"the last one was made {hours} hours ago"
    if age > _OLDEST_BACKUP:
        return warning("backups", said, step)
    return ok("backups", said)
