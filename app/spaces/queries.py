"""Reading spaces and the rules in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, or_, select

from app.kernel import clock, pages, site
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import SWITCHES, RuleSet, Space

VERSIONS = 20


def visible_to(actor: Actor) -> Select[Space]:
    """The spaces an actor may see: audience everyone, or signed in."""
    shown = ("everyone", "signed_in") if actor.is_person else ("everyone",)
    return select(Space).where(Space.audience.in_(shown))


def ids_visible_to(actor: Actor, switch: str | None = None) -> Select[int]:
    """The same as a subquery of keys, for the queries of other domains.

    With a switch only the spaces that have it on.
    """
    seen = visible_to(actor).with_only_columns(Space.id)
    return seen if switch is None else seen.where(_column(switch))


def all_of(actor: Actor) -> list[Space]:
    """The spaces an actor may see, by name."""
    return list(db.session.scalars(visible_to(actor).order_by(Space.name, Space.id)))


def by_slug(actor: Actor, slug: str) -> Space:
    """A space by its address; Missing where the actor may not see it."""
    space = db.session.scalar(visible_to(actor).where(Space.slug == slug))
    if space is None:
        raise Missing
    return space


def by_slug_for_system(slug: str) -> Space:
    """A space by its address, whatever its audience; for the command line."""
    space = db.session.scalar(select(Space).where(Space.slug == slug))
    if space is None:
        raise Missing
    return space


def get(space_id: int) -> Space:
    """A space by key, for rows that belong to it."""
    space = db.session.get(Space, space_id)
    if space is None:
        raise Missing
    return space


def rule_set(space_id: int, at: datetime | None = None) -> RuleSet:
    """The rule set in force for a space now, or at an instant."""
    statement = (
        select(RuleSet)
        .where(
            RuleSet.space_id == space_id, RuleSet.effective_at <= (at or clock.now())
        )
        .order_by(RuleSet.version.desc())
        .limit(1)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def rules_of(space_id: int, at: datetime | None = None) -> Any:
    """The settings in force for a space: `rules_of(1).support`."""
    return rule_set(space_id, at).book


def is_on(space: Space, switch: str) -> bool:
    """Whether a space has switched something on: goals, builds or revenue."""
    return bool(getattr(space, f"has_{switch}"))


def switched_off(space: Space) -> list[str]:
    """What a space does without, of goals, builds and revenue."""
    return [switch for switch in SWITCHES if not is_on(space, switch)]


def is_on_anywhere(switch: str) -> bool:
    """Whether the site has it at all: false where no space has it on."""
    return switch not in site.get("switched_off")


def off_everywhere() -> list[str]:
    """What no space has on; nothing where there is no space yet."""
    columns = [func.max(cast(_column(switch), Integer)) for switch in SWITCHES]
    row = db.session.execute(select(*columns)).one()
    return [switch for switch, most in zip(SWITCHES, row, strict=True) if most == 0]


def owned_by(person_id: int) -> list[Space]:
    """The spaces for whose product or budget a person signs."""
    owns = or_(Space.product_owner_id == person_id, Space.budget_owner_id == person_id)
    return list(db.session.scalars(select(Space).where(owns).order_by(Space.id)))


def for_staff() -> list[Space]:
    """Every space, whatever its audience, by name."""
    return list(db.session.scalars(select(Space).order_by(Space.name, Space.id)))


def versions_page(space_id: int, after: str | None) -> pages.Page[RuleSet]:
    """A page of the versions of a space's rules, the newest first."""
    statement = select(RuleSet).where(RuleSet.space_id == space_id)
    return pages.page(statement, [RuleSet.version.desc()], after, VERSIONS)


def version(space_id: int, number: int) -> RuleSet | None:
    """One version of a space's rules, if there is one of this number."""
    return db.session.scalar(
        select(RuleSet).where(RuleSet.space_id == space_id, RuleSet.version == number)
    )


def personal(person: Any) -> dict[str, Any]:
    """What spaces holds of a person: whose signature stands for them."""
    return {"owner_of": [space.slug for space in owned_by(person.id)]}


def _column(switch: str) -> ColumnElement[bool]:
    column: ColumnElement[bool] = getattr(Space, f"has_{switch}")
    return column
