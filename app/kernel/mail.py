"""Mail is a row first, readable and copyable in the site; SMTP sends it later."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import urlsplit

import regex
from flask import current_app
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, site
from app.kernel.db import Model, insert_once

_WAITING = "sent_at IS NULL AND parked_at IS NULL AND address IS NOT NULL"
_PARKED = "parked_at IS NOT NULL"

LONGEST_ADDRESS = 254
_ADDRESS = regex.compile(r"[^\s@<>,;:\"()\[\]\\\p{C}]+@[^\s@<>,;:\"()\[\]\\\p{C}]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mails.py function returns: words in the reader's language.

    `unsubscribe` is the path at which its reader ends mails of this sort, if any.
    """

    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""


class MailRow(Model):
    """One mail to one person; `sent_at` once a server took it.

    What a server refuses is tried again at `next_try_at`, and parked in the end.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index(
            "ix_mails_waiting",
            "id",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        Index(
            "ix_mails_parked",
            "id",
            sqlite_where=text(_PARKED),
            postgresql_where=text(_PARKED),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[str | None]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str | None]
    unsubscribe: Mapped[str | None]
    cause: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]
    # its text opens a door for whoever reads the address: the site does not show it
    is_secret: Mapped[bool] = mapped_column(default=False)

    @property
    def link(self) -> str:
        """The address that it leads to, for whoever brings word another way."""
        words = self.text.split()
        return next((w for w in words if w.startswith(("https://", "http://"))), "")


WAITING = (
    MailRow.sent_at.is_(None),
    MailRow.parked_at.is_(None),
    MailRow.address.is_not(None),
)
PARKED = (MailRow.parked_at.is_not(None),)
# Without an address a mail stays where it is: its reader finds it in the site.
KEPT = (MailRow.address.is_(None),)
SENT = (MailRow.sent_at.is_not(None),)


def is_address(words: str) -> bool:
    """Whether words look like one e-mail address, and like nothing else."""
    return len(words) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(words))


def works() -> bool:
    """Whether mails leave the house: a server is set, and this is not the demo."""
    config = current_app.config
    return bool(config["SMTP_URL"]) and config["STORE"] != "demo"


def send(
    person_id: int,
    address: str | None,
    mail: Mail,
    cause: str,
    *,
    is_secret: bool = False,
) -> None:
    """Write a mail down, once a cause; without an address it is read in the site."""
    row = MailRow(
        person_id=person_id,
        address=address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html or None,
        unsubscribe=mail.unsubscribe or None,
        cause=cause,
        created_at=clock.now(),
        is_secret=is_secret,
    )
    insert_once(row)


def sender() -> str:
    """The address that mails come from: the site's own, else no-reply at its host."""
    host = urlsplit(current_app.config["ORIGIN"]).hostname
    return str(site.get("mail_from")) or f"no-reply@{host}"


def envelope(to: str, subject: str) -> EmailMessage:
    """A mail without its words: from the site, to an address."""
    message = EmailMessage()
    name, _, host = sender().rpartition("@")
    message["From"] = Address(str(site.get("name")), name, host)
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = clock.now()
    message["Auto-Submitted"] = "auto-generated"
    return message
