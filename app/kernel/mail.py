"""Mail is a row first, readable and copyable in the site; SMTP sends it later."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
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
    # its text opens a door for whoever reads the address: the site does not show it
    is_secret: Mapped[bool] = mapped_column(default=False)


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
        cause=cause,
        created_at=clock.now(),
        is_secret=is_secret,
    )
    insert_once(row)
