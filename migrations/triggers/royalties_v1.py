"""What royalties may never do to its rows: a table of guards. Version 1.

Each guard is (name, table, verbs, condition, message): the change is refused where the
condition holds. The same text runs on SQLite and PostgreSQL.
"""

from alembic import op

_FIXED = " OR ".join(
    f"coalesce(NEW.{column}, '') <> coalesce(OLD.{column}, '')"
    for column in ("legal_entity", "body", "sha256")
)
_VERSION = (
    "EXISTS (SELECT 1 FROM deed_versions v WHERE v.id = {row}.version_id"
    " AND v.state <> 'draft')"
)
_IMPORT = (
    "EXISTS (SELECT 1 FROM sales_imports i WHERE i.id = {row}.import_id"
    " AND i.state = 'accepted')"
)
_RUN = (
    "EXISTS (SELECT 1 FROM royalty_runs r WHERE r.id = {row}.run_id"
    " AND r.state = 'posted')"
)
_POOL = (
    "EXISTS (SELECT 1 FROM run_pools p JOIN royalty_runs r ON r.id = p.run_id"
    " WHERE p.id = {row}.pool_id AND r.state = 'posted')"
)


def _rows(name, table, condition, message, verbs=("insert", "update", "delete")):
    """A guard a verb, asking about the row as it was, and as it would be."""
    rows = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
    return [
        (
            f"{name}_{verb}",
            table,
            verb,
            " OR ".join(condition.format(row=row) for row in rows[verb]),
            message,
        )
        for verb in verbs
    ]


GUARDS = [
    (
        "deed_versions_fixed",
        "deed_versions",
        "update",
        f"OLD.state <> 'draft' AND ({_FIXED} OR NEW.deed_id <> OLD.deed_id"
        " OR NEW.n <> OLD.n OR CAST(NEW.terms AS TEXT) <> CAST(OLD.terms AS TEXT))",
        "a deed version is fixed once it is open for signing",
    ),
    (
        "deed_versions_forward",
        "deed_versions",
        "update",
        "(OLD.state <> 'draft' AND NEW.state = 'draft')"
        " OR (OLD.state = 'signed' AND NEW.state = 'signing')"
        " OR (OLD.state = 'frozen' AND NEW.state NOT IN ('frozen', 'superseded'))"
        " OR (OLD.state IN ('superseded', 'cancelled') AND NEW.state <> OLD.state)",
        "a deed version never goes back",
    ),
    (
        "deed_versions_frozen",
        "deed_versions",
        "update",
        "OLD.state IN ('frozen', 'superseded') AND"
        " (coalesce(NEW.from_period, '') <> coalesce(OLD.from_period, '')"
        " OR NEW.freeze_maker_id <> OLD.freeze_maker_id"
        " OR NEW.freeze_checker_id <> OLD.freeze_checker_id)",
        "a frozen deed version stays as it is",
    ),
    (
        "deed_versions_kept",
        "deed_versions",
        "delete",
        "OLD.state <> 'draft'",
        "a deed version is kept once it is open for signing",
    ),
    *_rows(
        "deed_shares_fixed",
        "deed_shares",
        _VERSION,
        "shares are fixed once the version is open for signing",
    ),
    (
        "deed_signatures_exact",
        "deed_signatures",
        "insert",
        "NOT EXISTS (SELECT 1 FROM deed_versions v WHERE v.id = NEW.version_id"
        " AND v.state = 'signing' AND v.sha256 = NEW.sha256)",
        "a signature is under the exact text that is open for signing",
    ),
    (
        "sales_imports_ruled",
        "sales_imports",
        "update",
        "OLD.state <> 'validated' OR NEW.sha256 <> OLD.sha256"
        " OR NEW.maker_id <> OLD.maker_id",
        "a sales file stays as it was ruled on",
    ),
    (
        "sales_imports_kept",
        "sales_imports",
        "delete",
        "OLD.id IS NOT NULL",
        "sales files are kept",
    ),
    (
        "sales_lines_fixed",
        "sales_lines",
        "update",
        "OLD.id IS NOT NULL",
        "sales lines never change",
    ),
    *_rows(
        "sales_lines_accepted",
        "sales_lines",
        _IMPORT,
        "the lines of an accepted file stay",
        ("insert", "delete"),
    ),
    (
        "sku_maps_checked",
        "sku_maps",
        "update",
        "OLD.checker_id IS NOT NULL AND (NEW.sku <> OLD.sku"
        " OR coalesce(NEW.deed_id, 0) <> coalesce(OLD.deed_id, 0)"
        " OR NEW.maker_id <> OLD.maker_id"
        " OR coalesce(NEW.checker_id, 0) <> OLD.checker_id)",
        "a checked code mapping is ended, never changed",
    ),
    (
        "sku_maps_kept",
        "sku_maps",
        "delete",
        "OLD.checker_id IS NOT NULL",
        "checked code mappings are kept",
    ),
    (
        "royalty_runs_posted",
        "royalty_runs",
        "update",
        "OLD.state = 'posted'",
        "a posted run stays",
    ),
    (
        "royalty_runs_kept",
        "royalty_runs",
        "delete",
        "OLD.state = 'posted'",
        "a posted run stays",
    ),
    *_rows("run_pools_posted", "run_pools", _RUN, "a posted run stays"),
    *_rows("run_parts_posted", "run_parts", _POOL, "a posted run stays"),
    *_rows("run_lines_open", "run_lines", _RUN, "a posted run stays", ("insert",)),
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


def royalties() -> None:
    """Put all guards on."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, verb, condition, message in GUARDS:
        values = {
            "name": name,
            "table": table,
            "verb": verb.upper(),
            "condition": condition,
            "message": message,
            "row": "OLD" if verb == "delete" else "NEW",
        }
        for text in [_SQLITE] if is_sqlite else [_FUNCTION, _POSTGRESQL]:
            op.execute(text.format(**values))


def drop_royalties() -> None:
    """Take all guards off, before the tables are dropped."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in GUARDS:
        on = "" if is_sqlite else f" ON {table}"
        op.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
