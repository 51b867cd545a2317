"""Who may choose what is told, and who looks after the mail."""

from app.kernel.actor import Actor
from app.kernel.policies import even_suspended
from app.people.models import Person


@even_suspended
def may_choose(actor: Actor, person: Person) -> bool:
    """What somebody hears of is his own to choose."""
    return actor.is_person and actor.id == person.id


def may_run_mail(actor: Actor) -> bool:
    """Admins see what leaves the house, and to whom."""
    return actor.has_role("admin")
