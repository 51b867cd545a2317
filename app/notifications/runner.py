"""Sending mails by SMTP: a row is claimed, sent, and marked, each in its own step.

Killed between the two transactions, a mail may go twice, never not at all.
"""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import atomic, db
from app.kernel.mail import MailRow

MOST_ATTEMPTS = 5
BATCH = 50
TIMEOUT_SECONDS = 20
_WAIT = timedelta(minutes=5)
_log = logging.getLogger("cobuild.mail")


def send_due() -> int:
    """Send what waits, at most 50 mails; how many a server took."""
    ids = _waiting()
    if not ids:
        return 0
    sent = 0
    try:
        with _server() as server:
            for row_id in ids:
                sent += _send(server, row_id)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("the mail server does not answer: %s", type(error).__name__)
    return sent


def _waiting() -> list[int]:
    """Never sent, with an address, tried less than five times, the oldest first."""
    waiting = select(MailRow.id, MailRow.attempts, MailRow.created_at).where(
        MailRow.sent_at.is_(None),
        MailRow.address.is_not(None),
        MailRow.attempts < MOST_ATTEMPTS,
    )
    rows = db.session.execute(waiting.order_by(MailRow.id).limit(BATCH * 4)).all()
    due = [row for row in rows if row.created_at + row.attempts * _WAIT <= clock.now()]
    return [row.id for row in due[:BATCH]]


def _send(server: smtplib.SMTP, row_id: int) -> int:
    with atomic():
        row = db.session.get_one(MailRow, row_id)
        row.attempts += 1
        message = _message(row)
    try:
        server.send_message(message)
    except smtplib.SMTPServerDisconnected:
        _note(row_id, "the server closed the connection")
        raise
    except smtplib.SMTPException as error:
        _note(row_id, f"{type(error).__name__}: {error}"[:500])
        return 0
    with atomic():
        row = db.session.get_one(MailRow, row_id)
        row.sent_at, row.error = clock.now(), None
    return 1


def _note(row_id: int, error: str) -> None:
    with atomic():
        db.session.get_one(MailRow, row_id).error = error


def _message(row: MailRow) -> EmailMessage:
    message = EmailMessage()
    host = urlsplit(current_app.config["ORIGIN"]).hostname
    message["From"] = f"no-reply@{host}"
    message["To"] = row.address
    message["Subject"] = " ".join(row.subject.split())
    message["Message-ID"] = f"<mail-{row.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.text)
    return message


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """A connection as COBUILD_SMTP_URL says: smtp(s)://name:password@host:port."""
    parts = urlsplit(current_app.config["SMTP_URL"])
    is_tls = parts.scheme == "smtps"
    kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
    port = parts.port or (465 if is_tls else 25)
    with kind(parts.hostname or "", port, timeout=TIMEOUT_SECONDS) as server:
        # what a server can do is known only once it was greeted
        server.ehlo()
        if not is_tls and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
