"""Backups of a store: made, verified in a temporary place, put back.

The secrets are in the archive: without `payee.key` the bank details in it cannot be
read, so an archive is to be kept as they are. It is readable by its owner alone.
"""

import importlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from flask import Flask

from app import store
from app.kernel import clock
from app.kernel.db import db
from app.store import archive, dumps
from app.store.archive import Manifest
from app.store.dumps import CannotBackUp
from config import Settings

KEPT = 5
BEFORE = "before-migration"
_LAST = "last"


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying a backup found, and how long the restored store took."""

    manifest: Manifest
    problems: list[str]
    seconds: float


def make(settings: Settings, path: Path, *, has_files: bool = True) -> Manifest:
    """Write a backup of the open store as it is at one moment: whole, or not at all."""
    if path.exists():
        raise CannotBackUp(f"There is a file {path} already.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _scratch(path.parent) as scratch:
            dumped = scratch / archive.DATABASE
            facts = dumps.dump(settings, dumped)
            part = scratch / "part"
            done = archive.write(part, settings, dumped, facts, has_files=has_files)
            part.replace(path)
    except OSError as wrong:
        raise CannotBackUp(f"The backup cannot be written: {wrong}.") from wrong
    if has_files:
        _remember(settings)
    return done


def default_path(settings: Settings, prefix: str = "") -> Path:
    """Where a backup goes that was given no name."""
    name = f"{prefix or settings.store}-{clock.now():%Y%m%dT%H%M%SZ}.zip"
    return settings.data / "backups" / name


def before_migration(settings: Settings) -> Path:
    """Keep the database before its tables change; the last few are kept.

    No migration touches the files, so they stay where they are.
    """
    path = default_path(settings, f"{BEFORE}-{settings.store}")
    make(settings, path, has_files=False)
    for old in sorted(path.parent.glob(f"{BEFORE}-{settings.store}-*"))[:-KEPT]:
        old.unlink()
    return path


def verify(
    settings: Settings, path: Path, build: Callable[[Settings], Flask]
) -> Report:
    """Restore a backup to a temporary place, look at all of it, and throw it away."""
    began = time.monotonic()
    with _scratch(None) as folder:
        manifest = archive.unpack(path, folder)
        _check_kind(settings, manifest, path)
        with dumps.scratch_url(settings, folder) as url:
            there = _placed(settings, folder / "data", manifest.store, url)
            dumps.load(there, folder / archive.DATABASE)
            _move_in(there, folder, manifest)
            found = _look(there, manifest, build)
    return Report(manifest, found, time.monotonic() - began)


def restore(settings: Settings, path: Path, *, force: bool = False) -> Manifest:
    """Put database, files and secrets of a backup back, on a blank machine.

    Where something is already, `force` sets it aside under another name first.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    with _scratch(settings.data) as folder:
        manifest = archive.unpack(path, folder)
        _check_store(settings, manifest, path)
        _check_kind(settings, manifest, path)
        if not (dumps.is_blank(settings) and _is_free(settings)):
            if not force:
                raise CannotBackUp(_there_is_data(settings))
            _set_aside(settings, keeps_files=not manifest.has_files)
        dumps.load(settings, folder / archive.DATABASE)
        _move_in(settings, folder, manifest)
    return manifest


def age(settings: Settings) -> timedelta | None:
    """How long ago the last whole backup of this data folder was made; None: never."""
    mark = _mark(settings)
    if not mark.exists():
        return None
    return timedelta(seconds=clock.now().timestamp() - mark.stat().st_mtime)


def _look(
    there: Settings, manifest: Manifest, build: Callable[[Settings], Flask]
) -> list[str]:
    """What is wrong with a restored store: its rows, its tables, its invariants."""
    facts = dumps.facts_of(there)
    found = [] if facts == manifest.facts else ["database: other rows than at its time"]
    app = build(there)
    with app.app_context():
        try:
            if not store.is_current():
                importlib.import_module("app.store.upgrade").run("")
            return [*found, *importlib.import_module("app.store.checks").problems()]
        finally:
            db.session.remove()
            db.engine.dispose()


def _placed(settings: Settings, data: Path, opened: str, url: str) -> Settings:
    """The settings of a copy beside the real store."""
    return replace(
        settings,
        data=data,
        store=opened,
        database_url=url,
        migration_url="",
        clock_offset=timedelta(),
    )


def _check_kind(settings: Settings, manifest: Manifest, path: Path) -> None:
    if dumps.kind_of(settings) == manifest.facts.kind:
        return
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    raise CannotBackUp(
        f"{path} is of {names[manifest.facts.kind]}, this store of "
        f"{names[dumps.kind_of(settings)]}: set COBUILD_DATABASE_URL accordingly."
    )


def _check_store(settings: Settings, manifest: Manifest, path: Path) -> None:
    if manifest.store != settings.store:
        raise CannotBackUp(
            f"{path} is of the {manifest.store} store, and {settings.data} opens "
            f"{settings.store}: write {manifest.store} into {settings.data}/store."
        )


def _there_is_data(settings: Settings) -> str:
    return (
        f"The {settings.store} store has data already. With --force it is set aside "
        "under another name, and the backup takes its place."
    )


def _is_free(settings: Settings) -> bool:
    """Whether the folder holds no files and no keys."""
    return not settings.folder.exists() or not any(
        path.is_file() for path in settings.folder.rglob("*")
    )


def _set_aside(settings: Settings, *, keeps_files: bool) -> None:
    """Keep what is there under another name; nothing is deleted."""
    if settings.folder.exists():
        aside = f"{settings.store}.replaced-{clock.now():%Y%m%dT%H%M%S}"
        old = settings.folder.rename(settings.data / aside)
        if keeps_files and (old / "files").exists():
            shutil.copytree(old / "files", settings.files)
    if not dumps.is_blank(settings):
        dumps.set_aside(settings)


def _move_in(settings: Settings, folder: Path, manifest: Manifest) -> None:
    """Files and secrets from the unpacked archive to where the store has them."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    for name in manifest.files:
        kind, _, rest = name.partition("/")
        if kind in ("files", "secrets"):
            home = settings.files if kind == "files" else settings.folder
            target = home / rest
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target)
            target.chmod(0o600)


@contextmanager
def _scratch(parent: Path | None) -> Iterator[Path]:
    """A folder that only this user reads and that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=parent, prefix=".cobuild-") as name:
        yield Path(name)


def _remember(settings: Settings) -> None:
    mark = _mark(settings)
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.touch()


def _mark(settings: Settings) -> Path:
    return settings.data / "backups" / _LAST
