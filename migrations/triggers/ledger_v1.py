"""The ledger's own laws: entries first, header last, chained, sealed. Version 1."""

from alembic import op

SEALED = "ledger: the transaction is sealed"
CURRENCY = "ledger: the account has another currency or is closed"
WHOLE = "ledger: an amount is whole minor units"
COUNT = "ledger: the entries are not those of the header"
BALANCE = "ledger: debits and credits differ"
HEAD = "ledger: it does not follow the head"
PERIOD = "ledger: the period is sealed"
ACCOUNT = "ledger: an account keeps its code, kind and currency"
STAYS = "ledger: this row stays"

_HAS_HEADER = "EXISTS (SELECT 1 FROM ledger_transactions WHERE id = NEW.tx_id)"
_NO_ACCOUNT = (
    "NOT EXISTS (SELECT 1 FROM ledger_accounts WHERE id = NEW.account_id"
    " AND currency = NEW.currency AND closed_at IS NULL)"
)
_BAD_COUNT = (
    "NEW.n_entries < 2 OR NEW.n_entries <>"
    " (SELECT count(*) FROM ledger_entries WHERE tx_id = NEW.id)"
)
_UNBALANCED = (
    "EXISTS (SELECT 1 FROM ledger_entries WHERE tx_id = NEW.id"
    " GROUP BY currency HAVING sum(amount) <> 0)"
)
_OFF_HEAD = (
    "NOT EXISTS (SELECT 1 FROM ledger_head WHERE id = 1"
    " AND seq = NEW.seq - 1 AND hash = NEW.prev_hash)"
)
_IN_SEALED = (
    "EXISTS (SELECT 1 FROM ledger_periods WHERE sealed_at IS NOT NULL"
    " AND NEW.effective_on BETWEEN starts_on AND ends_on)"
)
_HEAD_JUMPS = (
    "NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1 OR NOT EXISTS (SELECT 1 FROM"
    " ledger_transactions WHERE seq = NEW.seq AND hash = NEW.hash)"
)
_ACCOUNT_CHANGES = (
    "NEW.id <> OLD.id OR NEW.code <> OLD.code OR NEW.kind <> OLD.kind"
    " OR NEW.currency <> OLD.currency"
)

# table, verb, [(refused when, message)]
_RULES = (
    ("ledger_entries", "insert", ((_HAS_HEADER, SEALED), (_NO_ACCOUNT, CURRENCY))),
    (
        "ledger_transactions",
        "insert",
        (
            (_BAD_COUNT, COUNT),
            (_UNBALANCED, BALANCE),
            (_OFF_HEAD, HEAD),
            (_IN_SEALED, PERIOD),
        ),
    ),
    ("ledger_head", "update", ((_HEAD_JUMPS, HEAD),)),
    ("ledger_head", "delete", (("OLD.id = 1", STAYS),)),
    ("ledger_accounts", "update", ((_ACCOUNT_CHANGES, ACCOUNT),)),
    ("ledger_accounts", "delete", (("OLD.id > 0", STAYS),)),
    ("ledger_periods", "update", (("OLD.sealed_at IS NOT NULL", PERIOD),)),
    ("ledger_periods", "delete", (("OLD.sealed_at IS NOT NULL", PERIOD),)),
    ("ledger_journals", "update", (("OLD.posted_at IS NOT NULL", STAYS),)),
    ("ledger_journals", "delete", (("OLD.id > 0", STAYS),)),
)


def ledger() -> None:
    """Put the ledger's laws on its tables."""
    make = _sqlite if op.get_bind().dialect.name == "sqlite" else _postgresql
    for table, verb, refusals in _RULES:
        make(table, verb, refusals)


def drop_ledger() -> None:
    """Take them off again, before the tables are dropped."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, verb, _ in _RULES:
        on = "" if is_sqlite else f" ON {table}"
        op.execute(f"DROP TRIGGER IF EXISTS {table}_{verb}_law{on}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_{verb}_law()")


def _sqlite(table, verb, refusals) -> None:
    if (table, verb) == ("ledger_entries", "insert"):
        refusals = (("typeof(NEW.amount) <> 'integer'", WHOLE), *refusals)
    body = " ".join(
        f"SELECT RAISE(ABORT, '{message}') WHERE {refused};"
        for refused, message in refusals
    )
    op.execute(
        f"CREATE TRIGGER {table}_{verb}_law BEFORE {verb.upper()} ON {table}"
        f" BEGIN {body} END"
    )


def _postgresql(table, verb, refusals) -> None:
    body = " ".join(
        f"IF {refused} THEN RAISE EXCEPTION USING MESSAGE = '{message}'; END IF;"
        for refused, message in refusals
    )
    if (table, verb) == ("ledger_entries", "insert"):
        # Else another session slips an entry into a transaction sealed meanwhile.
        body = f"PERFORM 1 FROM ledger_head WHERE id = 1 FOR UPDATE; {body}"
    row = "OLD" if verb == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION {table}_{verb}_law() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {body} RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_{verb}_law BEFORE {verb.upper()} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_{verb}_law()"
    )
