"""What happened to people and their ways to sign in."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PersonJoined(Event):
    name: ClassVar[str] = "people.joined"
    person_id: int


@dataclass(frozen=True, slots=True)
class RoleGranted(Event):
    name: ClassVar[str] = "people.role_granted"
    person_id: int
    role: str


@dataclass(frozen=True, slots=True)
class RoleEnded(Event):
    name: ClassVar[str] = "people.role_ended"
    person_id: int
    role: str


@dataclass(frozen=True, slots=True)
class SecurityChanged(Event):
    """`what`: password, password_link, address, or what of the second factor.

    second_factor, second_factor_removed, recovery_codes.
    """

    name: ClassVar[str] = "people.security_changed"
    person_id: int
    what: str
