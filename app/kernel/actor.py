"""Who performs a command: a person, nobody, or the system itself."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

ROLES = (
    "moderator",
    "product",
    "engineer",
    "design",
    "brand",
    "legal",
    "finance",
    "auditor",
    "admin",
)
SYSTEM_ID = 1


@runtime_checkable
class Actor(Protocol):
    """What a command and a policy may ask of whoever acts."""

    @property
    def id(self) -> int | None: ...

    @property
    def is_person(self) -> bool: ...

    def has_role(self, role: str, space_id: int | None = None) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Constant:
    id: int | None
    is_person: bool = False
    display_name: str = ""
    is_system: bool = False

    def has_role(self, role: str, space_id: int | None = None) -> bool:  # noqa: ARG002
        return False


ANONYMOUS = _Constant(id=None)
SYSTEM = _Constant(id=SYSTEM_ID, display_name="Cobuild", is_system=True)
