"""What happened in moderation."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class Reported(Event):
    name: ClassVar[str] = "moderation.reported"
    report_id: int


@dataclass(frozen=True, slots=True)
class Ruled(Event):
    """A moderator decided; author and reporters read it at the ruling's own page."""

    name: ClassVar[str] = "moderation.ruled"
    ruling_id: int


@dataclass(frozen=True, slots=True)
class Appealed(Event):
    name: ClassVar[str] = "moderation.appealed"
    appeal_id: int


@dataclass(frozen=True, slots=True)
class AppealAnswered(Event):
    name: ClassVar[str] = "moderation.appeal_answered"
    appeal_id: int
