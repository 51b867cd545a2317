"""The cast: names tell the story.

ana has ideas, ben supports, tess tests, mo moderates, priya and paul plan and sign,
finn and fay pay, ada administers, mei writes Chinese, ken Japanese, olaf is an
outsider, eddy is an engineer.
"""

from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.ids import Number
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
    """Write the whole cast, with roles and second factors, in a few statements."""
    rows = [_person(number, name) for number, name in enumerate(ROLES, _numbers())]
    wanted = insert(Person).returning(Person, sort_by_parameter_order=True)
    cast = dict(zip(ROLES, db.session.scalars(wanted, rows), strict=True))
    db.session.execute(insert(RoleGrant), list(_grants(cast)))
    return known()


def known() -> dict[str, Person]:
    """The cast as it was written, by name."""
    whole = select(Person).options(joinedload(Person.grants))
    fresh = whole.execution_options(populate_existing=True)
    named = {p.display_name.lower(): p for p in db.session.scalars(fresh).unique()}
    return {name: named[name] for name in ROLES}


def _numbers() -> int:
    """The first of as many public numbers as there are members."""
    first = ids.next_number("person")
    db.session.get_one(Number, "person").last += len(ROLES) - 1
    return first


def _person(number: int, name: str) -> dict[str, object]:
    return {
        "number": number,
        "display_name": name.capitalize(),
        "birth_year": 1990,
        "locale": LOCALES.get(name),
        "second_factor_at": LONG_AGO if ROLES[name] else None,
        "created_at": LONG_AGO,
    }


def _grants(cast: dict[str, Person]):
    for name, roles in ROLES.items():
        for role in roles:
            yield {
                "person_id": cast[name].id,
                "role": role,
                "granted_by_id": 1,
                "granted_at": LONG_AGO,
            }


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
