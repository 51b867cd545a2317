"""Reporting, the public log, a decision as its people read it."""

import pytest

from app.kernel import clock
from app.moderation import commands, queries
from app.moderation.commands import Words
from app.moderation.models import Report
from tests.ideas import make as make_ideas
from tests.moderation import make

LIBRARY = Words("insult")


def test_reporting_an_idea_from_its_own_page(session, sign_in, ben, lamp):
    browser = sign_in(ben)
    home = f"/ideas/{lamp.number}"
    assert f"/reports/idea/{lamp.number}/new" in browser.get(home).text
    address = f"/reports/idea/{lamp.number}"
    assert "What is wrong with it?" in browser.get(f"{address}/new").text
    wrong = browser.post(address, data={"code": "rights", "text": "It is mine."})
    assert wrong.status_code == 422
    assert "It is mine.</textarea>" in wrong.text
    done = browser.post(address, data={"code": "insult", "text": "Rude."})
    assert done.location == home
    assert session.query(Report).one().text == "Rude."
    assert "You reported this already" in browser.get(f"{address}/new").text


def test_comments_and_people_are_reported_too(session, sign_in, ben, ana, lamp):
    comment = make.comment(ana, lamp)
    browser = sign_in(ben)
    assert f"/reports/comment/{comment.id}/new" in browser.get(lamp_page(lamp)).text
    browser.post(f"/reports/comment/{comment.id}", data={"code": "spam"})
    assert (
        f"/reports/person/{ana.number}/new" in browser.get(f"/people/{ana.number}").text
    )
    browser.post(f"/reports/person/{ana.number}", data={"code": "other"})
    kinds = {report.subject_kind for report in session.query(Report)}
    assert kinds == {"comment", "person"}


def lamp_page(lamp):
    return f"/ideas/{lamp.number}"


def test_ones_own_is_not_reported_and_visitors_sign_in(sign_in, client, ana, lamp):
    browser = sign_in(ana)
    assert "/reports/" not in browser.get(lamp_page(lamp)).text
    assert browser.get(f"/reports/idea/{lamp.number}/new").status_code == 403
    address = f"/reports/idea/{lamp.number}"
    assert browser.post(address, data={"code": "spam"}).status_code == 403
    assert "/reports/" not in client.get(lamp_page(lamp)).text
    assert client.get(f"{address}/new").location.startswith("/sign-in")
    assert client.post(address, data={"code": "spam"}).status_code == 403


@pytest.fixture
def hidden(lamp, mo, ben):
    make.report(ben, lamp)
    own = Words("", f"Ana calls Ben a fool. {make.WHY}")
    return commands.conceal(mo, make.subject(lamp), own)


def test_the_public_log_names_nobody(session, client, hidden, mo, ana, space):
    refused = make_ideas.submitted(ana, space, "A stool for Ben")
    commands.refuse(mo, refused, Words("off_topic"))
    commands.undo(mo, hidden)
    session.commit()
    shown = client.get("/rulings").text
    for words in ("Hidden", "Not published", "Taken back", "about anything that we"):
        assert words in shown
    for name in ("Ana", "Ben", "stool", "fool", f"/ideas/{refused.number}"):
        assert name not in shown


def test_every_page_leads_to_the_log(client, sign_in, ana):
    for browser in (client, sign_in(ana)):
        foot = browser.get("/ideas").text.split("<footer")[1]
        assert 'href="/rulings"' in foot
        assert 'href="/ideas"' in foot


def test_publishing_is_not_in_the_log(session, client, mo, ana, space):
    commands.publish(mo, make_ideas.submitted(ana, space))
    session.commit()
    assert "Nothing was decided yet" in client.get("/rulings").text


def test_the_log_of_an_invited_space_is_its_own(session, client, hidden, space):
    space.audience = "invited"
    session.commit()
    assert "Nothing was decided yet" in client.get("/rulings").text


def test_whom_a_decision_concerns_reads_it_in_full(
    sign_in, client, hidden, ana, ben, mo, priya
):
    address = f"/rulings/{hidden.id}"
    for person, is_concerned in ((ana, 1), (ben, 1), (mo, 1), (priya, 0)):
        answer = sign_in(person).get(address)
        assert (answer.status_code == 200) is bool(is_concerned)
        assert ("calls Ben a fool" in answer.text) is bool(is_concerned)
        assert ("Send the appeal" in answer.text) is (person is ana)
    assert client.get(address).location.startswith("/sign-in")


def test_an_appeal_from_the_decisions_page(
    session, sign_in, hidden, lamp, ana, ben, tess
):
    browser = sign_in(ana)
    address = f"/rulings/{hidden.id}"
    assert address in browser.get(lamp_page(lamp)).text
    assert browser.post(f"{address}/appeal", data={"text": ""}).status_code == 422
    sent = browser.post(f"{address}/appeal", data={"text": "I said lamp."})
    assert sent.location == address
    page = browser.get(address).text
    assert "Another moderator is looking at it" in page
    assert "I said lamp." in page
    assert "I said lamp." not in sign_in(ben).get(address).text
    asked = queries.appeal_of(hidden.id)
    commands.answer(tess, asked, "upheld", "True.")
    session.commit()
    assert "The appeal was right." in browser.get(address).text
    assert sign_in(ben).post(f"{address}/appeal").status_code == 403


def test_suspended_people_see_it_on_every_page_and_may_appeal(
    session, sign_in, client, mo, ben, lamp
):
    person = make.subject(ben, "person")
    with clock.at("2026-11-02 09:00Z"):
        ruling = commands.sanction(mo, person, "suspend", LIBRARY, days=7)
        session.commit()
        browser = sign_in(ben)
        page = browser.get("/").text
        assert "you can read, but not write" in page
        assert "Nov 9, 2026" in page
        refused = browser.post(
            f"/threads/{lamp.thread_id}/comments", data={"body": "x"}
        )
        assert refused.status_code == 403
        assert "Nov 9, 2026" in refused.text
        assert "May only read" in browser.get("/me/rulings").text
        address = f"/rulings/{ruling.id}/appeal"
        assert browser.post(address, data={"text": "Not me."}).status_code == 303
        assert browser.post("/me/settings", data={}).status_code != 403
    assert "you can read, but not write" not in client.get("/").text
    with clock.at("2026-11-10 09:00Z"):
        assert "you can read, but not write" not in sign_in(ben).get("/").text


def test_decisions_about_oneself_are_found_from_ones_own_page(
    session, sign_in, mo, ben
):
    browser = sign_in(ben)
    assert "/me/rulings" not in browser.get("/me").text
    assert "Nothing was decided about you" in browser.get("/me/rulings").text
    commands.sanction(mo, make.subject(ben, "person"), "warn", LIBRARY)
    session.commit()
    assert "/me/rulings" in browser.get("/me").text


def test_a_refusal_reads_in_the_readers_language(session, sign_in, mei, mo, space):
    idea = make_ideas.submitted(mei, space)
    commands.refuse(mo, idea, Words("advertising"))
    mei.locale = "ja"
    session.commit()
    assert (
        "これは広告のように読めます" in sign_in(mei).get(f"/ideas/{idea.number}").text
    )
