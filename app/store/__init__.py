"""A store: the folder with its database, its files and its secrets. Demo or own."""

import base64
import importlib
import os
import re
import secrets
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.kernel.db import db
from config import ROOT, STORES, BadSetting, Settings

VERSIONS = ROOT / "migrations" / "versions"
_REVISION = re.compile(r"""^revision\b.*=\s*["'](\w+)""", re.MULTILINE)
_FOLLOWED = re.compile(r"""^down_revision\b.*=\s*["'](\w+)""", re.MULTILINE)


def choose(settings: Settings, store: str) -> Settings:
    """Say which store the data folder opens from now on; the settings of that one."""
    if store not in STORES:
        raise BadSetting(f"A store is demo or own, not {store!r}.")
    settings.data.mkdir(parents=True, exist_ok=True)
    fresh = settings.data / "store.new"
    fresh.write_text(store + "\n", "utf-8")
    fresh.replace(settings.data / "store")
    return settings.reread()


def is_chosen(settings: Settings) -> bool:
    """Whether somebody chose: by file, by database, or by using the own store."""
    given = settings.environ.get("COBUILD_DATABASE_URL", "")
    own = settings.data / "own" / "cobuild.sqlite"
    return bool(given) or own.exists() or (settings.data / "store").exists()


def migrate(settings: Settings, *, keeps: bool = True) -> None:
    """Bring the open store up to this release; twice is the same as once.

    Within an application context of the same settings. What was in the tables before
    is kept as a backup, unless told otherwise.
    """
    make_folder(settings)
    if is_current():
        return
    if keeps and not is_empty():
        importlib.import_module("app.store.backup").before_migration(settings)
    # Alembic is slow to load, and almost every start finds nothing to do.
    importlib.import_module("app.store.upgrade").run(settings.migration_url)


def is_current() -> bool:
    """Whether the tables of the open store are those of this release."""
    try:
        with db.engine.connect() as connection:
            found = connection.execute(
                sa.text("SELECT version_num FROM alembic_version")
            )
            return set(found.scalars()) == heads(VERSIONS)
    except DBAPIError:
        return False


def is_empty() -> bool:
    """Whether the open store has no tables yet."""
    return not sa.inspect(db.engine).get_table_names()


def heads(folder: Path) -> set[str]:
    """The revisions that no other one follows."""
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    named = {name for text in texts for name in _REVISION.findall(text)}
    return named - {name for text in texts for name in _FOLLOWED.findall(text)}


def make_folder(settings: Settings) -> None:
    """Make the folder and whichever secret is not there; only this user reads them."""
    settings.files.mkdir(parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    if "COBUILD_SECRET_KEY" not in settings.environ:
        _write_once(settings.secret_file, secrets.token_hex(32))
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    _write_once(settings.payee_key_file, key)


def begin_demo(settings: Settings) -> bool:
    """Whether the demo world is to be built; clears away what a broken build left."""
    if not settings.is_demo or _mark(settings).exists():
        return False
    db.engine.dispose()
    for path in settings.folder.glob("cobuild.sqlite*"):
        path.unlink()
    return True


def end_demo(settings: Settings) -> None:
    """Remember that the demo world stands whole."""
    _mark(settings).touch()


def _mark(settings: Settings) -> Path:
    return settings.folder / "built"


def _write_once(path: Path, secret: str) -> None:
    if path.exists():
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret + "\n")
