"""Ways in: names, passwords, second factors, sessions, links."""

import hashlib
from typing import Any

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people.models import Credential, OneTimeLink, Person, Session

MOST_SESSIONS = 50


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


def _credential(person: Person, *which: Any) -> Credential | None:
    statement = select(Credential).where(Credential.person_id == person.id, *which)
    return db.session.scalar(statement)
