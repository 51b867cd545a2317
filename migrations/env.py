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
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


assert current_app
run()
