"""Who holds which role."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.kernel.db import db
from app.kernel.errors import Missing
from app.people.models import NEEDS_SECOND_FACTOR, Person, RoleGrant


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
