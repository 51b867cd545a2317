"""The pages: one's own, finance's; each money act behind a fresh sign-in."""

import pytest

from app.kernel import clock
from app.payouts import commands, queries
from tests.payouts.make import (
    OTHER_IBAN,
    details,
    exported,
    owe,
    planned,
    ready,
)

FORM = {
    "legal_name": "Ana Real",
    "address": "Am Markt 1",
    "country": "DE",
    "iban": "DE89370400440532013000",
    "bic": "",
    "account": "",
    "clearing": "",
}


def test_entering_where_to_be_paid(session, ana, sign_in):
    browser = sign_in(ana, stepped_up=True)
    assert "No payouts yet" in browser.get("/me/payee").text
    answer = browser.post("/me/payee", data=FORM)
    assert (answer.status_code, answer.location) == (303, "/me/payee")
    text = browser.get("/me/payee").text
    assert "3000" in text
    assert "DE89" not in text
    assert "Tax papers are missing" in text


def test_a_wrong_iban_comes_back_with_the_form(session, ana, sign_in):
    browser = sign_in(ana, stepped_up=True)
    answer = browser.post("/me/payee", data={**FORM, "iban": "DE00"})
    assert answer.status_code == 422
    assert "This IBAN cannot be right" in answer.text
    assert "Am Markt 1" in answer.text
    assert browser.post("/me/payee", data={}).status_code == 422


def test_a_bank_change_asks_who_it_is(session, ana, sign_in):
    browser = sign_in(ana)
    assert "Confirm that it is you" in browser.get("/me/payee").text
    answer = browser.post("/me/payee", data=FORM)
    assert answer.location.startswith("/step-up")
    assert queries.payee(ana.id) is None


def test_paid_is_seen_by_who_is_paid(session, ana, finn, fay, sign_in):
    batch = exported(ana, finn, fay)
    commands.confirm(finn, batch.payouts[0], "BANK-1", clock.today())
    session.commit()
    text = sign_in(ana).get("/me/payee").text
    assert "BANK-1" in text
    assert "Paid" in text
    assert "Ready" in text


def test_exceptions_come_first(session, ana, ben, finn, fay, sign_in):
    owe(ana, finn, fay)
    owe(ben, finn, fay)
    commands.enter_payee(ben, details())
    session.commit()
    text = sign_in(finn).get("/staff/payouts").text
    assert "No payment details yet" in text
    assert "2 people wait" in text
    assert f"/staff/payees/{ben.number}" in text


def test_an_empty_page_says_so(session, finn, sign_in):
    browser = sign_in(finn)
    assert "No batches yet" in browser.get("/staff/payouts").text
    assert "Nobody has said where" in browser.get("/staff/payees").text


def test_planned_by_one_approved_by_another(session, ana, finn, fay, sign_in):
    owe(ana, finn, fay)
    ready(ana, finn, fay)
    maker = sign_in(finn, stepped_up=True)
    assert "Plan a batch" in maker.get("/staff/payouts").text
    path = maker.post("/staff/payouts").location
    sha256 = queries.batch(int(path.rsplit("/", 1)[1])).sha256
    text = maker.get(path).text
    assert "somebody else approves it" in text
    assert sha256 in text
    seen = {"sha256": sha256}
    assert maker.post(f"{path}/approval", data=seen).status_code == 409
    checker = sign_in(fay, stepped_up=True)
    assert "Approve this list" in checker.get(path).text
    stale = checker.post(f"{path}/approval", data={"sha256": "0"})
    assert stale.status_code == 409
    assert checker.post(f"{path}/approval", data=seen).status_code == 303


def test_exported_by_another(session, ana, finn, fay, sign_in):
    batch = planned(ana, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    session.commit()
    path = f"/staff/payouts/{batch.id}"
    maker, checker = sign_in(finn, stepped_up=True), sign_in(fay, stepped_up=True)
    assert "somebody else exports" in maker.get(path).text
    assert "Export the bank file" in checker.get(path).text
    assert maker.post(f"{path}/file").status_code == 403
    assert checker.post(f"{path}/file").status_code == 303
    file = checker.post(f"{path}/file/{queries.batch(batch.id).file.id}.csv")
    assert "DE89370400440532013000" in file.text
    assert "Ask to void this file" in checker.get(path).text


def test_confirmed_by_another(session, ana, finn, fay, sign_in):
    line = f"/staff/payouts/lines/{exported(ana, finn, fay).payouts[0].id}"
    maker, checker = sign_in(finn, stepped_up=True), sign_in(fay, stepped_up=True)
    assert "somebody else records" in checker.get(line).text
    answer = {"bank_reference": "BANK-1", "value_on": clock.today().isoformat()}
    assert checker.post(f"{line}/confirmation", data=answer).status_code == 422
    assert "Record as paid" in maker.get(line).text
    wrong = maker.post(f"{line}/confirmation", data={**answer, "value_on": "soon"})
    assert wrong.status_code == 422
    assert maker.post(f"{line}/confirmation", data=answer).status_code == 303
    assert "BANK-1" in maker.get(line).text
    assert "Settled" in maker.get("/staff/payouts").text
    register = maker.get("/staff/payouts/register.csv").text.splitlines()
    assert register[1].startswith(f"2026Q3-{ana.number}-EUR-1,Ana,EUR,273.12,transf")


def test_a_refused_line_by_page(session, ana, finn, fay, sign_in):
    line = f"/staff/payouts/lines/{exported(ana, finn, fay).payouts[0].id}"
    browser = sign_in(finn, stepped_up=True)
    assert browser.post(f"{line}/refusal", data={}).status_code == 422
    gone = browser.post(f"{line}/refusal", data={"reason": "account closed"})
    assert gone.status_code == 303
    assert "account closed" in browser.get(line).text
    assert "The bank refused" in browser.get(gone.location).text
    assert "account closed" in browser.get(f"/staff/payees/{ana.number}").text


def test_taking_one_out_by_page(session, ana, finn, fay, sign_in):
    batch = planned(ana, finn, fay)
    browser = sign_in(finn, stepped_up=True)
    line = f"/staff/payouts/lines/{batch.payouts[0].id}"
    assert "Take out of the batch" in browser.get(line).text
    assert browser.post(f"{line}/removal").status_code == 303
    assert "Taken out" in browser.get(f"/staff/payouts/{batch.id}").text
    text = browser.get("/staff/payouts/register.csv").text
    assert "canceled" in text


def test_voiding_by_page(session, ana, finn, fay, sign_in):
    path = f"/staff/payouts/{exported(ana, finn, fay).id}"
    browser = sign_in(finn, stepped_up=True)
    assert browser.post(f"{path}/voiding").status_code == 303
    assert "somebody else completes it" in browser.get(path).text
    other = sign_in(fay, stepped_up=True)
    assert "Void this file" in other.get(path).text
    assert other.post(f"{path}/voiding").status_code == 303
    assert "Voided" in other.get(path).text


def test_details_are_checked_by_page(session, ana, finn, sign_in):
    row = commands.enter_payee(ana, details())
    session.commit()
    path = f"/staff/payees/{ana.number}"
    browser = sign_in(finn, stepped_up=True)
    text = browser.get(path).text
    assert "DE89370400440532013000" in text
    assert "Record the tax papers first" in text
    assert "These details are right" in text
    seen = {"details_id": row.id}
    assert browser.post(f"{path}/check", data=seen).status_code == 303
    assert "These details are right" not in browser.get(path).text


def test_tax_papers_by_page(session, ana, finn, fay, sign_in):
    commands.enter_payee(ana, details())
    session.commit()
    path = f"/staff/payees/{ana.number}"
    maker = sign_in(finn, stepped_up=True)
    papers = {"kind": "residence", "signed_on": "2026-01-05"}
    late = maker.post(f"{path}/tax-papers", data={**papers, "signed_on": "2090-01-01"})
    assert late.status_code == 422
    assert maker.post(f"{path}/tax-papers", data={"kind": "w9"}).status_code == 422
    assert maker.post(f"{path}/tax-papers", data=papers).status_code == 303
    assert "somebody else releases it" in maker.get(path).text
    other = sign_in(fay, stepped_up=True)
    hold = queries.known_payee(ana.id).holds[0]
    assert "Release" in other.get(path).text
    assert other.post(f"{path}/holds/{hold.id}/release").status_code == 303
    assert "No holds" in other.get(path).text
    assert "Certificate of residence" in other.get("/staff/payees").text


def test_a_change_and_an_erasure_by_page(session, ana, finn, fay, sign_in):
    ready(ana, finn, fay)
    commands.enter_payee(ana, details(iban=OTHER_IBAN))
    session.commit()
    path = f"/staff/payees/{ana.number}"
    browser = sign_in(fay, stepped_up=True)
    assert "Ends by itself" in browser.get(path).text
    commands.erase(ana, ana)
    session.commit()
    assert browser.get(path).status_code == 200


PAGES = ("/staff/payouts", "/staff/payees", "/staff/payouts/register.csv")
ACTS = (
    "/staff/payouts/1/approval",
    "/staff/payouts/1/file",
    "/staff/payouts/1/file/1.csv",
    "/staff/payouts/1/voiding",
    "/staff/payouts/lines/1/confirmation",
    "/staff/payouts/lines/1/refusal",
    "/staff/payouts/lines/1/removal",
    "/staff/payees/1/check",
    "/staff/payees/1/tax-papers",
    "/staff/payees/1/holds/1/release",
)


@pytest.mark.parametrize("path", PAGES)
def test_strangers_read_nothing(session, client, sign_in, ana, path):
    assert client.get(path).status_code == 303
    assert sign_in(ana).get(path).status_code == 403


@pytest.mark.parametrize("path", ACTS)
def test_each_act_is_finance_and_freshly_signed_in(session, sign_in, ana, finn, path):
    assert sign_in(ana, stepped_up=True).post(path).status_code == 403
    assert sign_in(finn).post(path).location.startswith("/step-up")


def test_visitors_have_no_page(session, client):
    assert client.get("/me/payee").status_code == 303
    assert client.get("/staff/payouts/1").status_code == 303
