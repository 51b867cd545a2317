"""What changed about a person's own sign-in and rights."""

from app.kernel import clock
from app.kernel.events import on
from app.notifications.listeners.telling import Word, path_of, tell
from app.people.events import RoleEnded, RoleGranted, SecurityChanged


@on(RoleGranted)
def role_granted(event: RoleGranted) -> None:
    """The person: more rights, and a mail in case it was somebody else."""
    _tell_secure(event.person_id, "role_granted")


@on(RoleEnded)
def role_ended(event: RoleEnded) -> None:
    """The person: fewer rights."""
    _tell_secure(event.person_id, "role_ended")


@on(SecurityChanged)
def security_changed(event: SecurityChanged) -> None:
    """The person: a way to sign in changed."""
    _tell_secure(event.person_id, event.what)


def _tell_secure(person_id: int, what: str) -> None:
    cause = f"security:{what}:{clock.now():%Y-%m-%dT%H:%M}"
    tell([person_id], "security", Word(what, cause, path_of("people.security")))
