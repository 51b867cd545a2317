"""What a person says about himself, and how he likes his pages."""

import zoneinfo
from dataclasses import dataclass

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.kernel.text import graphemes
from app.kernel.words import N_
from app.people import policies
from app.people.commands.accounts import clean_name
from app.people.models import Person

LONGEST_BIO = 500


class UnknownZone(Invalid):
    code = "unknown_zone"
    text = N_("We do not know this time zone.")


class BioTooLong(Invalid):
    code = "bio_too_long"
    text = N_("Use at most 500 characters.")


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """One form of own settings; an empty zone means the site's."""

    display_name: str
    bio: str
    locale: str | None
    timezone: str | None
    shows_supports: bool
    single_keys: bool = True


def change_settings(actor: Actor, person: Person, new: OwnSettings) -> None:
    """Change what a person is called and how he reads; names need not be unique."""
    require(policies.may_change, actor, person)
    if new.timezone and new.timezone not in zoneinfo.available_timezones():
        raise UnknownZone(field="timezone")
    if graphemes(new.bio) > LONGEST_BIO:
        raise BioTooLong(field="bio")
    person.display_name = clean_name(new.display_name)
    person.bio = new.bio.strip()
    person.locale = new.locale or None
    person.timezone = new.timezone or None
    person.single_keys = new.single_keys
    show_supports(actor, person, shows=new.shows_supports)


def show_supports(actor: Actor, person: Person, *, shows: bool) -> None:
    """Answer, asked once, whether others may see which ideas one supports."""
    require(policies.may_change, actor, person)
    person.shows_supports = shows
    person.supports_asked_at = person.supports_asked_at or clock.now()
    db.session.flush()
