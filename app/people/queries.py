"""Reading people."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.text import fold
from app.people.models import Credential, Person


def get(person_id: int) -> Person:
    """A person with roles, by key; Missing when there is none."""
    statement = select(Person).options(joinedload(Person.grants))
    found = db.session.scalars(statement.where(Person.id == person_id)).unique()
    person = found.one_or_none()
    if person is None:
        raise Missing
    return person


def by_sign_in_name(name: str) -> Person | None:
    """The person who signs in under a name, with roles."""
    statement = (
        select(Person)
        .join(Credential, Credential.person_id == Person.id)
        .options(joinedload(Person.grants))
        .where(Credential.name_key == fold(name))
    )
    return db.session.scalars(statement).unique().one_or_none()


def acting(name: str) -> Actor:
    """Who an act of the command line is done as (`--as NAME`); Missing if unknown."""
    person = by_sign_in_name(name)
    if person is None:
        raise Missing
    return person
