"""The page of people: who fits what staff seeks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from app.kernel.db import db
from app.kernel.pages import Page, page
from app.kernel.text import fold
from app.people.models import Credential, Person, RoleGrant
from app.people.queries.persons import with_roles

BATCH = 500
# what the page of people can be narrowed to
ACCESS_KINDS = ("active", "shut_out", "placeholder")


@dataclass(frozen=True, slots=True)
class Sought:
    """What staff looks for among people; empty means any. `role` any: some role."""

    words: str = ""
    role: str = ""
    access: str = ""


def directory(sought: Sought, after: str | None, size: int = 30) -> Page[Person]:
    """People by name for staff, those who fit what is sought; roles loaded."""
    statement = with_roles().where(*_fitting(sought))
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
