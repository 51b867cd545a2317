"""What bringing a row in came to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Brought:
    """What a row of a file became here, as its record keeps it."""

    action: str
    seen: dict[str, Any]
    before: dict[str, Any]
    table: str
    idea_id: int | None = None
    bug_id: int | None = None
    version: int | None = None
