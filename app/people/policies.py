"""Who may do what to people, sessions and roles."""

from typing import Protocol

from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.policies import even_suspended
from app.people.models import Person


class _OfPerson(Protocol):
    person_id: int


def may_manage_people(actor: Actor) -> bool:
    """Admins; and the system, at set-up and from the machine's own command line."""
    return actor.id == SYSTEM_ID or actor.has_role("admin")


def may_grant(actor: Actor, person: Person) -> bool:
    """A role goes to someone who is there to use it."""
    return may_manage_people(actor) and may_sign_in(person)


def may_disable(actor: Actor, person: Person) -> bool:
    """Nobody shuts himself out, and the system stays."""
    return (
        may_manage_people(actor)
        and person.state in ("active", "placeholder")
        and actor.id != person.id
    )


def may_reset_second_factor(actor: Actor, person: Person) -> bool:
    """For someone who lost phone and codes; his own an admin replaces, never drops."""
    return may_manage_people(actor) and actor.id != person.id


@even_suspended
def may_change_own(actor: Actor, thing: _OfPerson) -> bool:
    """Settings, sessions and ways to sign in are each person's own."""
    return actor.is_person and actor.id == thing.person_id


@even_suspended
def may_change(actor: Actor, person: Person) -> bool:
    """What a person is called, and how he signs in, is his own."""
    return actor.is_person and actor.id == person.id


def may_sign_in(person: Person) -> bool:
    """Whoever is there and was not shut out: asked at every door."""
    return person.state == "active" and person.disabled_at is None


def may_give_password_link(actor: Actor, person: Person) -> bool:
    """For someone who forgot his password; his own an admin changes himself."""
    return may_manage_people(actor) and may_sign_in(person) and actor.id != person.id


def may_see_supports_of(actor: Actor, person: Person) -> bool:
    """Which ideas someone supports: he himself, and all if he shows it."""
    return person.shows_supports or (actor.is_person and actor.id == person.id)
