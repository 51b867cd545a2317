"""Mail is a row first, readable and copyable in the site; SMTP sends it later."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, insert_once


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mails.py function returns: words in the reader's language."""

    subject: str
    text: str


class MailRow(Model):
    """One mail to one person; `sent_at` once a server took it."""

    __tablename__ = "mails"
    __table_args__ = (UniqueConstraint("person_id", "cause"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[str | None]
    subject: Mapped[str]
    text: Mapped[str]
    cause: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


def send(person_id: int, address: str | None, mail: Mail, cause: str) -> None:
    """Write a mail down, once a cause; without an address it is read in the site."""
    row = MailRow(
        person_id=person_id,
        address=address,
        subject=mail.subject,
        text=mail.text,
        cause=cause,
        created_at=clock.now(),
    )
    insert_once(row)
