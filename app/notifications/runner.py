"""Sending mails, writing those of a week, posting to chats: all safe to begin again.

Killed between the two transactions of a mail, it may go twice, never not at all.
"""

import json
import logging
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import or_, select

from app.ideas import queries as ideas
from app.kernel import clock, mail, outbound, smtp
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.mail import MailRow
from app.notifications import commands, mails, queries
from app.notifications.models import DigestRun, Notice, WebhookPost
from app.people.models import Person

BATCH = 50
READERS = 200
POSTS = 20
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
# What Feishu, WeCom and DingTalk call a fault; zero is none.
_CODES = ("code", "errcode")
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


def post_due() -> int:
    """Post what waits to the chats of spaces, at most 20; how many were taken."""
    return sum(_post(post_id) for post_id in queries.posts_due(POSTS))


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


def _post(post_id: int) -> int:
    with atomic():
        row = db.session.get_one(WebhookPost, post_id)
        hook = queries.webhook_of(row.space_id)
        if hook is None:
            row.parked_at, row.error = clock.now(), "the space has no chat any more"
            return 0
        url, body = hook.url, mails.posted(hook.kind, row.values, row.path)
        _count_try(row)
    answer = outbound.post_json(url, body)
    with atomic():
        row = db.session.get_one(WebhookPost, post_id)
        row.error = _fault(answer)
        if row.error is None:
            row.sent_at, row.parked_at = clock.now(), None
        return int(row.error is None)


def _fault(answer: outbound.Answer) -> str | None:
    """Why a chat did not take a post: some say so in their words alone."""
    if answer.fault or answer.status not in range(200, 300):
        return answer.fault or f"status {answer.status}"
    try:
        said = json.loads(answer.body)
    except ValueError:
        return None
    codes = [said.get(key) for key in _CODES] if isinstance(said, dict) else []
    return next((f"code {code}"[:100] for code in codes if code), None)


def _count_try(row: MailRow | WebhookPost) -> None:
    """One more try, before it is made; the last one parks it, if it fails."""
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
