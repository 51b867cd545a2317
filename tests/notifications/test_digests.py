"""The weekly mail: to whom, what, when, and never twice."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.ideas import commands as ideas
from app.kernel import clock, site
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.mail import MailRow
from app.kernel.text import fold
from app.notifications import commands, mails, queries, runner, tasks
from app.notifications.models import DigestRun
from app.people.models import EmailAddress
from tests.support import making

FRIDAY = "2026-11-27 18:00Z"
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")


@pytest.fixture
def addressed(people):
    """Everybody but tess has proved an address; hers waits."""
    for name, person in people.items():
        address = f"{name}@example.org"
        row = EmailAddress(
            person_id=person.id,
            address=address,
            address_key=fold(address),
            verified_at=None if name == "tess" else clock.now(),
        )
        db.session.add(row)
    db.session.commit()
    return people


def tell(person, cause, kind="rung", at="2026-11-25 09:00Z", idea=None, **values):
    given = {"what": "rung", "title": "A lamp", "threshold": 1000, **values}
    with clock.at(at):
        commands.tell(
            SYSTEM,
            [person.id],
            kind,
            cause=cause,
            url="/ideas/7",
            values=given,
            idea_id=idea and idea.id,
        )
    db.session.commit()


def write(at=FRIDAY):
    with clock.at(at):
        return runner.write_digests()


def digests():
    rows = select(MailRow).where(MailRow.cause.startswith("digest:"))
    return list(db.session.scalars(rows.order_by(MailRow.id)))


def test_what_was_not_read_comes_once_a_week(addressed, ben, ana):
    tell(ben, "a")
    tell(ana, "b")
    with clock.at("2026-11-26 09:00Z"):
        commands.read(ana)
    assert write() == 1
    assert write() == 0
    assert write("2026-11-28 09:00Z") == 0
    (row,) = digests()
    assert (row.person_id, row.address) == (ben.id, "ben@example.org")
    assert row.subject == "Cobuild: one thing new for you"
    assert "“A lamp” reached 1,000 supporters." in row.text
    assert row.unsubscribe == mails.unsubscribe_path(ben.id, "digest")
    assert row.unsubscribe in row.text
    assert row.unsubscribe in row.html


def test_it_is_grouped_by_idea(addressed, ben, space):
    lamp = making.idea(addressed["ana"], space, title="A lamp that folds")
    kettle = making.idea(addressed["ana"], space, title="A kettle that sings")
    for n, idea in enumerate((lamp, kettle, lamp, None)):
        tell(ben, f"n{n}", "reply", idea=idea, what="reply", name=f"Fan {n}")
    write()
    (row,) = digests()
    words = ("Fan 3", "A lamp that folds", "Fan 2", "Fan 0", "A kettle", "Fan 1")
    for text in (row.text, row.html):
        places = [text.index(word) for word in words]
        assert places == sorted(places)
        assert text.count("A lamp that folds") == 1
    assert f"/ideas/{lamp.number}" in row.text


def test_only_proved_addresses_of_those_who_want_it(addressed, ben, ana, tess, olaf):
    for person in (ben, ana, tess, olaf):
        tell(person, "a")
    commands.switch_digest(ana, ana, is_on=False)
    olaf.disabled_at = clock.now()
    db.session.commit()
    assert write() == 1
    assert [row.person_id for row in digests()] == [ben.id]


def test_what_was_mailed_at_once_does_not_come_again(addressed, ben, ana):
    tell(ben, "a", "security", what="password")
    assert write() == 0


def test_of_what_was_hidden_meanwhile_it_says_nothing(addressed, ben, mo, space):
    lamp = making.idea(addressed["ana"], space, title="A lamp that folds")
    tell(ben, "a", idea=lamp, title=lamp.title)
    ideas.conceal(mo, lamp, "spam")
    db.session.commit()
    assert write() == 0
    assert digests() == []


def test_it_speaks_the_language_of_its_reader(addressed, ken, ben):
    tell(ken, "a")
    tell(ben, "b")
    write()
    english, japanese = sorted(digests(), key=lambda row: row.person_id == ken.id)
    assert "supporters" in english.text
    assert "supporters" not in japanese.text
    assert '<html lang="ja">' in japanese.html


def test_late_is_done_once_and_weeks_missed_are_told_together(addressed, ben):
    assert write("2026-11-06 19:00Z") == 0
    tell(ben, "a", at="2026-11-10 09:00Z")
    tell(ben, "b", at="2026-11-24 09:00Z")
    tell(ben, "too new", at="2026-11-28 09:00Z")
    assert write("2026-11-30 09:00Z") == 1
    (row,) = digests()
    assert "2 things" in row.subject
    assert write("2026-12-04 18:00Z") == 1
    assert "one thing" in digests()[1].subject


def test_it_goes_on_where_it_was_stopped(addressed, monkeypatch):
    monkeypatch.setattr(runner, "READERS", 2)
    for name in ("ben", "ana", "mei", "ken", "olaf"):
        tell(addressed[name], "a")
    with clock.at(FRIDAY):
        assert runner._write_some() == 2
        assert queries.is_digest_due()
        assert runner.write_digests() == 3
        assert not queries.is_digest_due()
    assert len({row.person_id for row in digests()}) == len(digests()) == 5


def test_a_long_week_is_cut(addressed, ben, monkeypatch):
    monkeypatch.setattr(mails, "MOST_LINES", 2)
    for n in range(5):
        tell(ben, f"n{n}", title=f"Lamp {n}")
    write()
    (row,) = digests()
    assert "Lamp 4" in row.text
    assert "Lamp 2" not in row.text
    assert "And 3 more in the site." in row.text


@given(
    now=st.datetimes(
        clock.parse("2026-01-01 00:00Z").replace(tzinfo=None),
        clock.parse("2028-01-01 00:00Z").replace(tzinfo=None),
        timezones=st.just(UTC),
    ),
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
)
def test_it_was_due_within_the_last_week_at_its_hour(now, zone, weekday, hour):
    due = queries.last_due(now, zone, weekday, hour)
    local = due.astimezone(ZoneInfo(zone))
    assert now - timedelta(days=7, hours=2) < due <= now
    assert local.weekday() == weekday
    # the hour that a spring night leaves out comes an hour later
    assert local.hour in (hour, hour + 1)


def test_by_the_calendar_of_the_site(session):
    site.put(SYSTEM, "timezone", "Asia/Shanghai")
    with clock.at("2026-11-27 10:00Z"):
        assert queries.due_now() == clock.parse("2026-11-27 10:00Z")
    with clock.at("2026-11-27 09:59Z"):
        assert queries.due_now() == clock.parse("2026-11-20 10:00Z")


def test_the_task_writes_only_where_mails_are_sent(addressed, ben, app, monkeypatch):
    tell(ben, "a")
    with clock.at(FRIDAY):
        tasks.write_digests()
        assert digests() == []
        monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example")
        tasks.write_digests()
        tasks.write_digests()
    assert len(digests()) == 1


@pytest.mark.parametrize("days", [7, 0])
def test_a_week_is_begun_once_and_has_a_length(days, session):
    due = clock.parse(FRIDAY)
    session.add(DigestRun(due_at=due, since_at=due - timedelta(days=7)))
    session.flush()
    again = due if days else due + timedelta(days=7)
    row = DigestRun(due_at=again, since_at=again - timedelta(days=days))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(row)
        session.flush()
