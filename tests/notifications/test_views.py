"""The page of notices, the bell, and what is new on the front page."""

import pytest

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.notifications import commands, mails, queries
from app.notifications.models import SENTENCES


@pytest.fixture
def three(session, ben, tess):
    """Two for ben, an old one read; one for tess."""
    with clock.at("2026-11-20 09:00Z"):
        _tell(ben, "old", "idea_launched", title="An old lamp")
        commands.read(ben)
    _tell(ben, "rung", "rung", title="A lamp", threshold=1000)
    _tell(tess, "hers", "idea_approved", title="A kettle")
    session.commit()
    return queries.unread(ben)[0]


def _tell(person, cause, what, **values):
    commands.tell(
        SYSTEM,
        [person.id],
        "rung",
        cause=cause,
        url="/ideas/7",
        values={"what": what, **values},
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
    assert (answer.status_code, answer.location) == (303, "/notices")
    assert queries.unread_count(ben) == 0
    _tell(ben, "more", "password")
    db.session.commit()
    browser.post("/notices/read")
    assert queries.unread_count(ben) == 0
    assert "All read." in browser.get("/notices").text


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
    cursor = queries.read_page(ben, None).next
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
        "minor": 27312,
        "currency": "EUR",
    }
    with app.test_request_context():
        said = {what: mails.sentence(what, values) for what in SENTENCES}
    assert said["payout_paid"] == "€273.12 was paid to you."
    assert not [words for words in said.values() if "%(" in words]
