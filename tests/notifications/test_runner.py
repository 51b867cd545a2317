"""Mails by SMTP, against a server of our own."""

import smtplib
import socketserver
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock, mail
from app.kernel.db import atomic, db
from app.kernel.mail import Mail, MailRow
from app.notifications import runner, tasks


class _Dialogue(socketserver.StreamRequestHandler):
    """As much SMTP as it takes to receive a mail, or to refuse one."""

    def handle(self):
        self._say("220 fake")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(verb, line):
                return

    def _answer(self, verb, line):
        if verb == "RCPT" and "closed" in line:
            return False
        if verb == "RCPT" and "nobody" in line:
            self._say("550 no such box")
        elif verb == "DATA":
            self._say("354 go on")
            self.server.received.append(self._text())
            self._say("250 taken")
        else:
            self._say("250 fine")
        return True

    def _text(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server(socket_enabled):
    with socketserver.TCPServer(("127.0.0.1", 0), _Dialogue) as found:
        found.received = []
        thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def smtp(server, app, monkeypatch):
    port = server.server_address[1]
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    return server


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


def test_five_tries_are_the_end_of_it(ben, smtp):
    write(ben, "nobody@example.org")
    for day in range(8):
        with clock.at(clock.now() + timedelta(days=day)):
            runner.send_due()
    assert rows()[0].attempts == runner.MOST_ATTEMPTS


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


class Recorder:
    """A connection that only writes down what is asked of it."""

    said = []

    def __init__(self, host, port, timeout):
        self.said.append((host, port, timeout))
        self.is_greeted = False

    def ehlo(self):
        self.is_greeted = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def has_extn(self, name):
        return self.is_greeted and name == "starttls"

    def starttls(self):
        self.said.append("starttls")

    def login(self, name, password):
        self.said.append((name, password))


def test_the_address_of_the_server_may_carry_a_name(monkeypatch, app, session):
    monkeypatch.setattr(smtplib, "SMTP", Recorder)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Recorder)
    for url in ("smtp://post:p%40ss@mail.example", "smtps://mail.example"):
        monkeypatch.setitem(app.config, "SMTP_URL", url)
        with runner._server():
            pass
    assert Recorder.said == [
        ("mail.example", 25, runner.TIMEOUT_SECONDS),
        "starttls",
        ("post", "p@ss"),
        ("mail.example", 465, runner.TIMEOUT_SECONDS),
    ]


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
