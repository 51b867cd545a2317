"""What people chose to hear of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, select

from app.kernel.db import db
from app.notifications.models import (
    CHANNELS,
    KINDS,
    Notice,
    NoticeChannel,
    NoticeChoice,
    is_usual,
)
from app.people.models import Person

Box = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """How much one person wants to hear of, and the boxes that are otherwise."""

    level: str = "all"
    has_digest: bool = True
    feed_number: int = 1
    boxes: Mapping[Box, bool] = field(default_factory=dict)

    def wants(self, kind: str, channel: str) -> bool:
        """Whether a kind comes on a channel."""
        return self.boxes.get((kind, channel), is_usual(self.level, kind, channel))


def choices_of(person_id: int) -> Choices:
    """What one person chose, or what is usual."""
    return choices_of_all([person_id], KINDS)[person_id]


def choices_of_all(
    person_ids: Sequence[int], kinds: Iterable[str]
) -> dict[int, Choices]:
    """What each of these people chose about these kinds, in one statement."""
    boxes = and_(
        NoticeChannel.person_id == NoticeChoice.person_id,
        NoticeChannel.kind.in_(kinds),
    )
    chosen = (
        select(NoticeChoice, NoticeChannel)
        .outerjoin(NoticeChannel, boxes)
        .where(NoticeChoice.person_id.in_(person_ids))
    )
    rows: dict[int, NoticeChoice] = {}
    ticked: dict[int, dict[Box, bool]] = {}
    for row, box in db.session.execute(chosen):
        rows[row.person_id] = row
        if box is not None:
            ticked.setdefault(row.person_id, {})[box.kind, box.channel] = box.is_on
    usual = Choices()
    return {
        person_id: _of(rows[person_id], ticked.get(person_id, {}))
        if person_id in rows
        else usual
        for person_id in person_ids
    }


def personal(person: Person) -> dict[str, Any]:
    """What a person was told and chose to be told, for the export."""
    mine = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return {
        "choices": _exported(choices_of(person.id)),
        "notices": [
            {
                "kind": notice.kind,
                "values": notice.values,
                "url": notice.url,
                "created_at": notice.created_at.isoformat(),
                "read_at": notice.read_at and notice.read_at.isoformat(),
            }
            for notice in db.session.scalars(mine)
        ],
    }


def _of(row: NoticeChoice, boxes: Mapping[Box, bool]) -> Choices:
    return Choices(row.level, row.has_digest, row.feed_number, boxes)


def _exported(choices: Choices) -> dict[str, Any]:
    return {
        "level": choices.level,
        "digest": choices.has_digest,
        "channels": {
            kind: [channel for channel in CHANNELS if choices.wants(kind, channel)]
            for kind in KINDS
        },
    }
