"""Databases for tests: copies of a migrated one, on SQLite and on PostgreSQL."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import NullPool


@dataclass(frozen=True)
class Database:
    """A migrated database and how to copy it."""

    url: str
    server: str | None

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """The URL of a fresh copy, dropped at the end."""
        if self.server is None:
            target = folder / "copy.sqlite"
            shutil.copy(self.url.removeprefix("sqlite:///"), target)
            yield f"sqlite:///{target}"
            return
        with _postgres_database(self.server, sa.make_url(self.url).database) as url:
            yield url


@contextmanager
def databases_for(option: str, folder: Path) -> Iterator[Database]:
    """An empty database of the wanted kind, to be migrated by the caller."""
    if option == "sqlite":
        yield Database(f"sqlite:///{folder / 'template.sqlite'}", None)
        return
    with _postgres_database(option, "template0") as url:
        yield Database(url, option)


@contextmanager
def _postgres_database(server: str, template: str | None) -> Iterator[str]:
    name = f"cobuild_{secrets.token_hex(6)}"
    engine = sa.create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE {name} TEMPLATE "{template}"')
    try:
        url = sa.make_url(server).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
