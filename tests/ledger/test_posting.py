"""Posting: idempotent, balanced, chained, floored."""

from datetime import date

import pytest

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing
from app.ledger import commands as ledger
from app.ledger import queries
from app.ledger.models import NO_HASH, Account
from tests.ledger.books import (
    ANA,
    BANK,
    BEN,
    DAY,
    EXPENSE,
    TRANSIT,
    open_accounts,
    posting,
    royalty,
)


def test_a_royalty_is_posted_and_sums_to_nothing(session):
    tx = royalty()
    assert queries.head() == (1, tx.hash)
    assert tx.prev_hash == NO_HASH
    assert queries.balance(ANA, "EUR") == -27_312
    assert queries.balance(BEN, "EUR") == -18_208
    assert [row.amount for row in queries.entries_of(tx)] == [45_520, -27_312, -18_208]
    assert sum(amount for _, _, amount in queries.trial_balance()) == 0
    assert queries.verify() == []


def test_posting_twice_is_posting_once(session):
    assert royalty() is royalty()
    assert queries.head()[0] == 1


def test_the_same_key_with_other_entries_is_a_conflict(session):
    royalty()
    with pytest.raises(ledger.KeyTaken, match="key_taken"):
        royalty(amount=45_510)


def test_the_chain_follows_the_one_before(session):
    first, second = royalty("a"), royalty("b")
    assert (second.seq, second.prev_hash) == (2, first.hash)


@pytest.mark.parametrize(
    "legs",
    [
        (),
        ((EXPENSE, 100),),
        ((EXPENSE, 100), (ANA, 0), (BEN, -100)),
        ((EXPENSE, 100.0), (ANA, -100.0)),
        ((EXPENSE, True), (ANA, -1)),
    ],
)
def test_a_misshapen_posting_is_refused(session, legs):
    open_accounts()
    with pytest.raises(ledger.BadPosting):
        ledger.post(SYSTEM, posting("bad", *legs))


def test_currencies_balance_apart(session):
    open_accounts(EXPENSE, "asset:bank:USD")
    with pytest.raises(ledger.Unbalanced):
        ledger.post(SYSTEM, posting("fx", (EXPENSE, 100), ("asset:bank:USD", -100)))


def test_an_unknown_account_is_refused(session):
    with pytest.raises(ledger.UnknownAccount):
        ledger.post(SYSTEM, posting("x", (EXPENSE, 100), (ANA, -100)))


def test_an_account_of_another_currency_is_refused(session):
    open_accounts()
    legs = (ledger.Leg(EXPENSE, 5, "USD"), ledger.Leg(ANA, -5, "USD"))
    wrong = ledger.Posting("x", "royalty", DAY, legs, "test")
    with pytest.raises(ledger.UnknownAccount):
        ledger.post(SYSTEM, wrong)


def test_a_closed_account_is_refused(session):
    open_accounts()
    session.query(Account).filter_by(code=ANA).one().closed_at = clock.now()
    session.flush()
    with pytest.raises(ledger.AccountClosed):
        royalty()


def test_money_in_transit_does_not_cross_zero(session):
    open_accounts()
    with pytest.raises(ledger.BelowZero):
        ledger.post(SYSTEM, posting("x", (TRANSIT, 100), (BANK, -100)))


def test_an_advance_does_not_cross_zero(session):
    advance = "asset:advance:P7:EUR"
    open_accounts(advance, BANK)
    ledger.post(SYSTEM, posting("a", (advance, 100), (BANK, -100)))
    with pytest.raises(ledger.BelowZero):
        ledger.post(SYSTEM, posting("b", (advance, -101), (BANK, 101)))


def test_a_bank_may_cross_zero(session):
    open_accounts()
    ledger.post(SYSTEM, posting("x", (ANA, 100), (BANK, -100)))
    assert queries.balance(BANK, "EUR") == -100


def test_two_legs_on_one_account_count_together(session):
    open_accounts()
    ledger.post(SYSTEM, posting("a", (ANA, 100), (TRANSIT, -100)))
    ledger.post(SYSTEM, posting("x", (TRANSIT, 150), (TRANSIT, -50), (BANK, -100)))
    assert queries.balance(TRANSIT, "EUR") == 0


def test_opening_twice_is_opening_once(session, ana):
    first = ledger.account(ANA, "liability", "EUR")
    assert ledger.account(ANA, "liability", "EUR", owner_id=ana.id) == first
    assert ledger.account(ANA, "liability", "EUR", owner_id=ana.id) == first
    assert session.get(Account, first).owner_id == ana.id


def test_an_account_keeps_its_owner(session, ana, ben):
    ledger.account(ANA, "liability", "EUR", owner_id=ana.id)
    with pytest.raises(ledger.AccountDiffers):
        ledger.account(ANA, "liability", "EUR", owner_id=ben.id)


@pytest.mark.parametrize(
    ("code", "kind", "currency"),
    [
        (ANA, "asset", "EUR"),
        (ANA, "liability", "USD"),
        ("liability:Payable-X:EUR", "liability", "EUR"),
        ("liability:EUR", "liability", "EUR"),
    ],
)
def test_a_code_begins_with_its_kind_and_ends_with_its_currency(
    session, code, kind, currency
):
    with pytest.raises(ledger.AccountDiffers):
        ledger.account(code, kind, currency)


def test_only_transit_and_advances_have_a_floor(session):
    open_accounts()
    floored = {row.code for row in session.query(Account).filter_by(floor0=True)}
    assert floored == {TRANSIT}


def test_a_reversal_mirrors_once(session):
    tx = royalty()
    with clock.at("2026-11-02 10:00Z"):
        back = ledger.reverse(SYSTEM, tx.id, "wrong product")
    with clock.at("2026-11-03 10:00Z"):
        assert ledger.reverse(SYSTEM, tx.id, "again") is back
    assert (back.reverses_id, back.effective_on) == (tx.id, date(2026, 11, 2))
    assert (back.memo, back.posting_key) == ("wrong product", f"rev:{tx.id}")
    assert queries.trial_balance() == []


def test_what_is_not_there_is_not_reversed(session):
    with pytest.raises(Missing):
        ledger.reverse(SYSTEM, "no such", "")


def test_erasing_a_person_leaves_the_books(session, ana):
    ledger.account(ANA, "liability", "EUR", owner_id=ana.id)
    royalty()
    ledger.erase(ana, ana)
    assert queries.personal(ana) == [
        {"account": ANA, "on": "2026-09-30", "amount": "-273.12", "currency": "EUR"}
    ]
    db.session.flush()
