"""A person's own things: addresses, mails, time zone, the export."""

import zoneinfo
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.kernel.db import db
from app.kernel.mail import MailRow
from app.kernel.pages import Page, page
from app.people.models import EmailAddress, Person
from app.people.queries.entering import sessions_of, sign_in_name
from app.people.queries.roles import grants_of


def current_email(person_id: int) -> str | None:
    """The proved address of a person, if any; no rule may need one."""
    return db.session.scalar(
        select(EmailAddress.address).where(
            EmailAddress.person_id == person_id, EmailAddress.verified_at.is_not(None)
        )
    )


def proved_address(person: Person) -> EmailAddress | None:
    """The address that a person has shown to be his own."""
    return _address(person, EmailAddress.verified_at.is_not(None))


def waiting_address(person: Person) -> EmailAddress | None:
    """The address of a person whose link was not opened yet."""
    return _address(person, EmailAddress.verified_at.is_(None))


def addresses_of(person: Person) -> list[EmailAddress]:
    """Every address kept of a person, the oldest first."""
    statement = select(EmailAddress).where(EmailAddress.person_id == person.id)
    return list(db.session.scalars(statement.order_by(EmailAddress.id)))


def mails_of(person: Person, after: str | None) -> Page[MailRow]:
    """The mails written to a person, the newest first."""
    statement: Select[Any] = select(MailRow).where(MailRow.person_id == person.id)
    return page(statement, [MailRow.id.desc()], after=after)


@cache
def zones() -> tuple[str, ...]:
    """The time zones that people live in, for choosing one."""
    areas = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific")
    names = sorted(zoneinfo.available_timezones())
    lived_in = (name for name in names if name.partition("/")[0] in (*areas, "Indian"))
    return ("UTC", *lived_in)


def personal(person: Person) -> dict[str, Any]:
    """What people holds of a person, for the export of own data."""
    return {
        "display_name": person.display_name,
        "sign_in_name": sign_in_name(person),
        "birth_year": person.birth_year,
        "locale": person.locale,
        "timezone": person.timezone,
        "bio": person.bio,
        "shows_supports": person.shows_supports,
        "supports_asked": _iso(person.supports_asked_at),
        "second_factor": _iso(person.second_factor_at),
        "single_keys": person.single_keys,
        "joined": person.created_at.isoformat(),
        "addresses": [
            {"address": row.address, "proved": _iso(row.verified_at)}
            for row in addresses_of(person)
        ],
        "roles": [
            {"role": grant.role, "space_id": grant.space_id}
            for grant in grants_of(person)
        ],
        "sessions": [
            {"device": row.device, "last_seen": row.last_seen_at.isoformat()}
            for row in sessions_of(person)
        ],
        "mails": [
            {
                "at": mail.created_at.isoformat(),
                "to": mail.address,
                "subject": mail.subject,
                "text": None if mail.is_secret else mail.text,
            }
            for mail in _all_mails_of(person)
        ],
    }


def _all_mails_of(person: Person) -> list[MailRow]:
    own = select(MailRow).where(MailRow.person_id == person.id).order_by(MailRow.id)
    return list(db.session.scalars(own))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _address(person: Person, which: ColumnElement[bool]) -> EmailAddress | None:
    own = select(EmailAddress).where(EmailAddress.person_id == person.id, which)
    return db.session.scalar(own)
