"""Joining, passwords, own sessions, placeholders, erasure."""

import secrets
import unicodedata
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from app.kernel import audit, clock, ids
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.mail import MailRow
from app.kernel.policies import require
from app.kernel.text import fold, graphemes
from app.kernel.words import N_
from app.people import policies, queries
from app.people.commands.tokens import void
from app.people.events import PersonJoined, SecurityChanged
from app.people.models import (
    Credential,
    EmailAddress,
    OneTimeLink,
    Person,
    RoleGrant,
    Session,
)

YOUNGEST = 13
LONGEST_NAME = 40


class TooYoung(Invalid):
    code = "too_young"
    text = N_("You need to be 13 or older to join. Nothing you entered was kept.")


class NameTaken(Conflict):
    code = "name_taken"
    text = N_("“%(name)s” is taken. “%(suggestion)s” is free.")


class BadName(Invalid):
    code = "bad_name"
    text = N_("Use 2 to 40 letters, digits or signs, without line breaks.")


class WrongPassword(Invalid):
    code = "wrong_password"
    text = N_("This is not your password.")


@dataclass(frozen=True, slots=True)
class SignUp:
    """What joining asks for; no address. The password comes hashed."""

    name: str
    password_hash: str
    birth_year: int
    locale: str | None = None


def sign_up(actor: Actor, new: SignUp) -> Person:  # noqa: ARG001 - anyone may join
    """Make a person who signs in by name; under 13 refused, and nothing is kept."""
    name = clean_name(new.name)
    if clock.now().year - new.birth_year - 1 < YOUNGEST:
        raise TooYoung(field="birth_year")
    if _is_taken(name):
        raise NameTaken(name=name, suggestion=_free_name(name), field="name")
    person = _make(name, new)
    kept = insert_once(_password(person.id, name, new.password_hash))
    if kept is None:  # someone took the name a moment ago: the person goes with it
        raise NameTaken(name=name, suggestion=_free_name(name), field="name")
    emit(PersonJoined(person_id=person.id))
    return person


def note_sign_in(person: Person, password_hash: str | None) -> None:
    """Write that a password was used, and its fresh hash where the old one aged."""
    credential = queries.password_of(person)
    if credential is None:
        return
    credential.used_at = clock.now()
    if password_hash is not None:
        credential.secret = password_hash
    db.session.flush()


def change_password(actor: Actor, person: Person, password_hash: str) -> None:
    """Set a new password; every other session of the person ends."""
    require(policies.may_change, actor, person)
    keep_password(actor, person, password_hash)


def keep_password(actor: Actor, person: Person, password_hash: str) -> None:
    """Replace the password kept of a person; every session and waiting link ends."""
    credential = queries.password_of(person)
    if credential is None:
        raise Conflict
    credential.secret = password_hash
    person.renew_stamp()
    void(person, "second_factor", "password")
    audit.record(actor, "people.change_password", "person", person.id)
    emit(SecurityChanged(person_id=person.id, what="password"))
    db.session.flush()


def end_session(actor: Actor, session: Session) -> None:
    """Sign one device out; twice is the same as once."""
    require(policies.may_change_own, actor, session)
    session.ended_at = session.ended_at or clock.now()
    db.session.flush()


def end_other_sessions(actor: Actor, person: Person) -> None:
    """Sign out every device but the one that `login.keep_current` keeps."""
    require(policies.may_change, actor, person)
    person.renew_stamp()
    db.session.flush()


def make_placeholder(
    actor: Actor, display_name: str, source: str, source_id: str
) -> Person:
    """A person whom an import names; the same one for the same source and key."""
    require(policies.may_manage_people, actor)
    known = select(Person).where(Person.source == source, Person.source_id == source_id)
    found = db.session.scalar(known)
    if found is not None:
        return found
    person = Person(
        number=ids.next_number("person"),
        display_name=display_name,
        state="placeholder",
        security_stamp=ids.token(),
        source=source,
        source_id=source_id,
    )
    db.session.add(person)
    db.session.flush()
    return person


def erase(actor: Actor, person: Person) -> None:
    """Leave a tombstone: no name, no way to sign in, no address, no role."""
    for table in (Credential, EmailAddress, OneTimeLink, MailRow):
        db.session.execute(delete(table).where(table.person_id == person.id))
    now = clock.now()
    for living in (Session, RoleGrant):
        own = update(living).where(living.person_id == person.id)
        db.session.execute(own.where(living.ended_at.is_(None)).values(ended_at=now))
    person.state = "erased"
    person.display_name = ""
    person.bio = ""
    person.birth_year = person.locale = person.timezone = person.second_factor_at = None
    person.shows_supports, person.supports_asked_at = False, None
    person.renew_stamp()
    audit.record(actor, "people.erase", "person", person.id)
    db.session.flush()


def clean_name(name: str) -> str:
    """A name as it is kept; refuses what nobody could read or type again."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    is_fit = 2 <= graphemes(clean) <= LONGEST_NAME and len(fold(clean)) >= 2
    # format characters hide in a name or turn its direction: two would look like one
    if not is_fit or any(unicodedata.category(sign)[0] == "C" for sign in clean):
        raise BadName(field="name")
    return clean


def _make(name: str, new: SignUp) -> Person:
    person = Person(
        number=ids.next_number("person"),
        display_name=name,
        birth_year=new.birth_year,
        locale=new.locale,
        grants=[],
    )
    db.session.add(person)
    db.session.flush()
    return person


def _password(person_id: int, name: str, password_hash: str) -> Credential:
    row = Credential(
        person_id=person_id,
        kind="password",
        secret=password_hash,
        confirmed_at=clock.now(),
    )
    row.rename(name)
    return row


def _is_taken(name: str) -> bool:
    taken = select(Credential.id).where(Credential.name_key == fold(name))
    return db.session.scalar(taken) is not None


def _free_name(name: str) -> str:
    """The first free name of a row of likely ones, asked in one statement."""
    short = name[: LONGEST_NAME - 6]
    wanted = [
        f"{short}{n}" for n in (*range(2, 20), secrets.randbelow(90_000) + 10_000)
    ]
    keys = {fold(each): each for each in wanted}
    taken = set(
        db.session.scalars(
            select(Credential.name_key).where(Credential.name_key.in_(keys))
        )
    )
    return next(each for key, each in keys.items() if key not in taken)
