"""Sending mails by SMTP, and writing those of a week; each step safe to begin again.

Killed between the two transactions of a mail, it may go twice, never not at all.
"""

import logging
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import or_, select

from app.ideas import queries as ideas
from app.kernel import clock, mail, smtp
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.mail import MailRow
from app.notifications import commands, mails, queries
from app.notifications.models import DigestRun, Notice
from app.people.models import Person

BATCH = 50
READERS = 200
# How long a mail waits after each refusal; after the last it is parked.
WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
# Word that never went is no news any more, once a server is there at last.
STALE = timedelta(days=14)
_log = logging.getLogger("cobuild.mail")


def send_due() -> int:
    """Send what waits, at most 50 mails; how many a server took."""
    ids = _waiting()
    if not ids:
        return 0
    sent = 0
    try:
        with smtp.connection(current_app.config["SMTP_URL"]) as server:
            for row_id in ids:
                sent += _send(server, row_id)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("the mail server does not answer: %s", type(error).__name__)
    return sent


def write_digests() -> int:
    """Write the mails of a week, some hundred people at a time; how many."""
    written = 0
    while (count := _write_some()) is not None:
        written += count
    return written


def _write_some() -> int | None:
    """The mails of the next people, and the mark how far it is; None: all have his."""
    with atomic():
        run = commands.begin_digest(SYSTEM)
        if run is None:
            return None
        readers = queries.readers_of(run, READERS)
        told = queries.told_in(run, [person.id for person, _address in readers])
        written = [_write(run, *reader, told[reader[0].id]) for reader in readers]
        last = readers[-1][0].id if len(readers) == READERS else None
        commands.mark_digest(SYSTEM, run, last)
        return sum(written)


def _write(run: DigestRun, person: Person, address: str, told: list[Notice]) -> bool:
    """One mail; of an idea that was hidden meanwhile it says nothing."""
    seen = ideas.by_ids(person, [n.idea_id for n in told if n.idea_id])
    shown = [n for n in told if n.idea_id is None or n.idea_id in seen]
    if not shown:
        return False
    ending = mails.unsubscribe_path(person.id, mails.DIGEST)
    letter = mails.digest(shown, seen, person.locale, ending)
    mail.send(person.id, address, letter, f"digest:{run.due_at.isoformat()}")
    return True


def _waiting() -> list[int]:
    """What has an address and is due, the oldest first."""
    due = or_(MailRow.next_try_at.is_(None), MailRow.next_try_at <= clock.now())
    waiting = select(MailRow.id).where(*mail.WAITING, due)
    return list(db.session.scalars(waiting.order_by(MailRow.id).limit(BATCH)))


def _send(server: smtplib.SMTP, row_id: int) -> int:
    with atomic():
        row = db.session.get_one(MailRow, row_id)
        if row.next_try_at is None and row.created_at + STALE < clock.now():
            row.parked_at, row.error = clock.now(), "it waited too long for a server"
            return 0
        message = _message(row)
        _count_try(row)
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
        row.sent_at, row.error, row.parked_at = clock.now(), None, None
    return 1


def _count_try(row: MailRow) -> None:
    """One more try, before it is made; the last one parks the mail, if it fails."""
    if row.attempts < len(WAITS):
        row.next_try_at = clock.now() + WAITS[row.attempts]
    else:
        row.parked_at = clock.now()
    row.attempts += 1


def _note(row_id: int, error: str) -> None:
    with atomic():
        db.session.get_one(MailRow, row_id).error = error


def _message(row: MailRow) -> EmailMessage:
    host = urlsplit(current_app.config["ORIGIN"]).hostname
    message = mail.envelope(row.address or "", row.subject)
    message["Message-ID"] = f"<mail-{row.id}@{host}>"
    if row.unsubscribe:
        url = current_app.config["ORIGIN"] + row.unsubscribe
        message["List-Unsubscribe"] = f"<{url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(row.text)
    if row.html:
        message.add_alternative(row.html, subtype="html")
    return message
