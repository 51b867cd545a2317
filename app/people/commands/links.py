"""Links that work once: the admin's first door, a password waiting for its code.

The rule of the admin's link: it is printed on the machine itself, works once and for
24 hours, and only while no admin has confirmed a second factor. Without any admin it
makes the first one; with one who has no second factor yet it lets that one in. From the
first confirmed second factor on there is no such link any more. Only the demo store
always prints one: there everyone may be anyone.
"""

from datetime import timedelta

from app.kernel import audit
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import Conflict, Missing
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import policies, queries
from app.people.commands.accounts import SignUp, sign_up
from app.people.commands.roles import grant_role
from app.people.commands.tokens import issue, use, void_all
from app.people.models import OneTimeLink, Person

ADMIN_LINK = timedelta(hours=24)
SECOND_FACTOR = timedelta(minutes=5)


class AdminThere(Conflict):
    code = "admin_there"
    text = N_("This site has an admin with a second factor. Sign in with your name.")


def admin_link(actor: Actor, *, is_demo: bool = False) -> str:
    """The token of a new admin link; earlier ones stop working."""
    require(policies.may_manage_people, actor)
    if not is_demo:
        _refuse_where_admin_is()
    void_all("admin")
    return issue("admin", queries.first_admin(), ADMIN_LINK)


def first_admin(link: OneTimeLink, new: SignUp) -> Person:
    """Use an admin link to make the first admin."""
    use(link)
    if queries.first_admin() is not None:
        raise AdminThere
    person = sign_up(SYSTEM, new)
    grant_role(SYSTEM, person, "admin")
    return person


def enter_as_admin(link: OneTimeLink, *, is_demo: bool = False) -> Person:
    """Use an admin link to come in as the admin that there is."""
    use(link)
    if not is_demo:
        _refuse_where_admin_is()
    person = queries.first_admin()
    if person is None:
        raise Missing
    audit.record(SYSTEM, "people.enter_as_admin", "person", person.id)
    return person


def second_factor_link(person: Person) -> str:
    """The token of a right password that waits up to 5 minutes for its code."""
    return issue("second_factor", person, SECOND_FACTOR)


def _refuse_where_admin_is() -> None:
    if queries.holders_of("admin"):
        raise AdminThere
