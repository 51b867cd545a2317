"""The database: does it answer, is it of this release, does it keep what it is told."""

import sqlalchemy as sa

from app import store
from app.cli.doctor.finding import Finding, failed, ok, warning
from app.kernel.db import db
from config import Settings

_OLDEST_POSTGRESQL = 150_000
_FULL = 2
_FOLDS = sa.text(
    "SELECT pg_encoding_to_char(encoding) = 'UTF8' AND lower('É') = 'é' "
    "FROM pg_database WHERE datname = current_database()"
)


def reachable(_: Settings) -> Finding:
    """Whether it answers at all."""
    url = db.engine.url.render_as_string(hide_password=True)
    db.session.execute(sa.text("SELECT 1"))
    return ok("database", f"{url} answers")


def migrations(_: Settings) -> Finding:
    """Whether its tables are those of this release."""
    if store.is_current():
        return ok("migrations", "the tables are those of this release")
    return failed(
        "migrations",
        "the tables are of another release",
        "stop the site, then: flask --app wsgi migrate",
    )


def safety(_: Settings) -> Finding:
    """Whether an acknowledged change is on the disk."""
    if db.engine.dialect.name == "sqlite":
        return _sqlite()
    return _postgresql()


def letters(_: Settings) -> Finding:
    """Whether it folds letters: names and searches go by it."""
    if db.engine.dialect.name == "sqlite":
        return ok("ctype", "letters are folded by us on SQLite")
    if db.session.scalar(_FOLDS):
        return ok("ctype", "UTF-8, and its ctype folds letters")
    return failed(
        "ctype",
        "the database is not UTF-8, or its ctype does not know É",
        "make it anew: CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8' "
        "LC_CTYPE 'C.UTF-8', and restore a backup into it",
    )


def _sqlite() -> Finding:
    mode = db.session.scalar(sa.text("PRAGMA journal_mode"))
    level = db.session.scalar(sa.text("PRAGMA synchronous"))
    if (mode, level) == ("wal", _FULL):
        return ok("durability", "WAL, every commit is synchronous")
    return failed(
        "durability",
        f"journal_mode {mode}, synchronous {level}",
        "put the data folder on a local disk: WAL does not work on network disks",
    )


def _postgresql() -> Finding:
    settings = sa.select(
        *(
            sa.func.current_setting(name)
            for name in ("server_version_num", "synchronous_commit", "data_checksums")
        )
    )
    version, commits, sums = db.session.execute(settings).one()
    if int(version) < _OLDEST_POSTGRESQL:
        return failed("durability", f"version {version}", "use PostgreSQL 15 or newer")
    if commits == "off":
        return failed(
            "durability",
            "synchronous_commit is off: what was acknowledged can be lost",
            "ALTER SYSTEM SET synchronous_commit = on, and reload the server",
        )
    if sums != "on":
        return warning(
            "durability",
            "data checksums are off: a broken page would not be noticed",
            "stop the database and run pg_checksums --enable",
        )
    return ok("durability", "synchronous commits, data checksums")
