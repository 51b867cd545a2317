"""Granting and ending roles; shutting a person out and letting him in again.

Roles are read at each request, so a change acts at the next one. It also renews the
security stamp: the person's sessions end, but for the one in which an admin changes
his own roles (`login.keep_current`). So nobody goes on working with rights that a
session was not begun with.
"""

from typing import Protocol

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import policies, queries
from app.people.commands.tokens import void
from app.people.events import RoleEnded, RoleGranted
from app.people.login import passwords
from app.people.models import PURPOSES, SITE_ROLES, Person, RoleGrant


class _Space(Protocol):
    id: int


class AlreadyGranted(Conflict):
    code = "already_granted"
    text = N_("This person has this role already.")


class SiteRole(Invalid):
    code = "site_role"
    text = N_("Finance, auditor and admin are roles of the whole site.")


class PasswordTooWeak(Conflict):
    code = "password_too_weak"
    text = N_(
        "%(name)s needs a password of 15 or more characters first: under Security, "
        "or by signing in once more if it is that long already."
    )


class LastAdmin(Conflict):
    code = "last_admin"
    text = N_("Someone has to administer the site. Grant the role to another first.")


class NotOnLan(Conflict):
    code = "not_on_lan"
    text = N_(
        "Over plain http in a local network nobody becomes finance or admin. "
        "Use https or the command line."
    )


def grant_role(
    actor: Actor, person: Person, role: str, space: _Space | None = None
) -> RoleGrant:
    """Give a role, for the site or one space.

    Rights of finance and admin begin with the person's second factor.
    """
    require(policies.may_grant, actor, person)
    if space is not None and role in SITE_ROLES:
        raise SiteRole(field="space")
    password = queries.password_of(person)
    if password and not passwords.is_long_enough_for_staff(password.secret):
        raise PasswordTooWeak(name=person.display_name)
    wanted = RoleGrant(
        person_id=person.id,
        role=role,
        space_id=space.id if space is not None else None,
        granted_by_id=actor.id,
        granted_at=clock.now(),
    )
    grant = insert_once(wanted)
    if grant is None:
        raise AlreadyGranted
    _changed(actor, person, "people.grant_role", grant)
    emit(RoleGranted(person_id=person.id, role=role))
    db.session.flush()
    return grant


def end_role(actor: Actor, grant: RoleGrant) -> None:
    """Take a role back; the last admin stays."""
    require(policies.may_manage_people, actor)
    person = queries.get(grant.person_id)
    admins = [each.id for each in queries.holders_of("admin")]
    if grant.role == "admin" and admins == [person.id]:
        raise LastAdmin
    grant.ended_at = clock.now()
    db.session.flush()
    _changed(actor, person, "people.end_role", grant)
    emit(RoleEnded(person_id=person.id, role=grant.role))
    db.session.flush()


def disable(actor: Actor, person: Person) -> None:
    """Shut a person out at once, waiting links included; what he did stays."""
    require(policies.may_disable, actor, person)
    person.disabled_at = person.disabled_at or clock.now()
    person.renew_stamp()
    void(person, *PURPOSES)
    audit.record(actor, "people.disable", "person", person.id)
    db.session.flush()


def enable(actor: Actor, person: Person) -> None:
    """Let a person in again."""
    require(policies.may_disable, actor, person)
    person.disabled_at = None
    audit.record(actor, "people.enable", "person", person.id)
    db.session.flush()


def _changed(actor: Actor, person: Person, act: str, grant: RoleGrant) -> None:
    person.renew_stamp()
    db.session.flush()
    db.session.expire(person, ["grants"])
    values = {"role": grant.role, "space_id": grant.space_id}
    audit.record(actor, act, "person", person.id, values=values)
