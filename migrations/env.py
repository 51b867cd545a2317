"""Alembic's door: one metadata, both databases, one transaction a migration."""

from alembic import context
from flask import current_app

from app.kernel.db import Base, db
from migrations.env_filter import include_object


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    with db.engine.connect() as connection:
        _migrate(connection.execution_options(write=True))


def _migrate(connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_as_batch=is_sqlite,
        transaction_per_migration=False,
        compare_type=True,
    )
    if is_sqlite:
        _watch_links(connection, on=False)
    try:
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _refuse_broken_links(connection)
    finally:
        if is_sqlite:
            _watch_links(connection, on=True)


def _watch_links(connection, *, on: bool) -> None:
    """SQLite rebuilds a table by dropping it: rows that point there must not mind.

    Said before the transaction begins, as inside one it would change nothing.
    """
    switch = "ON" if on else "OFF"
    connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={switch}")


def _refuse_broken_links(connection) -> None:
    """No row may point nowhere once the tables are rebuilt."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"rows point nowhere: {broken[:5]}")


assert current_app
run()
