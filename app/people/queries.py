"""Reading people, their roles and their ways to sign in."""

import hashlib
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.mail import MailRow
from app.kernel.pages import Page, page
from app.kernel.text import fold
from app.people.models import (
    NEEDS_SECOND_FACTOR,
    Credential,
    EmailAddress,
    OneTimeLink,
    Person,
    RoleGrant,
    Session,
)

MOST_SESSIONS = 50
BATCH = 500
# what the page of people can be narrowed to
ACCESS_KINDS = ("active", "shut_out", "placeholder")


@dataclass(frozen=True, slots=True)
class Sought:
    """What staff looks for among people; empty means any. `role` any: some role."""

    words: str = ""
    role: str = ""
    access: str = ""


def get(person_id: int) -> Person:
    """A person with roles, by key; Missing when there is none."""
    return _one(_with_roles().where(Person.id == person_id))


def by_number(number: int) -> Person:
    """A person with roles, by public number; Missing when there is none."""
    return _one(_with_roles().where(Person.number == number))


def public(number: int) -> Person:
    """A person whose page is shown: Missing for the system and for erased ones."""
    shown = Person.state.in_(("active", "placeholder"))
    return _one(_with_roles().where(Person.number == number, shown))


def by_ids(person_ids: Sequence[int]) -> dict[int, Person]:
    """People by key, in one statement; unknown keys are left out."""
    if not person_ids:
        return {}
    found = db.session.scalars(select(Person).where(Person.id.in_(set(person_ids))))
    return {person.id: person for person in found}


def by_sign_in_name(name: str) -> Person | None:
    """The person who signs in under a name, with roles."""
    statement = (
        _with_roles()
        .join(Credential, Credential.person_id == Person.id)
        .where(Credential.name_key == fold(name))
    )
    found: Person | None = db.session.scalars(statement).unique().one_or_none()
    return found


def acting(name: str) -> Actor:
    """Who an act of the command line is done as (`--as NAME`); Missing if unknown."""
    person = by_sign_in_name(name)
    if person is None or person.disabled_at is not None:
        raise Missing
    return person


def holders_of(role: str, space_id: int | None = None) -> list[Person]:
    """Who holds a role now, for the site or this space, with rights begun."""
    statement = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == role,
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.space_id.is_(None), RoleGrant.space_id == space_id),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    if role in NEEDS_SECOND_FACTOR:
        statement = statement.where(Person.second_factor_at.is_not(None))
    return list(db.session.scalars(statement).unique())


def is_only_holder(
    person_id: int, roles: Sequence[str], space_id: int, but: int | None = None
) -> bool:
    """Whether nobody else holds one of these roles here; `but` may not act anyway."""
    known = {person.id for role in roles for person in holders_of(role, space_id)}
    return known - {but} == {person_id}


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


def by_address(address: str) -> Person | None:
    """The person who has proved an address, with roles."""
    statement = (
        _with_roles()
        .join(EmailAddress, EmailAddress.person_id == Person.id)
        .where(
            EmailAddress.address_key == fold(address),
            EmailAddress.verified_at.is_not(None),
        )
    )
    found: Person | None = db.session.scalars(statement).unique().one_or_none()
    return found


def addresses_of(person: Person) -> list[EmailAddress]:
    """Every address kept of a person, the oldest first."""
    statement = select(EmailAddress).where(EmailAddress.person_id == person.id)
    return list(db.session.scalars(statement.order_by(EmailAddress.id)))


def directory(sought: Sought, after: str | None, size: int = 30) -> Page[Person]:
    """People by name for staff, those who fit what is sought; roles loaded."""
    statement = _with_roles().where(*_fitting(sought))
    return page(statement, [Person.name_key, Person.id], after=after, size=size)


def everyone(sought: Sought) -> Iterator[tuple[Person, str]]:
    """All who fit, by name, each with the sign-in name; read in batches."""
    after: str | None = None
    while True:
        found = directory(sought, after, size=BATCH)
        names = _sign_in_names(found.items)
        yield from ((person, names.get(person.id, "")) for person in found.items)
        after = found.next
        if after is None:
            return


def grants_of(person: Person) -> list[RoleGrant]:
    """The living grants of a person, the oldest first."""
    statement = select(RoleGrant).where(
        RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(RoleGrant.id)))


def grant(grant_id: int) -> RoleGrant:
    """A living grant by key; Missing when it was ended."""
    found = db.session.get(RoleGrant, grant_id)
    if found is None or found.ended_at is not None:
        raise Missing
    return found


def first_admin() -> Person | None:
    """The admin granted first, second factor or not; None before set-up."""
    statement = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == "admin", RoleGrant.ended_at.is_(None))
        .where(RoleGrant.space_id.is_(None), Person.disabled_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return db.session.scalar(statement.limit(1))


def sign_in_name(person: Person) -> str | None:
    """The name a person signs in under."""
    return db.session.scalar(
        select(Credential.name).where(
            Credential.person_id == person.id, Credential.kind == "password"
        )
    )


def password_of(person: Person) -> Credential | None:
    """The password of a person, if there is one."""
    return _credential(person, Credential.kind == "password")


def second_factor(person: Person) -> Credential | None:
    """The app that a person's codes come from."""
    confirmed = Credential.confirmed_at.is_not(None)
    return _credential(person, Credential.kind == "totp", confirmed)


def begun_second_factor(person: Person) -> Credential | None:
    """A second factor whose first code is still awaited."""
    waiting = Credential.confirmed_at.is_(None)
    return _credential(person, Credential.kind == "totp", waiting)


def recovery_codes_left(person: Person) -> int:
    """How many recovery codes of a person were not used yet."""
    statement = select(func.count(Credential.id)).where(
        Credential.person_id == person.id,
        Credential.kind == "recovery",
        Credential.used_at.is_(None),
    )
    return db.session.scalar(statement) or 0


def sessions_of(person: Person) -> list[Session]:
    """The sessions of a person that nobody ended, the one seen last first.

    Those stamped before the last change of password, role or method are over. More
    than MOST_SESSIONS nobody looks through: all of them end with one button.
    """
    statement = select(Session).where(
        Session.person_id == person.id,
        Session.ended_at.is_(None),
        Session.stamp == person.security_stamp,
    )
    return list(
        db.session.scalars(
            statement.order_by(Session.last_seen_at.desc(), Session.id.desc()).limit(
                MOST_SESSIONS
            )
        )
    )


def session_of(person: Person, session_id: int) -> Session:
    """One of a person's own sessions; Missing for others'."""
    found = db.session.get(Session, session_id)
    if found is None or found.person_id != person.id or found.ended_at is not None:
        raise Missing
    return found


def mails_of(person: Person, after: str | None) -> Page[MailRow]:
    """The mails written to a person, the newest first."""
    statement: Select[Any] = select(MailRow).where(MailRow.person_id == person.id)
    return page(statement, [MailRow.id.desc()], after=after)


def link(purpose: str, token: str) -> OneTimeLink:
    """A link that still works; Missing when used, expired or never there."""
    statement = select(OneTimeLink).where(
        OneTimeLink.purpose == purpose,
        OneTimeLink.token_hash == link_hash(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def own_link(purpose: str, token: str, person: Person) -> OneTimeLink:
    """A link that still works and is this person's; Missing for others'."""
    found = link(purpose, token)
    if found.person_id != person.id:
        raise Missing
    return found


def link_hash(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


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


def _credential(person: Person, *which: Any) -> Credential | None:
    statement = select(Credential).where(Credential.person_id == person.id, *which)
    return db.session.scalar(statement)


def _fitting(sought: Sought) -> Iterator[ColumnElement[bool]]:
    """The conditions of a search among people."""
    yield Person.state.in_(("active", "placeholder"))
    key = fold(sought.words)
    if key:
        yield or_(
            Person.name_key.contains(key, autoescape=True),
            Person.id.in_(_signing_in_as(key)),
        )
    if sought.role:
        yield Person.id.in_(_holding(sought.role))
    if sought.access == "shut_out":
        yield Person.disabled_at.is_not(None)
    elif sought.access:
        yield Person.state == sought.access
        yield Person.disabled_at.is_(None)


def _signing_in_as(key: str) -> Select[Any]:
    holds = Credential.name_key.contains(key, autoescape=True)
    return select(Credential.person_id).where(holds)


def _holding(role: str) -> Select[Any]:
    """Who holds a role anywhere, whether or not its rights have begun."""
    living = select(RoleGrant.person_id).where(RoleGrant.ended_at.is_(None))
    return living if role == "any" else living.where(RoleGrant.role == role)


def _sign_in_names(people: Sequence[Person]) -> dict[int, str]:
    """The names that people sign in under, in one statement."""
    own = select(Credential.person_id, Credential.name).where(
        Credential.person_id.in_([person.id for person in people]),
        Credential.kind == "password",
    )
    return {row.person_id: row.name for row in db.session.execute(own)}


def _address(person: Person, which: ColumnElement[bool]) -> EmailAddress | None:
    own = select(EmailAddress).where(EmailAddress.person_id == person.id, which)
    return db.session.scalar(own)


def _with_roles() -> Select[Any]:
    return select(Person).options(joinedload(Person.grants))


def _one(statement: Select[Any]) -> Person:
    person: Person | None = db.session.scalars(statement).unique().one_or_none()
    if person is None:
        raise Missing
    return person
