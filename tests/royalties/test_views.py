"""Every page of the money links: one happy path, and who may enter."""

import io

import pytest

from app.kernel import site
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.people.models import Credential
from app.roadmap import queries as roadmap
from app.royalties import commands, queries, slots
from app.royalties.commands import Upload
from app.royalties.models import RoyaltyRun, SalesImport
from tests.royalties import make

BROKEN = make.FIRST.replace(b"2026-03-31", b"2026-03-32", 1)


@pytest.fixture
def lamp(ana, space, session):
    made = make.product(ana, space)
    site.put(SYSTEM, "legal_entity", make.FIRM)
    session.commit()
    return made


@pytest.fixture
def world_of_two(people, space, session):
    make.two_products(people, space)
    session.commit()


@pytest.fixture
def posted(world_of_two, people, session):
    make.accepted(people, make.FIRST)
    run = make.posted(people, "2026Q1")
    session.commit()
    return run


def words(answer):
    return answer.get_data(as_text=True)


def terms(*shares, **more):
    who, group, weight = (list(column) for column in zip(*shares, strict=True))
    base = {
        "rate": "1.00",
        "minimum": "25.00",
        "wait_days": "0",
        "due_days": "30",
        "reserve": "0",
    }
    return {**base, **more, "person": who, "group": group, "weight": weight}


def send(browser, content, act, **more):
    file = (io.BytesIO(content), "q1.csv")
    data = {"source": "shop", "act": act, "file": file, **more}
    return browser.post("/staff/sales", data=data)


def test_a_deed_is_drafted_and_signed_by_its_pages(lamp, people, sign_in):
    priya = sign_in(people["priya"])
    version = commands.draft_deed(people["priya"], lamp)
    url = f"/staff/deeds/{version.id}"
    assert "Clip Lamp" in words(priya.get("/staff/deeds"))
    assert "Terms and shares" in words(priya.get(url))
    ana, ben = (f"P{people[name].number}" for name in ("ana", "ben"))
    shares = [(ana, "creator", "60"), (ben, "creator", "40"), ("", "other", "")]
    assert priya.post(url, data=terms(*shares)).status_code == 303
    assert priya.post(f"{url}/signing").status_code == 303
    sha256 = queries.deeds.version(version.id).sha256
    data = {"sha256": sha256, "agreed": "y"}
    for name in ("ana", "ben", "priya", "finn"):
        browser = sign_in(people[name])
        assert make.FIRM in words(browser.get(f"/deeds/{version.id}"))
        answer = browser.post(f"/deeds/{version.id}/signature", data=data)
        assert answer.status_code == 303
    shown = words(sign_in(people["ana"]).get(f"/deeds/{version.id}"))
    assert "You have signed this" in shown
    assert "Your share: 0.6%" in shown
    assert queries.deeds.version(version.id).state == "signed"
    assert b"0.00" not in priya.get("/staff/deeds.csv").data


def test_a_deed_is_put_in_force_by_its_pages(lamp, people, sign_in):
    version = make.signed(people, lamp, [(people["ana"], 1)])
    url = f"/staff/deeds/{version.id}"
    priya, paul = (sign_in(people[n], stepped_up=True) for n in ("priya", "paul"))
    codes = {"skus": "CL-1\nCL-2"}
    assert priya.post(f"{url}/freeze", data={"skus": ""}).status_code == 422
    assert priya.post(f"{url}/freeze", data=codes).status_code == 303
    assert "You named these codes" in words(priya.get(url))
    assert "Confirm exactly them" in words(paul.get(url))
    assert paul.post(f"{url}/freeze", data={"skus": "CL-9"}).status_code == 422
    assert paul.post(f"{url}/freeze", data=codes).status_code == 303
    assert queries.deeds.version(version.id).state == "frozen"
    assert "CL-1, CL-2" in words(paul.get(url))
    assert priya.post(f"{url}/next").status_code == 303
    (draft, _first) = queries.deeds.versions()
    assert priya.post(f"/staff/deeds/{draft.id}/cancellation").status_code == 303


def test_a_wrong_draft_comes_back_filled(lamp, people, sign_in):
    priya = sign_in(people["priya"])
    version = commands.draft_deed(people["priya"], lamp)
    url = f"/staff/deeds/{version.id}"
    ana = f"P{people['ana'].number}"
    for data in (
        terms((ana, "creator", "60"), rate=""),
        terms((ana, "creator", "60"), rate="0.50"),
        terms((ana, "creator", "60"), reserve="10"),
        terms((ana, "creator", "sixty")),
        terms(("nobody", "creator", "60")),
        terms((ana, "creator", "1"), ("P99999", "other", "1")),
        terms(("nadia", "creator", "60")),
    ):
        answer = priya.post(url, data=data)
        assert answer.status_code == 422
        assert data["weight"][0] in words(answer)


def test_a_party_may_be_named_by_sign_in_name(lamp, people, sign_in, session):
    name = Credential(person_id=people["ana"].id, kind="password", secret="x")
    name.rename("Ana")
    session.add(name)
    version = commands.draft_deed(people["priya"], lamp)
    session.commit()
    priya = sign_in(people["priya"])
    data = terms(("ana", "creator", "7"))
    assert priya.post(f"/staff/deeds/{version.id}", data=data).status_code == 303
    (share,) = queries.deeds.version(version.id).shares
    assert (share.person_id, share.weight) == (people["ana"].id, 7)


def test_a_text_that_changed_is_not_signed(lamp, people, sign_in):
    shares = [(people["ana"], 1)]
    version = make.open_for_signing(people["priya"], lamp, shares)
    ana = sign_in(people["ana"])
    url = f"/deeds/{version.id}/signature"
    assert ana.post(url, data={"sha256": version.sha256}).status_code == 422
    data = {"sha256": "0" * 64, "agreed": "y"}
    assert ana.post(url, data=data).status_code == 422
    assert "waits for your signature" in words(ana.get("/me/earnings"))


def test_a_sales_file_goes_in_by_its_pages(world_of_two, people, sign_in, session):
    finn, fay = (sign_in(people[name]) for name in ("finn", "fay"))
    assert "No sales files yet" in words(finn.get("/staff/sales"))
    dry = send(finn, make.FIRST, "check")
    assert "Nothing was kept yet" in words(dry)
    assert "45,520" in words(dry)
    bad = send(finn, BROKEN, "keep")
    assert bad.status_code == 422
    assert "Line 2, column period_end" in words(bad)
    assert not session.query(SalesImport).count()
    assert send(finn, make.FIRST, "keep").status_code == 303
    again = send(finn, make.FIRST, "keep")
    assert again.status_code == 422
    assert "is here already" in words(again)
    url = f"/staff/sales/{session.query(SalesImport).one().id}"
    assert "somebody else accepts it" in words(finn.get(url))
    assert finn.post(f"{url}/acceptance").status_code == 409
    assert fay.post(f"{url}/rejection", data={"reason": ""}).status_code == 422
    assert fay.post(f"{url}/acceptance").status_code == 303
    assert "Accepted" in words(fay.get(url))
    assert b"60000.00" in fay.get(f"{url}.csv").data
    assert "q1.csv" in words(fay.get("/staff/sales"))


def test_an_upload_needs_file_and_source(people, sign_in):
    finn = sign_in(people["finn"])
    assert finn.post("/staff/sales", data={"source": "shop"}).status_code == 422
    assert send(finn, make.FIRST, "keep", source="").status_code == 422


def test_a_rejected_file_shows_its_reason(world_of_two, people, sign_in):
    kept = commands.upload_sales(people["finn"], Upload(make.FIRST, "shop"))
    fay = sign_in(people["fay"])
    url = f"/staff/sales/{kept.id}"
    answer = fay.post(f"{url}/rejection", data={"reason": "Wrong month"})
    assert answer.status_code == 303
    assert "Wrong month" in words(fay.get(url))


def test_codes_are_led_by_two(world_of_two, people, sign_in, session):
    finn, fay = (sign_in(people[name]) for name in ("finn", "fay"))
    assert "CL-1" in words(finn.get("/staff/sales/codes"))
    gift = {"sku": "GIFT", "deed": "0"}
    assert finn.post("/staff/sales/codes", data=gift).status_code == 303
    assert "Waiting for a second person" in words(fay.get("/staff/sales/codes"))
    assert finn.post("/staff/sales/codes", data={"deed": "0"}).status_code == 422
    deed = {"sku": "GIFT", "deed": str(queries.deeds.deeds()[0].id)}
    assert fay.post("/staff/sales/codes", data=deed).status_code == 422
    assert fay.post("/staff/sales/codes", data=gift).status_code == 303
    assert queries.sales.maps_in_force()["GIFT"] is None
    assert b"CL-1,1,Clip Lamp,in force" in fay.get("/staff/sales/codes.csv").data


def test_a_run_goes_from_computed_to_posted_by_its_pages(
    world_of_two, people, sign_in, session
):
    make.accepted(people, make.FIRST)
    session.commit()
    finn, fay = (sign_in(people[name], stepped_up=True) for name in ("finn", "fay"))
    assert "No runs yet" in words(finn.get("/staff/royalties"))
    for period in ("", "2026", "2026Q4"):
        answer = finn.post("/staff/royalties", data={"period": period})
        assert answer.status_code == 422
    assert finn.post("/staff/royalties", data={"period": "2026Q1"}).status_code == 303
    run = session.query(RoyaltyRun).one()
    url = f"/staff/royalties/{run.id}"
    shown = words(finn.get(url))
    assert run.input_sha256 in shown
    assert "somebody else approves it" in shown
    assert "returns without their sale" in shown
    data = {"sha256": run.input_sha256, "read": "y"}
    assert fay.post(f"{url}/approval", data={"sha256": "x"}).status_code == 422
    assert (
        fay.post(f"{url}/approval", data={"sha256": "x", "read": "y"}).status_code
        == 422
    )
    assert finn.post(f"{url}/approval", data=data).status_code == 422
    assert fay.post(f"{url}/approval", data=data).status_code == 303
    assert finn.post(f"{url}/posting").status_code == 303
    assert "Statements" in words(finn.get(url))
    assert b"273.12" in finn.get(f"{url}.csv").data
    assert "2026Q1" in words(finn.get("/staff/royalties"))


def test_money_acts_ask_for_a_fresh_sign_in(posted, people, sign_in):
    fay, priya = sign_in(people["fay"]), sign_in(people["priya"])
    for act in ("approval", "posting"):
        answer = fay.post(f"/staff/royalties/{posted.id}/{act}", data={})
        assert answer.status_code == 303
        assert "/step-up" in answer.location
    version = queries.deeds.versions()[0]
    answer = priya.post(f"/staff/deeds/{version.id}/freeze", data={"skus": "X"})
    assert "/step-up" in answer.location


def test_the_author_reads_one_sentence_and_how_it_came_about(posted, people, sign_in):
    ana = sign_in(people["ana"])
    mine = [s for s in queries.statements_of(people["ana"].id) if s.currency == "EUR"]
    shown = words(ana.get("/me/earnings"))
    assert "Clip Lamp" in shown
    assert "€273.12" in shown
    url = f"/statements/{mine[0].id}"
    shown = words(ana.get(url))
    assert "You earned 273.12: 60 % of 1 % of 45,520.00" in shown
    assert "How each cent came about" in shown
    assert "455.200000" in shown
    assert mine[0].sha256 in shown
    csv = ana.get(f"{url}.csv")
    assert b"statement,closing,273.12" in csv.data
    assert csv.data == ana.get(f"{url}.csv").data
    assert (
        b"2026Q1,EUR,0.00,273.12,0.00,273.12,273.12" in ana.get("/me/earnings.csv").data
    )
    for name in ("ben", "olaf", "priya"):
        browser = sign_in(people[name])
        assert browser.get(url).status_code == 404
        assert browser.get(f"{url}.csv").status_code == 404
    assert "You see what Ana sees" in words(sign_in(people["finn"]).get(url))


def test_a_third_and_a_lifted_part_are_explained(people, space, sign_in, session):
    ana, ben = people["ana"], people["ben"]
    made = make.product(ana, space, "Lamp")
    shares = [(ana, 40), (ben, 60, "other")]
    make.frozen(people, made, shares, ["L"], rate_bp=250)
    rows = make.sales_file(
        make.line("1", "L", "0.51", currency="EUR"), totals=["1,EUR,1,0.51,0.51"]
    )
    make.accepted(people, rows)
    make.posted(people, "2026Q1")
    session.commit()
    one = queries.statements_of(ana.id)[0]
    assert "below the least amount" in words(sign_in(ana).get(f"/statements/{one.id}"))


def test_someone_without_earnings_is_told_how_they_begin(people, sign_in):
    assert "Nothing earned yet" in words(sign_in(people["olaf"]).get("/me/earnings"))


def test_what_was_agreed_and_booked_stays_open_when_revenue_is_switched_off(
    posted, people, sign_in, session
):
    site.put(SYSTEM, "switched_off", ["revenue"])
    session.commit()
    ana, olaf = sign_in(people["ana"]), sign_in(people["olaf"])
    one = queries.statements_of(people["ana"].id)[0]
    deed = queries.deeds.versions_of_person(people["ana"].id)[0]
    for url in (
        "/me/earnings",
        "/me/payee",
        f"/statements/{one.id}",
        f"/statements/{one.id}.csv",
        f"/deeds/{deed.id}",
    ):
        assert ana.get(url).status_code == 200, url
        assert olaf.get(url).status_code == 404, url
    finn = sign_in(people["finn"])
    for url in (
        f"/staff/royalties/{posted.id}",
        f"/statements/{one.id}",
        "/staff/payouts",
        "/staff/ledger",
    ):
        assert finn.get(url).status_code == 200, url
    assert "/staff/ledger" in finn.get("/staff").text
    assert "/me/earnings" in ana.get("/me").text
    assert "/me/earnings" not in olaf.get("/me").text


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("/staff/deeds", {"priya", "paul", "finn", "fay"}),
        ("/staff/deeds.csv", {"priya", "paul", "finn", "fay"}),
        ("/staff/sales", {"finn", "fay"}),
        ("/staff/sales/codes", {"finn", "fay"}),
        ("/staff/sales/codes.csv", {"finn", "fay"}),
        ("/staff/royalties", {"finn", "fay"}),
    ],
)
def test_staff_pages_are_for_those_who_work_there(url, who, people, sign_in):
    for name in ("ana", "mo", "ada", "eddy", "priya", "paul", "finn", "fay"):
        status = sign_in(people[name]).get(url).status_code
        assert status == (200 if name in who else 403), (name, url)


def test_visitors_are_sent_to_sign_in(client):
    for url in ("/me/earnings", "/statements/1", "/deeds/1", "/staff/royalties"):
        assert "/sign-in" in client.get(url).location


def test_agreements_are_read_by_their_signers_only(lamp, people, sign_in):
    shares = [(people["ana"], 1)]
    version = make.open_for_signing(people["priya"], lamp, shares)
    assert sign_in(people["olaf"]).get(f"/deeds/{version.id}").status_code == 404
    assert sign_in(people["ana"]).get(f"/deeds/{version.id}").status_code == 200


def test_the_team_sees_the_agreement_on_the_product_page(lamp, people, sign_in):
    url = f"/staff/products/{lamp.number}"
    assert (
        "/staff/deeds/"
        not in words(sign_in(people["priya"]).get(url)).split("<main")[1]
    )
    version = commands.draft_deed(people["priya"], lamp)
    shown = words(sign_in(people["priya"]).get(url)).split("<main")[1]
    assert f"/staff/deeds/{version.id}" in shown


def test_the_way_shows_each_reader_what_he_may_see(posted, people, app):
    deed = queries.runs.pools_of([posted.id])[0].version.deed
    (idea_id,) = roadmap.ideas_of_product(deed.product_id)
    with app.test_request_context():
        seen = {
            name: {link.kind: link for link in slots.links(people[name], [idea_id])}
            for name in ("ana", "finn", "olaf")
        }
        assert slots.links(ANONYMOUS, [9_999]) == []
        anonymous = slots.links(ANONYMOUS, [idea_id])
    assert seen["ana"]["statement"].text == "Your statement of %(period)s"
    assert seen["ana"]["deed"].url.startswith("/deeds/")
    assert seen["finn"]["statement"].url.startswith("/staff/royalties/")
    assert [seen["olaf"][kind].url for kind in ("deed", "statement")] == ["", ""]
    assert [link.url for link in anonymous] == ["", ""]


def test_outsiders_see_no_agreement_there(people, app):
    with app.test_request_context():
        assert slots.agreement(people["ana"], []) == {}
