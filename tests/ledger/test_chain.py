"""`verify` names the first bad seq, headerless entries, balances, anchors."""

from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db, is_sqlite
from app.ledger import commands as ledger
from app.ledger import queries
from tests.ledger.books import BANK, BEN, CODES, open_accounts, posting, royalty


def by_force(statement: str, *tables: str) -> None:
    """What an intruder with the owner's rights does: the triggers are gone."""
    names = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if is_sqlite():
        for name, table in db.session.execute(sa.text(names)).all():
            if table in tables:
                db.session.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        db.session.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
        for table in tables:
            db.session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    db.session.execute(sa.text(statement))
    db.session.expire_all()


OF_2 = "tx_id = (SELECT id FROM ledger_transactions WHERE seq = 2)"
OF_BEN = "account_id = (SELECT account_id FROM ledger_entries WHERE line = 3 LIMIT 1)"
ADD = "UPDATE ledger_entries SET amount = amount + 1 WHERE line = 1 AND "
BUMP = "UPDATE ledger_balances SET balance = balance + 1 WHERE "
SWAP = "UPDATE ledger_entries SET amount = amount + 2 * line - 3 WHERE line < 3 AND "


@pytest.fixture
def three(session):
    for key in "abc":
        royalty(key)
    ledger.anchor(SYSTEM)
    session.flush()


@pytest.mark.parametrize(
    ("change", "table", "words"),
    [
        (
            ADD + OF_2,
            "ledger_entries",
            "seq 2: debits and credits differ",
        ),
        (
            SWAP + OF_2,
            "ledger_entries",
            "seq 2: its entries were changed",
        ),
        (
            "UPDATE ledger_transactions SET memo = 'for a friend' WHERE seq = 3",
            "ledger_transactions",
            "seq 3: its header was changed",
        ),
        (
            "UPDATE ledger_transactions SET prev_hash = 'x' WHERE seq = 2",
            "ledger_transactions",
            "seq 2: it does not follow the one before",
        ),
        (
            "UPDATE ledger_transactions SET seq = 9 WHERE seq = 3",
            "ledger_transactions",
            "seq 9: seq 3 is missing",
        ),
        (
            "UPDATE ledger_transactions SET n_entries = 4 WHERE seq = 1",
            "ledger_transactions",
            "seq 1: it has 3 entries, not 4",
        ),
        (
            "UPDATE ledger_head SET seq = 2",
            "ledger_head",
            "head: it says seq 2, the last transaction is seq 3",
        ),
        (
            BUMP + OF_BEN,
            "ledger_balances",
            f"account {BEN}: the balance says -54623, the entries sum to -54624",
        ),
        (
            "UPDATE ledger_anchors SET hash = 'x'",
            "ledger_anchors",
            "anchor of",
        ),
    ],
)
def test_a_change_is_named(three, change, table, words):
    assert queries.verify() == []
    by_force(change, table)
    assert any(problem.startswith(words) for problem in queries.verify())


def test_entries_without_a_header_are_found(three, session):
    if is_sqlite():
        pragma = "PRAGMA defer_foreign_keys = ON"
        session.execute(sa.text(pragma))
    by_force(
        "INSERT INTO ledger_entries SELECT 'lost', line, account_id, amount, currency,"
        " memo FROM ledger_entries WHERE tx_id = (SELECT id FROM ledger_transactions"
        " WHERE seq = 1)",
        "ledger_entries",
    )
    assert "transaction lost: 3 entries have no header" in queries.verify()


def test_the_anchor_is_written_once_a_day(session):
    with clock.at("2026-11-01 09:00Z"):
        ledger.anchor(SYSTEM)
        royalty()
        ledger.anchor(SYSTEM)
    with clock.at("2026-11-02 09:00Z"):
        ledger.anchor(SYSTEM)
    rows = session.execute(
        sa.text("SELECT seq FROM ledger_anchors ORDER BY day")
    ).scalars()
    assert list(rows) == [0, 1]


SOLID = [code for code in CODES if "transit" not in code]
MOVES = st.lists(
    st.tuples(
        st.sampled_from(SOLID),
        st.sampled_from(SOLID),
        st.integers(min_value=1, max_value=10**12),
    ),
    min_size=1,
    max_size=4,
)


@given(first=MOVES, second=MOVES)
def test_balances_are_the_sums_of_entries(session, first, second):
    open_accounts()
    with session.begin_nested() as savepoint:
        moved = Counter()
        for key, moves in (("first", first), ("second", second)):
            legs = [
                leg
                for debit, credit, amount in moves
                for leg in ((debit, amount), (credit, -amount))
            ]
            ledger.post(SYSTEM, posting(key, *legs))
            for code, amount in legs:
                moved[code] += amount
        trial = {code: amount for code, _, amount in queries.trial_balance()}
        assert trial == {code: amount for code, amount in moved.items() if amount}
        assert sum(trial.values()) == 0
        assert queries.verify() == []
        savepoint.rollback()
    session.expire_all()


def test_balances_as_of_a_day_and_a_sequence(session):
    may, june = "2026-05-31", "2026-06-30"
    royalty("a", 100, on=queries_day(may))
    royalty("b", 200, on=queries_day(june))
    royalty("c", 400, on=queries_day(may))
    expense = "expense:royalty:PROD1:EUR"
    assert queries.balance(expense, "EUR", on=queries_day(may)) == 500
    assert queries.balance(expense, "EUR", seq=2) == 300
    assert queries.balance(expense, "EUR", on=queries_day(may), seq=2) == 100
    assert queries.balance("asset:none:EUR", "EUR") == 0
    assert queries.trial_balance(on=queries_day("2026-01-01")) == []
    assert (expense, "EUR", 300) in queries.trial_balance(seq=2)


def queries_day(words: str):
    return clock.parse(f"{words}T00:00Z").date()


def test_balances_of_owners(session, ana, ben):
    ledger.account("liability:payable:P7:EUR", "liability", "EUR", owner_id=ana.id)
    royalty()
    assert queries.balances_of_owner("liability:payable:") == [(ana.id, "EUR", -27_312)]
    assert queries.balance(BANK, "EUR") == 0
