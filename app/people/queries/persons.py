"""One person or several: by key, number, name, address."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.text import fold
from app.people.models import Credential, EmailAddress, Person


def get(person_id: int) -> Person:
    """A person with roles, by key; Missing when there is none."""
    return _one(with_roles().where(Person.id == person_id))


def by_number(number: int) -> Person:
    """A person with roles, by public number; Missing when there is none."""
    return _one(with_roles().where(Person.number == number))


def public(number: int) -> Person:
    """A person whose page is shown: Missing for the system and for erased ones."""
    shown = Person.state.in_(("active", "placeholder"))
    return _one(with_roles().where(Person.number == number, shown))


def by_ids(person_ids: Sequence[int]) -> dict[int, Person]:
    """People by key, in one statement; unknown keys are left out."""
    if not person_ids:
        return {}
    found = db.session.scalars(select(Person).where(Person.id.in_(set(person_ids))))
    return {person.id: person for person in found}


def by_sign_in_name(name: str) -> Person | None:
    """The person who signs in under a name, with roles."""
    statement = (
        with_roles()
        .join(Credential, Credential.person_id == Person.id)
        .where(Credential.name_key == fold(name))
    )
    found: Person | None = db.session.scalars(statement).unique().one_or_none()
    return found


def by_address(address: str) -> Person | None:
    """The person who has proved an address, with roles."""
    statement = (
        with_roles()
        .join(EmailAddress, EmailAddress.person_id == Person.id)
        .where(
            EmailAddress.address_key == fold(address),
            EmailAddress.verified_at.is_not(None),
        )
    )
    found: Person | None = db.session.scalars(statement).unique().one_or_none()
    return found


def acting(name: str) -> Actor:
    """Who an act of the command line is done as (`--as NAME`); Missing if unknown."""
    person = by_sign_in_name(name)
    if person is None or person.disabled_at is not None:
        raise Missing
    return person


def with_roles() -> Select[Any]:
    """People with their roles, to be narrowed."""
    return select(Person).options(joinedload(Person.grants))


def _one(statement: Select[Any]) -> Person:
    person: Person | None = db.session.scalars(statement).unique().one_or_none()
    if person is None:
        raise Missing
    return person
