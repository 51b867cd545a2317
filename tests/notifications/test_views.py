"""The page of notices, the bell, and what is new on the front page."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app.ideas import commands as ideas
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.notifications import commands, mails, queries
from app.notifications.models import SENTENCES
from tests.support import making


@pytest.fixture
def three(session, ben, tess):
    """Two for ben, an old one read; one for tess."""
    with clock.at("2026-11-20 09:00Z"):
        _tell(ben, "old", "idea_launched", title="An old lamp")
        commands.read(ben)
    _tell(ben, "rung", "rung", title="A lamp", threshold=1000)
    _tell(tess, "hers", "idea_approved", title="A kettle")
    session.commit()
    return queries.unread_page(ben).items[0]


def _tell(person, cause, what, idea_id=None, **values):
    commands.tell(
        SYSTEM,
        [person.id],
        "rung",
        cause=cause,
        url="/ideas/7",
        values={"what": what, **values},
        idea_id=idea_id,
    )


def test_unread_first_then_by_day(ben, three, sign_in):
    page = sign_in(ben).get("/notices").text
    assert page.index("“A lamp” reached 1,000 supporters.") < page.index("An old lamp")
    assert "Nov 20, 2026" in page
    assert "A kettle" not in page
    assert page.count("Mark as read:") == 1


def test_one_or_all_are_put_aside(ben, three, sign_in):
    browser = sign_in(ben)
    answer = browser.post("/notices/read", data={"id": three.id})
    assert answer.status_code == 303
    assert answer.location.startswith("/notices?undo=")
    assert queries.unread_count(ben) == 0
    _tell(ben, "more", "password")
    db.session.commit()
    back = browser.post("/notices/read").location
    assert queries.unread_count(ben) == 0
    shown = browser.get(back).text
    assert "Marked as read." in shown
    assert 'action="/notices/unread"' in shown


def test_what_was_put_aside_comes_back(ben, tess, three, sign_in):
    browser = sign_in(ben)
    _tell(ben, "more", "password")
    db.session.commit()
    browser.post("/notices/read", data={"id": three.id})
    back = browser.post("/notices/read").location
    at = parse_qs(urlsplit(back).query)["undo"][0]
    sign_in(tess).post("/notices/unread", data={"at": at})
    assert queries.unread_count(ben) == 0, "hers is not his"
    assert browser.post("/notices/unread", data={"at": at}).location == "/notices"
    assert [n.cause for n in queries.unread_page(ben).items] == ["more"]


@pytest.mark.parametrize("at", ["", "soon", "2026-11-20 09:00", "2026-13-45"])
def test_an_undo_of_nothing_changes_nothing(at, ben, three, sign_in):
    browser = sign_in(ben)
    browser.post("/notices/read")
    assert browser.post("/notices/unread", data={"at": at}).status_code == 303
    assert browser.get("/notices", query_string={"undo": at}).status_code == 200
    assert queries.unread_count(ben) == 0


def test_a_script_gets_the_list_alone(ben, three, sign_in):
    answer = sign_in(ben).post(
        "/notices/read", data={"id": three.id}, headers={"HX-Request": "true"}
    )
    assert answer.text.lstrip().startswith('<div id="notices"')
    assert "Marked as read." in answer.text


def test_what_concerns_one_idea_stands_under_it(
    people, ben, space, sign_in, assert_queries
):
    lamp = making.idea(people["ana"], space, title="A lamp that folds")
    kettle = making.idea(people["ana"], space, title="A kettle that sings")
    for n, idea in enumerate((lamp, kettle, lamp)):
        _tell(ben, f"n{n}", "reply", idea_id=idea.id, name=f"Fan {n}")
    _tell(ben, "apart", "password")
    db.session.commit()
    browser = sign_in(ben)
    with assert_queries(9):
        page = browser.get("/notices").text
    words = (
        "was changed",
        "A lamp that folds",
        "Fan 2",
        "Fan 0",
        "A kettle that",
        "Fan 1",
    )
    places = [page.index(word) for word in words]
    assert places == sorted(places)
    assert page.count("A lamp that folds") == 1


def test_an_idea_out_of_sight_gives_its_name_to_no_heading(people, ben, space, sign_in):
    lamp = making.idea(people["ana"], space, title="A lamp that folds")
    _tell(ben, "n", "reply", idea_id=lamp.id, name="Ana")
    ideas.conceal(people["mo"], lamp, "spam")
    db.session.commit()
    page = sign_in(ben).get("/notices").text
    assert "Ana answered you." in page
    assert "A lamp that folds" not in page


def test_one_family_alone(ben, three, sign_in):
    commands.tell(
        SYSTEM,
        [ben.id],
        "bug_state",
        cause="b",
        url="/",
        values={"what": "bug_verified", "title": "It hums"},
    )
    db.session.commit()
    browser = sign_in(ben)
    page = browser.get("/notices?of=builds").text
    assert "It hums" in page
    assert "A lamp" not in page
    browser.post("/notices/read", data={"of": "builds"})
    assert [n.cause for n in queries.unread_page(ben).items] == ["rung"]
    assert browser.get("/notices?of=nonsense").status_code == 200


def test_what_is_new_comes_in_pages_too(ben, session, sign_in):
    for n in range(35):
        _tell(ben, f"cause {n}", "rung", title=f"Lamp {n}", threshold=5)
    session.commit()
    browser = sign_in(ben)
    first = browser.get("/notices").text
    assert "Lamp 34" in first
    assert "Lamp 4”" not in first
    cursor = queries.unread_page(ben).next
    rest = browser.get(f"/notices?new={cursor}").text
    assert "Lamp 4”" in rest
    assert "Lamp 34" not in rest


def test_an_empty_page_says_what_will_come(ana, sign_in):
    assert "Nothing yet" in sign_in(ana).get("/notices").text


def test_only_the_signed_in_have_notices(client):
    assert client.get("/notices").status_code == 303
    assert client.post("/notices/read").status_code == 403


def test_what_was_read_comes_in_pages(ben, session, sign_in):
    for n in range(35):
        _tell(ben, f"cause {n}", "rung", title=f"Lamp {n}", threshold=5)
    commands.read(ben)
    session.commit()
    browser = sign_in(ben)
    first = browser.get("/notices").text
    assert "Lamp 34" in first
    assert "Lamp 4”" not in first
    cursor = queries.read_page(ben).next
    assert "Lamp 4”" in browser.get(f"/notices?after={cursor}").text


def test_the_bell_shows_that_something_waits(ben, ana, three, sign_in):
    assert "Notices: 1 new" in sign_in(ben).get("/notices").text
    assert 'aria-label="Notices"' in sign_in(ana).get("/notices").text


def test_every_sentence_can_be_filled(app):
    values = {
        "title": "A lamp",
        "threshold": 100,
        "name": "Ana",
        "version": "26.47",
        "reason": "late parts",
        "period": "2026Q3",
        "day": "2027-01-02",
        "space": "Lamps",
        "minor": 27312,
        "currency": "EUR",
    }
    with app.test_request_context():
        said = {what: mails.sentence(what, values) for what in SENTENCES}
    assert said["payout_paid"] == "€273.12 was paid to you."
    assert not [words for words in said.values() if "%(" in words]
