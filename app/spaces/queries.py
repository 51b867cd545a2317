"""Reading spaces and the rules in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from app.kernel import clock, pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import SWITCHES, RuleSet, Space

VERSIONS = 20


def visible_to(actor: Actor) -> Select[Space]:
    """The spaces an actor may see: audience everyone, or signed in."""
    shown = ("everyone", "signed_in") if actor.is_person else ("everyone",)
    return select(Space).where(Space.audience.in_(shown))


def ids_visible_to(actor: Actor) -> Select[int]:
    """The same as a subquery of keys, for the queries of other domains."""
    return visible_to(actor).with_only_columns(Space.id)


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


def is_any_on(actor: Actor, switch: str) -> bool:
    """Whether any space that the actor sees has it on; false only where none has."""
    column = getattr(Space, f"has_{switch}")
    return bool(db.session.scalar(select(visible_to(actor).where(column).exists())))


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
