"""Making spaces and changing their rules."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.kernel import audit, clock, colour, ids, site
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import policies, queries
from app.spaces import rules as spaces_rules
from app.spaces.events import GoalsSwitched
from app.spaces.models import Invitation, Member, RuleSet, Space

MOST_USES = 1_000
MOST_DAYS = 365


class SlugTaken(Conflict):
    code = "slug_taken"
    text = N_("There is a space with this address already: %(slug)s.")


class NothingChanged(Conflict):
    code = "nothing_changed"
    text = N_("These rules are in force already.")


class RulesMoved(Conflict):
    code = "rules_moved"
    text = N_("Somebody else changed the rules meanwhile. Look at them again.")


class LanguageMissing(Invalid):
    code = "language_missing"
    text = N_("The language for everybody else has to be one of those offered.")


class NoBusinessDay(Invalid):
    code = "no_business_day"
    text = N_("Choose at least one day on which you work.")


class BadInvitation(Invalid):
    code = "bad_invitation"
    text = N_("For 1 to %(uses)s people and 1 to %(days)s days, please.")


@dataclass(frozen=True, slots=True)
class SpaceValues:
    """What of a space may change at any time."""

    name: str
    purpose: str
    audience: str
    outcome: str
    has_goals: bool
    has_builds: bool
    has_revenue: bool
    product_owner_id: int | None
    budget_owner_id: int | None


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """For how many people and days a link works; the note is for those who made it."""

    uses: int = 1
    days: int = 14
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewSpace:
    """What a space is made of."""

    slug: str
    name: str
    purpose: str = ""
    outcome: str = "product"
    has_goals: bool = True
    has_builds: bool = True
    has_revenue: bool = True
    product_owner_id: int | None = None
    budget_owner_id: int | None = None


def create(
    actor: Actor, new: NewSpace, deviations: dict[str, dict[str, Any]] | None = None
) -> Space:
    """Make a space with its first rule set, in force at once."""
    require(policies.may_manage, actor)
    space = insert_once(
        Space(
            slug=new.slug,
            name=new.name,
            purpose=new.purpose,
            outcome=new.outcome,
            has_goals=new.has_goals,
            has_builds=new.has_builds,
            has_revenue=new.has_revenue,
            product_owner_id=new.product_owner_id,
            budget_owner_id=new.budget_owner_id,
        )
    )
    if space is None:
        raise SlugTaken(slug=new.slug)
    add_rule_set(actor, space, deviations or {}, effective_at=clock.now())
    _note_switches(actor)
    audit.record(actor, "spaces.create", "space", space.id)
    return space


def add_rule_set(
    actor: Actor,
    space: Space,
    deviations: dict[str, dict[str, Any]],
    *,
    effective_at: datetime | None,
    note: str = "",
) -> RuleSet:
    """Add a version of a space's rules; earlier versions stay as they were."""
    require(policies.may_manage, actor)
    spaces_rules.check(deviations)
    last = select(func.max(RuleSet.version)).where(RuleSet.space_id == space.id)
    row = RuleSet(
        space_id=space.id,
        version=(db.session.scalar(last) or 0) + 1,
        body=deviations,
        sha256=spaces_rules.digest(deviations),
        created_by_id=actor.id,
        effective_at=effective_at,
        note=note,
    )
    db.session.add(row)
    db.session.flush()
    return row


def set_owners(
    actor: Actor, space: Space, *, product_owner_id: int, budget_owner_id: int
) -> None:
    """Name who signs for the product and for the budget of a space."""
    require(policies.may_manage, actor)
    space.product_owner_id = product_owner_id
    space.budget_owner_id = budget_owner_id
    audit.record(actor, "spaces.set_owners", "space", space.id)
    db.session.flush()


def change(actor: Actor, space: Space, new: SpaceValues) -> None:
    """Change what a space is called and for; its rules are versions of their own."""
    require(policies.may_manage, actor)
    changed = {}
    for field in dataclasses.fields(new):
        before, after = getattr(space, field.name), getattr(new, field.name)
        if before != after:
            changed[field.name] = [before, after]
            setattr(space, field.name, after)
    audit.record(actor, "spaces.change", "space", space.id, values=changed)
    db.session.flush()
    _note_switches(actor)
    if "has_goals" in changed:
        emit(GoalsSwitched(space_id=space.id, is_on=space.has_goals))


def change_rules(
    actor: Actor,
    space: Space,
    deviations: dict[str, dict[str, Any]],
    seen: int,
    note: str = "",
) -> RuleSet:
    """Put a new version in force; refused where nothing changes, or another one came.

    `seen` is the version that the change was made from. Ideas keep the version they
    were sent in under.
    """
    require(policies.may_manage, actor)
    current = queries.rule_set(space.id)
    if current.version != seen:
        raise RulesMoved
    if not spaces_rules.changes(current.body, deviations):
        raise NothingChanged
    row = add_rule_set(
        actor, space, deviations, effective_at=clock.now(), note=note.strip()
    )
    values = {"version": row.version, "sha256": row.sha256}
    audit.record(actor, "spaces.change_rules", "space", space.id, values=values)
    return row


def invite(actor: Actor, space: Space, new: NewInvitation) -> str:
    """Make a link into a space; it is told this once and kept as a hash alone."""
    require(policies.may_invite, actor, space)
    if not 1 <= new.uses <= MOST_USES or not 1 <= new.days <= MOST_DAYS:
        raise BadInvitation(uses=MOST_USES, days=MOST_DAYS, field="uses")
    token = ids.token()
    row = Invitation(
        space_id=space.id,
        token_hash=queries.hash_of(token),
        note=new.note.strip(),
        made_by_id=actor.id,
        ends_at=clock.now() + timedelta(days=new.days),
        max_uses=new.uses,
    )
    db.session.add(row)
    db.session.flush()
    values = {"invitation": row.id, "uses": new.uses, "days": new.days}
    audit.record(actor, "spaces.invite", "space", space.id, values=values)
    return token


def end_invitation(actor: Actor, space: Space, invitation: Invitation) -> None:
    """Let nobody else in by a link; twice is the same as once."""
    require(policies.may_invite, actor, space)
    if invitation.ended_at is None:
        invitation.ended_at = clock.now()
        values = {"invitation": invitation.id}
        audit.record(actor, "spaces.end_invitation", "space", space.id, values=values)
    db.session.flush()


def accept(actor: Actor, token: str) -> Space:
    """Come into a space by its link; who is in already uses nothing up.

    Whoever was removed needs an invitation made after that.
    """
    require(policies.may_accept, actor)
    invitation = queries.invitation(token)
    space = queries.get(invitation.space_id)
    row = queries.member(space.id, actor.id or 0)
    if row is not None and row.removed_at is None:
        return space
    if row is not None and row.removed_at and invitation.created_at <= row.removed_at:
        raise Missing
    _use(invitation)
    if row is None:
        row = Member(space_id=space.id, person_id=actor.id)
        db.session.add(row)
    row.invitation_id = invitation.id
    row.joined_at = clock.now()
    row.removed_at = None
    db.session.flush()
    return space


def remove_member(actor: Actor, space: Space, person_id: int) -> None:
    """Take a person out of a space; twice is the same as once."""
    require(policies.may_invite, actor, space)
    row = queries.member(space.id, person_id)
    if row is None:
        raise Missing
    if row.removed_at is None:
        row.removed_at = clock.now()
        values = {"person": person_id}
        audit.record(actor, "spaces.remove_member", "space", space.id, values=values)
    db.session.flush()


def erase(actor: Actor, person: Any) -> None:
    """An erased person owns no space any more and is a member of none."""
    for row in queries.memberships_of(person.id):
        db.session.delete(row)
    for space in queries.owned_by(person.id):
        for column in ("product_owner_id", "budget_owner_id"):
            if getattr(space, column) == person.id:
                setattr(space, column, None)
        audit.record(actor, "spaces.unname_owner", "space", space.id)
    db.session.flush()


def change_site(actor: Actor, values: dict[str, Any]) -> None:
    """Change settings of the site: name, legal entity, time zone, colour, languages.

    A colour is refused where words on it could not be read.
    """
    require(policies.may_manage, actor)
    if values.get("colour") == colour.STANDARD:
        values = {**values, "colour": ""}
    if values.get("colour"):
        colour.themes(values["colour"])
    _check_site(values)
    for key, value in values.items():
        if value != site.get(key):
            site.put(actor, key, value)
    db.session.flush()


def _check_site(values: dict[str, Any]) -> None:
    """A site speaks the language that it falls back to, and works on some day."""
    offered = values.get("languages", site.get("languages"))
    if values.get("language", site.get("language")) not in offered:
        raise LanguageMissing(field="languages")
    if not values.get("business_days", [0]):
        raise NoBusinessDay(field="business_days")


def _use(invitation: Invitation) -> None:
    """Count one use, unless others were faster and there is none left."""
    change = update(Invitation).where(
        Invitation.id == invitation.id,
        Invitation.ended_at.is_(None),
        Invitation.used < Invitation.max_uses,
    )
    counted = change.values(used=Invitation.used + 1).returning(Invitation.id)
    if db.session.scalar(counted) is None:
        raise Missing


def _note_switches(actor: Actor) -> None:
    """Keep with the site's settings what no space has on: every page asks for it."""
    off = queries.off_everywhere()
    if off != site.get("switched_off"):
        site.put(actor, "switched_off", off)
