"""What four-squares may never name, and that they stay once counted. Version 1.

Each guard is (name, table, verb, condition, message): the change is refused where the
condition holds. The same text runs on SQLite and PostgreSQL.
"""

from alembic import op

_STRANGE_ITEM = (
    "EXISTS (SELECT 1 FROM build_items i"
    " WHERE i.id IN (NEW.best_item_id, NEW.worst_item_id)"
    " AND i.build_id <> NEW.build_id)"
)
_STRANGE_IDEA = (
    "EXISTS (SELECT 1 FROM ideas i JOIN builds b ON b.id = NEW.build_id"
    " WHERE i.id = NEW.want_idea_id AND i.space_id <> b.space_id)"
)
_CLOSED = "EXISTS (SELECT 1 FROM standings s WHERE s.build_id = {row}.build_id)"
# The words may go when a person is forgotten; what was counted may not.
_CHANGED = " OR ".join(
    f"coalesce(NEW.{column}, 0) <> coalesce(OLD.{column}, 0)"
    for column in (
        "build_id",
        "person_id",
        "best_item_id",
        "worst_item_id",
        "want_idea_id",
    )
)
_TABLE = "four_squares"
GUARDS = [
    (
        f"four_squares_{what}_{verb}",
        verb,
        condition,
        f"a four-square names {words} only",
    )
    for what, condition, words in (
        ("items", _STRANGE_ITEM, "changes of its build"),
        ("ideas", _STRANGE_IDEA, "ideas of its space"),
    )
    for verb in ("insert", "update")
] + [
    (f"four_squares_closed_{verb}", verb, condition, "these reports are closed")
    for verb, condition in (
        ("insert", _CLOSED.format(row="NEW")),
        (
            "update",
            f"{_CLOSED.format(row='OLD')} AND (NEW.mood <> OLD.mood OR {_CHANGED})",
        ),
        ("delete", _CLOSED.format(row="OLD")),
    )
]
_SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{message}'; END IF;
  RETURN {row};
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def feedback() -> None:
    """Put all guards on."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, verb, condition, message in GUARDS:
        values = {
            "name": name,
            "table": _TABLE,
            "verb": verb.upper(),
            "condition": condition,
            "message": message,
            "row": "OLD" if verb == "delete" else "NEW",
        }
        for text in [_SQLITE] if is_sqlite else [_FUNCTION, _POSTGRESQL]:
            op.execute(text.format(**values))


def drop_feedback() -> None:
    """Take all guards off, before the tables are dropped."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    on = "" if is_sqlite else f" ON {_TABLE}"
    for name, *_ in GUARDS:
        op.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
