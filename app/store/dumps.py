"""One database as one file: out of SQLite and PostgreSQL, and back into them.

A dump is of one moment: SQLite's VACUUM INTO is one read transaction, and pg_dump
reads the snapshot that what we count here is read from.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.kernel import clock
from config import Settings

DEBIAN = Path("/usr/lib/postgresql")
# A database set aside by `restore --force`; no backup of the present one holds it.
ASIDE = "replaced_"
_WAIT_SECONDS = 30


class CannotBackUp(RuntimeError):
    """A backup is not made, read or put back; its text is one sentence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database held at a moment: its release, its rows, the ledger's head."""

    kind: str
    revisions: list[str]
    counts: dict[str, int]
    ledger_seq: int
    ledger_hash: str


def kind_of(settings: Settings) -> str:
    """`sqlite` or `postgresql`."""
    return sa.make_url(settings.database_url).get_backend_name()


def dump(settings: Settings, target: Path) -> Facts:
    """Write the database of the open store to a file; what it held at that moment."""
    if kind_of(settings) == "sqlite":
        return _dump_sqlite(_file(settings), target)
    return _dump_postgresql(settings, target)


def load(settings: Settings, source: Path) -> None:
    """Put a dump into the blank database of the open store."""
    if kind_of(settings) == "sqlite":
        _file(settings).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(source, _file(settings))
        return
    url = _owner_url(settings)
    _run(settings, "pg_restore", url, "--single-transaction", str(source))


def facts_of(settings: Settings) -> Facts:
    """What the database of the open store holds now."""
    with _connected(settings.database_url) as connection:
        return _facts(connection)


def is_blank(settings: Settings) -> bool:
    """Whether nothing is there that a restore would bury."""
    if kind_of(settings) == "sqlite":
        return not _file(settings).exists()
    try:
        with _connected(settings.database_url) as connection:
            return not sa.inspect(connection).get_table_names()
    except DBAPIError as wrong:
        raise CannotBackUp(f"The database does not answer: {_first(wrong)}") from wrong


def set_aside(settings: Settings) -> None:
    """Keep the database under another name, out of the way."""
    name = f"{ASIDE}{clock.now():%Y%m%d_%H%M%S}"
    if kind_of(settings) == "sqlite":
        file = _file(settings)
        for part in file.parent.glob(f"{file.name}*"):
            part.rename(part.with_name(f"{name}_{part.name}"))
        return
    with _connected(_owner_url(settings)) as connection, connection.begin():
        connection.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {name}")
        connection.exec_driver_sql("CREATE SCHEMA public")


@contextmanager
def scratch_url(settings: Settings, folder: Path) -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    if kind_of(settings) == "sqlite":
        yield f"sqlite:///{folder / 'cobuild.sqlite'}"
        return
    name = f"cobuild_verify_{token_hex(6)}"
    url = sa.make_url(_owner_url(settings))
    _administer(url, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(url, f"DROP DATABASE {name} WITH (FORCE)")


def find_program(name: str) -> str:
    """A program of PostgreSQL, on the PATH or in Debian's folder, newest first."""
    found = shutil.which(name)
    if found:
        return found
    for version in sorted(DEBIAN.glob("*"), key=_number, reverse=True):
        if (version / "bin" / name).exists():
            return str(version / "bin" / name)
    raise CannotBackUp(
        f"The program {name} is missing: install PostgreSQL's client programs "
        "(on Debian: apt install postgresql-client)."
    )


def _dump_sqlite(source: Path, target: Path) -> Facts:
    if not source.exists():
        raise CannotBackUp(f"There is no database at {source} yet.")
    try:
        with closing(sqlite3.connect(source, timeout=_WAIT_SECONDS)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as wrong:
        raise CannotBackUp(f"The database cannot be copied: {wrong}.") from wrong
    with _connected(f"sqlite:///{target}") as connection:
        return _facts(connection)


def _dump_postgresql(settings: Settings, target: Path) -> Facts:
    url = _owner_url(settings)
    try:
        with _connected(url, isolation_level="REPEATABLE READ") as connection:
            found = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar()
            facts = _facts(connection)
            _run(
                settings,
                "pg_dump",
                url,
                "--format=custom",
                f"--snapshot={found}",
                f"--exclude-schema={ASIDE}*",
                f"--file={target}",
            )
            return facts
    except DBAPIError as wrong:
        raise CannotBackUp(f"The database cannot be read: {_first(wrong)}") from wrong


def _run(settings: Settings, name: str, url: str, *options: str) -> None:
    """Run a program of PostgreSQL; the password goes by environment, never by list."""
    parsed = sa.make_url(url)
    where = parsed.set(drivername="postgresql", password=None)
    environ = dict(settings.environ)
    if parsed.password:
        environ["PGPASSWORD"] = str(parsed.password)
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, no shell
        [
            find_program(name),
            f"--dbname={where.render_as_string(hide_password=False)}",
            "--no-owner",
            "--no-password",
            *options,
        ],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise CannotBackUp(f"{name} failed: {lines[0]}")


def _facts(connection: Connection) -> Facts:
    tables = sa.inspect(connection).get_table_names()
    counts = {name: _scalar(connection, _count(name)) for name in sorted(tables)}
    head = sa.text("SELECT seq, hash FROM ledger_head WHERE id = 1")
    row = connection.execute(head).one() if "ledger_head" in counts else (0, "")
    known = sa.text("SELECT version_num FROM alembic_version ORDER BY version_num")
    revisions = connection.scalars(known) if "alembic_version" in counts else ()
    return Facts(connection.dialect.name, list(revisions), counts, row[0], row[1])


def _count(table: str) -> Any:
    return sa.select(sa.func.count()).select_from(sa.table(table))


def _scalar(connection: Connection, statement: Any) -> int:
    return connection.scalar(statement) or 0


@contextmanager
def _connected(url: str, **options: Any) -> Iterator[Connection]:
    engine = sa.create_engine(url, poolclass=NullPool, **options)
    with engine.connect() as connection:
        yield connection


def _administer(url: sa.URL, statement: str) -> None:
    plain = url.render_as_string(hide_password=False)
    try:
        with _connected(plain, isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)
    except DBAPIError as wrong:
        raise CannotBackUp(
            "Verifying needs a role that may make databases on this server "
            f"(ALTER ROLE ... CREATEDB): {_first(wrong)}"
        ) from wrong


def _owner_url(settings: Settings) -> str:
    return settings.migration_url or settings.database_url


def _file(settings: Settings) -> Path:
    return Path(sa.make_url(settings.database_url).database or "")


def _first(wrong: DBAPIError) -> str:
    return str(wrong.orig).splitlines()[0]


def _number(folder: Path) -> int:
    return int(folder.name) if folder.name.isdigit() else 0
