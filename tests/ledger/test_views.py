"""The ledger's pages: finance and auditors read, nobody else."""

from types import SimpleNamespace

import pytest

from app.kernel.actor import SYSTEM
from app.ledger import commands as ledger
from app.ledger import policies, tasks
from tests.ledger.books import royalty

PAGES = (
    "/staff/ledger",
    "/staff/ledger/1",
    "/staff/ledger/trial-balance.csv",
    "/staff/ledger/journal.csv",
)


def test_the_trial_balance_by_page(session, finn, sign_in):
    royalty()
    text = sign_in(finn).get("/staff/ledger").text
    assert "liability:payable:P7:EUR" in text
    assert "273.12" in text
    assert "royalty:1" in text


def test_an_empty_ledger_says_so(session, finn, sign_in):
    assert "No money has moved yet" in sign_in(finn).get("/staff/ledger").text


def test_the_trial_balance_of_a_day(session, finn, sign_in):
    royalty()
    browser = sign_in(finn)
    assert "273.12" not in browser.get("/staff/ledger?on=2026-09-29").text
    assert "273.12" in browser.get("/staff/ledger?on=2026-09-30").text
    for path in ("/staff/ledger", "/staff/ledger/trial-balance.csv"):
        assert browser.get(f"{path}?on=soon").status_code == 422


def test_a_transaction_by_page(session, finn, sign_in):
    tx = royalty(memo="third quarter")
    ledger.reverse(SYSTEM, tx.id, "wrong product")
    browser = sign_in(finn)
    text = browser.get("/staff/ledger/1").text
    assert "third quarter" in text
    assert tx.hash in text
    assert "By transaction 2" in text
    assert "Taken back" not in browser.get("/staff/ledger/2").text
    assert browser.get("/staff/ledger/9").status_code == 404


def test_the_files(session, finn, sign_in):
    royalty()
    browser = sign_in(finn)
    assert browser.get("/staff/ledger/trial-balance.csv").text == (
        "account,currency,debit,credit\n"
        "expense:royalty:PROD1:EUR,EUR,455.20,\n"
        "liability:payable:P7:EUR,EUR,,273.12\n"
        "liability:payable:P8:EUR,EUR,,182.08\n"
    )
    assert len(browser.get("/staff/ledger/journal.csv").text.splitlines()) == 4


@pytest.mark.parametrize("path", PAGES)
def test_strangers_do_not_read(session, client, sign_in, ana, mo, path):
    royalty()
    assert client.get(path).status_code == 303
    assert sign_in(ana).get(path).status_code == 403
    assert sign_in(mo).get(path).status_code == 403


@pytest.mark.parametrize(
    ("role", "reads", "keeps"),
    [("finance", True, True), ("auditor", True, False), ("admin", False, False)],
)
def test_who_may(role, reads, keeps):
    someone = SimpleNamespace(has_role=lambda asked: asked == role)
    assert policies.may_read(someone) is reads
    assert policies.may_keep(someone) is keeps


def test_the_daily_task(session):
    tasks.send_anchor()
    tasks.send_anchor()
