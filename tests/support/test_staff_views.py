"""The team's pages: what is held, what is put forward, the reached goals."""

import pytest

from app.kernel import relay
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.support import commands, queries
from tests.support import making


@pytest.fixture
def held(ben, tess, lamp):
    """Ben's support, which a machine holds, beside tess's."""
    support = commands.give(ben, lamp)
    commands.give(tess, lamp)
    commands.hold(SYSTEM, lamp, [support.id], "lockstep")
    db.session.commit()
    return support


def url(idea, tail=""):
    return f"/staff/ideas/{idea.number}/supports{tail}"


VOID = {
    "decision": "void:bought",
    "note": "A receipt was sent to us.",
    "state": "held",
}


@pytest.mark.parametrize(
    ("name", "status"),
    [("mo", 200), ("priya", 200), ("ben", 403), ("finn", 403), ("ada", 403)],
)
def test_who_may_look(name, status, people, lamp, held, sign_in):
    browser = sign_in(people[name])
    assert browser.get(url(lamp)).status_code == status
    assert browser.get("/staff/supports").status_code == status


def test_the_list_names_the_ideas_that_wait(mo, ana, space, lamp, held, sign_in):
    making.idea(ana, space, title="All is well")
    db.session.commit()
    page = sign_in(mo).get("/staff/supports")
    assert lamp.title in page.text
    assert "1 being checked" in page.text
    assert "All is well" not in page.text


def test_the_page_shows_who_and_why(mo, lamp, held, sign_in, assert_queries):
    browser = sign_in(mo)
    browser.get(url(lamp))
    with assert_queries(12):
        page = browser.get(url(lamp))
    assert "Ben" in page.text
    assert "Tess" not in page.text
    assert "A group supports the same ideas at the same times." in page.text
    counted = browser.get(url(lamp) + "?state=counted")
    assert "Tess" in counted.text
    assert "It does not count: It was paid for." in counted.text
    assert "It counts: " not in counted.text


def test_two_people_decide_on_the_page(mo, priya, ben, lamp, held, sign_in):
    first, second = sign_in(mo), sign_in(priya)
    answer = first.post(url(lamp, "/rulings"), data=VOID | {"supports": [held.id]})
    assert answer.status_code == 303
    (row,) = queries.open_rulings(lamp.id)
    confirm = url(lamp, f"/rulings/{row.SupportRuling.id}/confirmation")
    assert confirm not in first.get(url(lamp)).text
    assert confirm in second.get(url(lamp)).text
    assert first.post(confirm).status_code == 409
    assert second.post(confirm).status_code == 303
    assert queries.receipt_of(ben, lamp.id).state == "voided"
    public = first.get(f"/ideas/{lamp.number}/supporters/history")
    assert "1 support does not count." in public.text
    assert "A receipt was sent to us." in public.text


def test_a_proposal_is_dropped(mo, lamp, held, sign_in):
    browser = sign_in(mo)
    browser.post(url(lamp, "/rulings"), data=VOID | {"supports": [held.id]})
    (row,) = queries.open_rulings(lamp.id)
    gone = url(lamp, f"/rulings/{row.SupportRuling.id}/withdrawal")
    assert browser.post(gone).status_code == 303
    assert queries.open_rulings(lamp.id) == []
    assert browser.post(url(lamp, "/rulings/404/withdrawal")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"note": ""}, "note-error"),
        ({"note": "   "}, "note-error"),
        ({"decision": "restore:mistaken"}, "decision-error"),
        ({"supports": []}, "Choose at least one support"),
    ],
)
def test_what_is_wrong_comes_back_filled(changed, said, mo, lamp, held, sign_in):
    sent = VOID | {"supports": [held.id]} | changed
    answer = sign_in(mo).post(url(lamp, "/rulings"), data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert queries.open_rulings(lamp.id) == []


def test_a_supporter_of_the_team_looks_and_does_not_decide(mo, lamp, held, sign_in):
    commands.give(mo, lamp)
    db.session.commit()
    browser = sign_in(mo)
    page = browser.get(url(lamp))
    assert "You may look, and not decide" in page.text
    assert url(lamp, "/rulings") not in page.text
    sent = VOID | {"supports": [held.id]}
    assert browser.post(url(lamp, "/rulings"), data=sent).status_code == 403


def test_a_goal_has_its_report_and_a_moderator_clears_it(
    mo, priya, ben, stool, sign_in
):
    commands.give(ben, stool)
    db.session.commit()
    relay.drain()
    clear = f"/staff/ideas/{stool.number}/goals/1/clearance"
    assert clear not in sign_in(priya).get(url(stool)).text
    browser = sign_in(mo)
    page = browser.get(url(stool))
    assert clear in page.text
    assert "0 of 1" in page.text
    assert browser.post(clear).status_code == 303
    page = browser.get(url(stool))
    assert "Nothing wrong, says Mo" in page.text
    assert clear not in page.text
    assert sign_in(priya).post(clear).status_code == 403
    assert browser.post(clear.replace("/1/", "/2/")).status_code == 404
