"""What a person says about himself, and how he likes his pages."""

import zoneinfo
from dataclasses import dataclass

import regex

from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.kernel.text import fold, graphemes
from app.kernel.words import N_
from app.people import policies, queries
from app.people.commands.accounts import clean_name
from app.people.models import EmailAddress, Person

LONGEST_BIO = 500
_ADDRESS = regex.compile(r"[^\s@<>,;:\"()\[\]\\\p{C}]+@[^\s@<>,;:\"()\[\]\\\p{C}]+")


class UnknownZone(Invalid):
    code = "unknown_zone"
    text = N_("We do not know this time zone.")


class BadAddress(Invalid):
    code = "bad_address"
    text = N_("This does not look like an e-mail address.")


class BioTooLong(Invalid):
    code = "bio_too_long"
    text = N_("Use at most 500 characters.")


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """One form of own settings; an empty zone or address means none."""

    display_name: str
    bio: str
    locale: str | None
    timezone: str | None
    email: str | None
    shows_supports: bool


def change_settings(actor: Actor, person: Person, new: OwnSettings) -> None:
    """Change what a person is called and how he reads; names need not be unique."""
    require(policies.may_change, actor, person)
    if new.timezone and new.timezone not in zoneinfo.available_timezones():
        raise UnknownZone(field="timezone")
    if graphemes(new.bio) > LONGEST_BIO:
        raise BioTooLong(field="bio")
    _keep_address(person, (new.email or "").strip())
    person.display_name = clean_name(new.display_name)
    person.bio = new.bio.strip()
    person.locale = new.locale or None
    person.timezone = new.timezone or None
    person.shows_supports = new.shows_supports
    db.session.flush()


def _keep_address(person: Person, address: str) -> None:
    """Replace the address; the former one is forgotten."""
    if address == (queries.current_email(person.id) or ""):
        return
    if address and (len(address) > 254 or not _ADDRESS.fullmatch(address)):
        raise BadAddress(field="email")
    for row in queries.addresses_of(person):
        db.session.delete(row)
    if address:
        row = EmailAddress(
            person_id=person.id, address=address, address_key=fold(address)
        )
        db.session.add(row)
