"""Reading spaces and the rules in force."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel import clock, pages, site
from app.kernel.actor import ROLES, SYSTEM_ID, Actor
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces.models import SWITCHES, Invitation, Member, RuleSet, Space

VERSIONS = 20
INVITATIONS = 10
SITE_CHANGES = 10


def visible_to(actor: Actor) -> Select[Space]:
    """The spaces an actor may see: by their audience, as invited, or of the team."""
    if actor.id == SYSTEM_ID or _is_team(actor):
        return select(Space)
    if not actor.is_person:
        return select(Space).where(Space.audience == "everyone")
    ways = [
        Space.audience.in_(("everyone", "signed_in")),
        Space.id.in_(_joined_by(actor)),
        Space.id.in_(_served_by(actor)),
    ]
    return select(Space).where(or_(*ways))


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


def off_everywhere() -> list[str]:
    """What no space has on; nothing where there is no space yet."""
    columns = [func.max(cast(_column(switch), Integer)) for switch in SWITCHES]
    row = db.session.execute(select(*columns)).one()
    return [switch for switch, most in zip(SWITCHES, row, strict=True) if most == 0]


def wait_alone(space_id: int, *, is_improvement: bool = False) -> timedelta:
    """How long an act waits for a second person where only one has the role.

    Whoever runs a site alone need not wait with improvements. Never asked for money.
    """
    if is_improvement and site.get("crew") == "just_me":
        return timedelta()
    return timedelta(hours=rules_of(space_id).team.alone_after_hours)


def owned_by(person_id: int) -> list[Space]:
    """The spaces for whose product or budget a person signs."""
    owns = or_(Space.product_owner_id == person_id, Space.budget_owner_id == person_id)
    return list(db.session.scalars(select(Space).where(owns).order_by(Space.id)))


def versions_page(space_id: int, after: str | None) -> pages.Page[RuleSet]:
    """A page of the versions of a space's rules, the newest first."""
    statement = select(RuleSet).where(RuleSet.space_id == space_id)
    return pages.page(statement, [RuleSet.version.desc()], after, VERSIONS)


def version(space_id: int, number: int) -> RuleSet | None:
    """One version of a space's rules, if there is one of this number."""
    return db.session.scalar(
        select(RuleSet).where(RuleSet.space_id == space_id, RuleSet.version == number)
    )


def invitation(token: str) -> Invitation:
    """An open invitation by its link; Missing once it is over."""
    wanted = select(Invitation).where(Invitation.token_hash == hash_of(token))
    found = db.session.scalar(wanted)
    if found is None or not found.is_open:
        raise Missing
    return found


def invitation_by_id(space: Space, invitation_id: int) -> Invitation:
    """An invitation into a space, over or not."""
    found = db.session.get(Invitation, invitation_id)
    if found is None or found.space_id != space.id:
        raise Missing
    return found


def invitations_page(space_id: int, after: str | None) -> pages.Page[Invitation]:
    """A page of the invitations into a space, the newest first."""
    statement = select(Invitation).where(Invitation.space_id == space_id)
    return pages.page(statement, [Invitation.id.desc()], after, INVITATIONS)


def members_page(space_id: int, after: str | None) -> pages.Page[Member]:
    """A page of the people who came into a space by invitation, the newest first."""
    statement = (
        select(Member)
        .where(Member.space_id == space_id, Member.removed_at.is_(None))
        .options(joinedload(Member.person))
    )
    return pages.page(statement, [Member.id.desc()], after)


def member(space_id: int, person_id: int) -> Member | None:
    """A person's row in a space, removed or not."""
    return db.session.scalar(
        select(Member).where(Member.space_id == space_id, Member.person_id == person_id)
    )


def memberships_of(person_id: int) -> list[Member]:
    """Every row of a person, removed or not."""
    statement = select(Member).where(Member.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Member.id)))


def site_changes() -> list[AuditEvent]:
    """The last changes of the site's settings, the newest first."""
    statement = select(AuditEvent).where(AuditEvent.act == "site.put")
    newest = statement.order_by(AuditEvent.id.desc()).limit(SITE_CHANGES)
    return list(db.session.scalars(newest))


def hash_of(token: str) -> str:
    """What is kept of the link of an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


def personal(person: Any) -> dict[str, Any]:
    """What spaces holds of a person: where he signs, where he was invited."""
    return {
        "owner_of": [space.slug for space in owned_by(person.id)],
        "member_of": [
            {"space": get(row.space_id).slug, "joined_at": row.joined_at.isoformat()}
            for row in memberships_of(person.id)
        ],
    }


def _is_team(actor: Actor) -> bool:
    """Whoever serves the whole site sees every space of it."""
    return any(actor.has_role(role) for role in ROLES)


def _served_by(actor: Actor) -> list[int]:
    """The spaces for which an actor holds a role."""
    grants = getattr(actor, "grants", [])
    return [grant.space_id for grant in grants if grant.space_id is not None]


def _joined_by(actor: Actor) -> Select[int]:
    """The spaces that an actor came into by invitation."""
    return select(Member.space_id).where(
        Member.person_id == actor.id, Member.removed_at.is_(None)
    )


def _column(switch: str) -> ColumnElement[bool]:
    column: ColumnElement[bool] = getattr(Space, f"has_{switch}")
    return column
