"""A forgotten password: a link by mail to a proved address, or one that an admin gives.

Nobody sets a password for another: the link lets its person choose a new one. It works
once, and a second factor is still asked for afterwards.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.events import emit
from app.kernel.policies import require
from app.people import policies, queries
from app.people.commands.accounts import keep_password
from app.people.commands.tokens import issue, use, void
from app.people.events import SecurityChanged
from app.people.models import OneTimeLink, Person

BY_MAIL = timedelta(hours=1)
BY_ADMIN = timedelta(hours=24)
MOST_MAILS = 3
MAILS_WITHIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Whom to write to, where, and the token of the link."""

    person: Person
    address: str
    token: str


def forgotten_link(words: str) -> Forgotten | None:
    """A link for whoever signs in by this name or has proved this address.

    None where there is nobody, no proved address, or three mails went out within six
    hours: the caller says the same to all.
    """
    person = queries.by_sign_in_name(words) or queries.by_address(words)
    if person is None or not policies.may_sign_in(person):
        return None
    proved = queries.proved_address(person)
    if proved is None or _mailed(person) >= MOST_MAILS:
        return None
    void(person, "password")
    token = issue("password", person, BY_MAIL, address_key=proved.address_key)
    return Forgotten(person, proved.address, token)


def password_link(actor: Actor, person: Person) -> str:
    """The token of a link that an admin gives; earlier ones stop working."""
    require(policies.may_give_password_link, actor, person)
    if queries.password_of(person) is None:
        raise Missing
    void(person, "password")
    token = issue("password", person, BY_ADMIN)
    audit.record(actor, "people.password_link", "person", person.id)
    emit(SecurityChanged(person_id=person.id, what="password_link"))
    db.session.flush()
    return token


def renew_password(link: OneTimeLink, password_hash: str) -> Person:
    """Use a link to choose a new password; every session of the person ends."""
    person = queries.get(link.person_id or 0)
    if not (policies.may_sign_in(person) and _is_bound(link, person)):
        raise Missing
    use(link)
    keep_password(person, person, password_hash)
    return person


def _is_bound(link: OneTimeLink, person: Person) -> bool:
    """Whether the address a link was sent to is still the person's own."""
    if link.address_key is None:
        return link.purpose == "password"
    proved = queries.proved_address(person)
    is_same = proved is not None and proved.address_key == link.address_key
    return link.purpose == "password" and is_same


def _mailed(person: Person) -> int:
    """How many links went to the person's address within the last hours."""
    statement = select(func.count(OneTimeLink.id)).where(
        OneTimeLink.person_id == person.id,
        OneTimeLink.purpose == "password",
        OneTimeLink.address_key.is_not(None),
        OneTimeLink.created_at > clock.now() - MAILS_WITHIN,
    )
    return db.session.scalar(statement) or 0
