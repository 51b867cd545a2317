"""Mails by SMTP, against a server of our own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock, mail
from app.kernel.db import atomic, db
from app.kernel.mail import Mail, MailRow
from app.notifications import commands, runner, tasks
from tests.kernel import dialogue


@pytest.fixture
def smtp(app, monkeypatch, socket_enabled):
    with dialogue.running() as server:
        port = server.server_address[1]
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        yield server


def write(person, address, cause="c"):
    with atomic():
        mail.send(person.id, address, Mail("灯：Your lamp", "It is out.\n"), cause)


def rows():
    return list(db.session.scalars(select(MailRow).order_by(MailRow.id)))


def test_a_mail_is_sent_once_and_marked(ben, smtp):
    write(ben, "ben@example.org")
    write(ben, None, cause="without an address")
    assert runner.send_due() == 1
    assert runner.send_due() == 0
    first, second = rows()
    assert (first.attempts, first.error) == (1, None)
    assert first.sent_at is not None
    assert second.sent_at is None
    (text,) = smtp.received
    assert "To: ben@example.org" in text
    assert "Message-ID: <mail-" in text
    assert "It is out." in text


def test_a_refused_mail_keeps_its_error_and_waits(ben, tess, smtp):
    write(ben, "nobody@example.org")
    write(tess, "tess@example.org")
    assert runner.send_due() == 1
    refused, sent = rows()
    assert "550" in refused.error
    assert sent.sent_at is not None
    assert runner.send_due() == 0, "it waits five minutes a try"
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert runner.send_due() == 0
    db.session.refresh(refused)
    assert refused.attempts == 2


def test_the_last_try_parks_it(ben, smtp):
    write(ben, "nobody@example.org")
    for day in range(9):
        with clock.at(clock.now() + timedelta(days=day)):
            runner.send_due()
    assert rows()[0].parked_at is not None
    assert rows()[0].attempts == len(runner.WAITS) + 1


def test_a_broken_connection_leaves_the_rest_for_later(ben, tess, smtp):
    write(ben, "closed@example.org")
    write(tess, "tess@example.org")
    assert runner.send_due() == 0
    first, second = rows()
    assert "closed the connection" in first.error
    assert second.attempts == 0


def test_a_server_that_is_away_costs_no_try(ben, app, monkeypatch, socket_enabled):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    write(ben, "ben@example.org")
    assert runner.send_due() == 0
    assert rows()[0].attempts == 0


def test_the_task_sends_only_where_it_may(ben, smtp, app, monkeypatch):
    write(ben, "ben@example.org")
    monkeypatch.setitem(app.config, "STORE", "demo")
    tasks.send_mails()
    assert smtp.received == []
    monkeypatch.setitem(app.config, "STORE", "own")
    tasks.send_mails()
    assert len(smtp.received) == 1
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    tasks.send_mails()


def test_a_mail_can_be_ended_in_one_click(ben, smtp):
    letter = Mail("News", "It is out.", "<p>It is out.</p>", "/unsubscribe/abc")
    with atomic():
        mail.send(ben.id, "ben@example.org", letter, "c")
    assert runner.send_due() == 1
    (text,) = smtp.received
    assert "List-Unsubscribe: <http://127.0.0.1:8000/unsubscribe/abc>" in text
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in text
    assert "text/plain" in text
    assert "<p>It is out.</p>" in text


def test_mails_come_from_whom_the_site_says(ada, ben, smtp):
    write(ben, "ben@example.org")
    runner.send_due()
    with atomic():
        commands.set_up_mail(ada, "hello@lamps.example", 4, 18)
    write(ben, "ben@example.org", cause="another")
    runner.send_due()
    first, second = smtp.received
    assert "From: Cobuild <no-reply@127.0.0.1>" in first
    assert "From: Cobuild <hello@lamps.example>" in second


def test_each_refusal_makes_the_next_wait_longer(ben, smtp):
    write(ben, "nobody@example.org")
    waits = []
    for _try in range(3):
        with clock.at(db.session.scalar(select(MailRow.next_try_at)) or clock.now()):
            runner.send_due()
            waits.append(rows()[0].next_try_at - clock.now())
    assert tuple(waits) == runner.WAITS[:3]


def test_what_waited_for_weeks_is_not_sent(ben, tess, smtp):
    with clock.at(clock.now() - runner.STALE - timedelta(hours=1)):
        write(ben, "ben@example.org")
    write(tess, "tess@example.org")
    assert runner.send_due() == 1
    stale, fresh = rows()
    assert (stale.sent_at, stale.error) == (None, "it waited too long for a server")
    assert stale.parked_at is not None
    assert fresh.sent_at is not None
