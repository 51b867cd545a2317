"""The cast: names tell the story.

ana has ideas, ben supports, tess tests, mo moderates, priya and paul plan and sign,
finn and fay pay, ada administers, mei writes Chinese, ken Japanese, olaf is an
outsider, eddy is an engineer.
"""

from datetime import UTC, datetime

from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.people.models import Person, RoleGrant
from app.spaces import commands as spaces

ROLES = {
    "ana": (),
    "ben": (),
    "tess": (),
    "mo": ("moderator",),
    "priya": ("product",),
    "paul": ("product",),
    "finn": ("finance",),
    "fay": ("finance",),
    "ada": ("admin",),
    "eddy": ("engineer",),
    "mei": (),
    "ken": (),
    "olaf": (),
}
LOCALES = {"mei": "zh_Hans", "ken": "ja"}
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def people() -> dict[str, Person]:
    """Write the whole cast, with roles and second factors; flushes."""
    cast = {name: _person(name) for name in ROLES}
    db.session.add_all(cast.values())
    db.session.flush()
    for name, roles in ROLES.items():
        for role in roles:
            db.session.add(
                RoleGrant(
                    person_id=cast[name].id,
                    role=role,
                    granted_by_id=1,
                    granted_at=LONG_AGO,
                )
            )
    db.session.flush()
    for person in cast.values():
        db.session.refresh(person, ["grants"])
    return cast


def _person(name: str) -> Person:
    return Person(
        number=ids.next_number("person"),
        display_name=name.capitalize(),
        birth_year=1990,
        locale=LOCALES.get(name),
        second_factor_at=LONG_AGO if ROLES[name] else None,
        created_at=LONG_AGO,
    )


def space(people: dict[str, Person], slug: str = "lamps", **rules: object):
    """A space whose product owner is priya and whose budget owner is paul."""
    new = spaces.NewSpace(
        slug=slug,
        name="Lamps",
        product_owner_id=people["priya"].id,
        budget_owner_id=people["paul"].id,
    )
    with clock.at(LONG_AGO):
        made = spaces.create(SYSTEM, new, dict(rules))
    db.session.commit()
    return made
