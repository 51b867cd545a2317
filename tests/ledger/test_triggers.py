"""The database keeps the ledger's laws against SQL, on both databases."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db, is_sqlite
from app.ledger import commands as ledger
from app.ledger import queries
from app.ledger.models import ENTRIES, TRANSACTIONS, Account
from tests.ledger.books import ANA, EXPENSE, open_accounts, royalty


def refused(session, statement: str, words: str, **values) -> None:
    with pytest.raises(DatabaseError, match=words), session.begin_nested():
        session.execute(sa.text(statement), values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount = amount + 1",
        "DELETE FROM ledger_entries",
        "UPDATE ledger_transactions SET memo = 'x'",
        "DELETE FROM ledger_transactions",
    ],
)
def test_sealed_rows_stay(session, statement):
    royalty()
    refused(session, statement, "is append-only")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger_accounts SET code = 'asset:x:EUR'", "keeps its code"),
        ("UPDATE ledger_accounts SET currency = 'USD'", "keeps its code"),
        ("DELETE FROM ledger_accounts", "this row stays"),
        ("UPDATE ledger_head SET seq = 5", "follow the head"),
        ("UPDATE ledger_head SET hash = 'x'", "follow the head"),
        ("DELETE FROM ledger_head", "this row stays"),
    ],
)
def test_accounts_and_head_stay(session, statement, words):
    royalty()
    refused(session, statement, words)


def test_nothing_is_replaced_or_truncated(session):
    royalty()
    if is_sqlite():
        refused(
            session,
            "INSERT OR REPLACE INTO ledger_entries SELECT * FROM ledger_entries",
            "is append-only|is sealed",
        )
        return
    session.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table in ("ledger_entries", "ledger_transactions, ledger_entries"):
        refused(session, f"TRUNCATE {table} CASCADE", "is append-only")


def test_an_anchor_stays(session):
    ledger.anchor(SYSTEM)
    session.flush()
    refused(session, "UPDATE ledger_anchors SET hash = 'x'", "is append-only")


def entry(tx_id: str, line: int, code: str, amount, currency: str = "EUR") -> dict:
    account_id = db.session.scalar(sa.select(Account.id).where(Account.code == code))
    return {
        "tx_id": tx_id,
        "line": line,
        "account_id": account_id,
        "amount": amount,
        "currency": currency,
        "memo": "",
    }


def header(tx_id: str, **changed) -> dict:
    seq, last = queries.head()
    return {
        "id": tx_id,
        "seq": seq + 1,
        "posting_key": f"raw:{tx_id}",
        "kind": "raw",
        "effective_on": clock.today(),
        "recorded_at": clock.now(),
        "source": "sql",
        "actor_id": None,
        "memo": "",
        "n_entries": 2,
        "payload_sha256": "",
        "prev_hash": last,
        "hash": tx_id,
        **changed,
    }


def write(session, *rows) -> None:
    for table, values in rows:
        session.execute(sa.insert(table).values(values))


def pair(tx_id: str, debit=100, credit=-100) -> list[tuple]:
    return [
        (ENTRIES, entry(tx_id, 1, EXPENSE, debit)),
        (ENTRIES, entry(tx_id, 2, ANA, credit)),
    ]


def test_an_entry_after_the_header_is_refused(session):
    tx = royalty()
    with pytest.raises(DatabaseError, match="is sealed"), session.begin_nested():
        write(session, (ENTRIES, entry(tx.id, 9, ANA, 5)))


def test_an_entry_of_another_currency_is_refused(session):
    open_accounts()
    with pytest.raises(DatabaseError, match="currency"), session.begin_nested():
        write(session, (ENTRIES, entry("t", 1, ANA, 5, "USD")))


def test_an_entry_of_nothing_is_refused(session):
    open_accounts()
    with pytest.raises(DatabaseError, match="amount"), session.begin_nested():
        write(session, (ENTRIES, entry("t", 1, ANA, 0)))


def test_a_float_never_reaches_an_entry(session):
    open_accounts()
    statement = (
        "INSERT INTO ledger_entries SELECT 't', 1, id, 1.5, 'EUR', ''"
        " FROM ledger_accounts LIMIT 1"
    )
    if is_sqlite():
        refused(session, statement, "whole minor units")
    else:
        with pytest.raises(ledger.BadPosting):
            royalty(amount=1.5)


@pytest.mark.parametrize(
    ("changed", "legs", "words"),
    [
        ({"n_entries": 3}, (100, -100), "not those of the header"),
        ({}, (100, -99), "debits and credits"),
        ({"seq": 7}, (100, -100), "follow the head"),
        ({"prev_hash": "elsewhere"}, (100, -100), "follow the head"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(session, changed, legs, words):
    open_accounts()
    with pytest.raises(DatabaseError, match=words), session.begin_nested():
        write(session, *pair("t", *legs), (TRANSACTIONS, header("t", **changed)))


def test_a_header_of_one_entry_is_refused(session):
    open_accounts()
    rows = [pair("t")[0], (TRANSACTIONS, header("t", n_entries=1))]
    with pytest.raises(DatabaseError, match="header"), session.begin_nested():
        write(session, *rows)


def test_the_head_follows_a_sealed_header(session):
    open_accounts()
    write(session, *pair("t"), (TRANSACTIONS, header("t")))
    session.execute(sa.text("UPDATE ledger_head SET seq = 1, hash = 't'"))
    assert queries.head() == (1, "t")


def test_entries_without_a_header_fail_at_commit(world):
    with world.app_context():
        with atomic():
            open_accounts()
        with pytest.raises(DatabaseError), atomic():
            write(db.session, *pair("t"))
        assert queries.verify() == []


def test_a_sealed_period_takes_no_header(session, finn, fay):
    open_accounts()
    for actor in (finn, fay):
        ledger.seal(actor, "now", clock.today(), clock.today())
    with pytest.raises(DatabaseError, match="period is sealed"), session.begin_nested():
        write(session, *pair("t"), (TRANSACTIONS, header("t")))
    refused(session, "UPDATE ledger_periods SET ends_on = starts_on", "is sealed")
    refused(session, "DELETE FROM ledger_periods", "is sealed")


def test_one_person_seals_no_period_by_sql(session, finn):
    refused(
        session,
        "INSERT INTO ledger_periods (code, starts_on, ends_on, sealed_at, maker_id,"
        " checker_id) VALUES ('x', '2026-01-01', '2026-03-31', '2026-04-01', :p, :p)",
        "four_eyes",
        p=finn.id,
    )


def test_one_person_posts_no_journal_by_sql(session, finn):
    refused(
        session,
        "INSERT INTO ledger_journals (sha256, name, content, maker_id, made_at,"
        " checker_id, posted_at) VALUES ('x', 'f', '', :p, '2026-01-01', :p,"
        " '2026-01-01')",
        "four_eyes",
        p=finn.id,
    )


def test_a_second_session_slips_nothing_into_a_sealed_transaction(world):
    """Without the lock in the entry trigger both would commit: seen on PostgreSQL."""
    with world.app_context():
        with atomic():
            open_accounts()
        if is_sqlite():
            # one writer at a time: the second session cannot even begin
            assert db.session.execute(sa.text("PRAGMA busy_timeout")).scalar() == 5000
            return
        tx_id = ids.new_id()
        rows = [*pair(tx_id), (TRANSACTIONS, header(tx_id))]
        late = entry(tx_id, 3, ANA, 5)
        engine = db.engine
        with engine.connect() as first:
            for table, values in rows:
                first.execute(sa.insert(table).values(values))
            outcome: list[str] = []
            second = threading.Thread(target=_insert_late, args=(engine, late, outcome))
            second.start()
            second.join(0.5)
            assert second.is_alive()
            first.commit()
            second.join(5)
        assert "is sealed" in outcome[0]


def _insert_late(engine, late, outcome) -> None:
    with engine.connect() as connection:
        try:
            connection.execute(sa.insert(ENTRIES).values(late))
            connection.commit()
            outcome.append("committed")
        except DatabaseError as error:
            outcome.append(str(error))
