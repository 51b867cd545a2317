"""Who gets a mail at once, and who the weekly one."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.mail import MailRow
from app.notifications import commands
from app.notifications.listeners import telling
from app.notifications.listeners.telling import Word, tell
from app.notifications.models import Notice
from app.people.models import EmailAddress


def prove(person):
    address = f"{person.id}@example.org"
    row = EmailAddress(person_id=person.id, address=address, address_key=address)
    row.verified_at = clock.now()
    db.session.add(row)
    db.session.flush()


def word(cause):
    return Word("reply", cause, "/ideas/7", {"name": "Ana"})


def mailed(person):
    rows = select(MailRow).where(MailRow.person_id == person.id).order_by(MailRow.id)
    return list(db.session.scalars(rows))


def left_to_digest(person):
    rows = select(Notice.cause).where(
        Notice.person_id == person.id, Notice.by_mail.is_(False)
    )
    return list(db.session.scalars(rows.order_by(Notice.id)))


@pytest.fixture
def chosen(ben):
    """Ben wants answers to him by mail at once."""
    commands.choose_boxes(ben, ben, {("reply", "mail"): True})
    return ben


def test_a_chosen_mail_goes_to_a_proved_address_and_can_be_ended(chosen, tess):
    prove(chosen)
    tell([chosen.id, tess.id], "reply", word("a"))
    tell([chosen.id, tess.id], "reply", word("a"))
    (row,) = mailed(chosen)
    assert row.address == f"{chosen.id}@example.org"
    assert row.unsubscribe.startswith(f"/unsubscribe/{chosen.id}.reply.")
    assert mailed(tess) == []


def test_without_an_address_it_waits_for_the_week(chosen):
    tell([chosen.id], "reply", word("a"))
    assert mailed(chosen) == []
    assert left_to_digest(chosen) == ["a"]


def test_what_nobody_may_miss_is_written_for_those_without_one(ben):
    tell([ben.id], "security", Word("password", "a", "/me/security"))
    (row,) = mailed(ben)
    assert (row.address, row.unsubscribe) == (None, None)


def test_noise_fills_no_mailbox(chosen, monkeypatch):
    monkeypatch.setattr(telling, "MOST_A_DAY", 2)
    prove(chosen)
    with clock.at("2026-11-25 09:00Z"):
        for cause in "abc":
            tell([chosen.id], "reply", word(cause))
        tell([chosen.id], "security", Word("password", "d", "/me/security"))
    assert [row.cause for row in mailed(chosen)] == ["a", "b", "d"]
    assert left_to_digest(chosen) == ["c"]
    with clock.at("2026-11-26 09:01Z"):
        tell([chosen.id], "reply", word("e"))
    assert mailed(chosen)[-1].cause == "e"


def test_a_crowd_takes_few_statements(people, monkeypatch, assert_queries):
    """However many are told, what is asked about them is asked together."""
    crowd = [people[name] for name in ("ben", "tess", "mei", "ken", "olaf")]
    for person in crowd:
        commands.choose_boxes(person, person, {("reply", "mail"): True})
        prove(person)
    db.session.commit()
    with assert_queries(7 + len(crowd)):
        tell([person.id for person in crowd], "reply", word("a"))
    assert all(len(mailed(person)) == 1 for person in crowd)
