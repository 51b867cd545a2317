"""Issuing, using and voiding the tokens of links that work once."""

from datetime import timedelta

from sqlalchemy import ColumnElement, update

from app.kernel import clock, ids
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people import queries
from app.people.models import OneTimeLink, Person


def issue(
    purpose: str,
    person: Person | None,
    life: timedelta,
    *,
    address_key: str | None = None,
) -> str:
    """Make a link for a purpose, a person and maybe an address; its token."""
    token = ids.token()
    row = OneTimeLink(
        token_hash=queries.link_hash(token),
        purpose=purpose,
        person_id=person.id if person is not None else None,
        address_key=address_key,
        expires_at=clock.now() + life,
    )
    db.session.add(row)
    db.session.flush()
    return token


def use(link: OneTimeLink) -> None:
    """Use a link up; Missing where it was used meanwhile."""
    if not _use(OneTimeLink.id == link.id):
        raise Missing


def void(person: Person, *purposes: str) -> None:
    """Let the links of a person for these purposes work no more."""
    _use(OneTimeLink.person_id == person.id, OneTimeLink.purpose.in_(purposes))


def void_all(purpose: str) -> None:
    """Let every link for a purpose work no more."""
    _use(OneTimeLink.purpose == purpose)


def _use(*which: ColumnElement[bool]) -> bool:
    """Mark what was not used yet; whether there was any."""
    change = update(OneTimeLink).where(OneTimeLink.used_at.is_(None), *which)
    used = change.values(used_at=clock.now()).returning(OneTimeLink.id)
    return bool(db.session.execute(used).all())
