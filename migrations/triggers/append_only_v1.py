"""Append-only tables: rows go in and stay. Version 1."""

from alembic import op

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH {scope} EXECUTE FUNCTION refuse_change()
"""


def append_only(table: str) -> None:
    """Refuse every change of a row of this table."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
        return
    op.execute(_POSTGRESQL_FUNCTION)
    for verb, scope in (
        ("update", "ROW"),
        ("delete", "ROW"),
        ("truncate", "STATEMENT"),
    ):
        text = _POSTGRESQL.format(
            table=table, verb=verb, VERB=verb.upper(), scope=scope
        )
        op.execute(text)


def drop_append_only(table: str) -> None:
    """Take the triggers off again, before the table is dropped."""
    on = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
    for verb in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
