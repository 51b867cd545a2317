"""Testers: a place, a rest, a removal and the second look at it."""

from typing import Any

from app.builds import queries as builds
from app.builds.events import (
    PlaceGiven,
    RemovalAnswered,
    RemovalAppealed,
    TesterIdle,
    TesterRemoved,
    TesterRests,
)
from app.builds.models import Channel
from app.kernel.actor import SYSTEM
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell


@on(PlaceGiven)
def place_given(event: PlaceGiven) -> None:
    """Whoever waited is in."""
    _tell_tester(event, "place_given", event.at)


@on(TesterIdle)
def tester_idle(event: TesterIdle) -> None:
    """A tester without a sign: until when the place is kept."""
    _tell_tester(event, "tester_idle", event.until, day=event.until)


@on(TesterRests)
def tester_rests(event: TesterRests) -> None:
    """The place went on; coming back is one tap."""
    _tell_tester(event, "tester_rests", event.at)


@on(TesterRemoved)
def tester_removed(event: TesterRemoved) -> None:
    """Whom a decision took out: the reason, and the way to a second look."""
    _tell_of_removal(event.removal_id, event.person_id, "tester_removed")


@on(RemovalAnswered)
def removal_answered(event: RemovalAnswered) -> None:
    """How the second look ended."""
    _tell_of_removal(event.removal_id, event.person_id, f"removal_{event.outcome}")


@on(RemovalAppealed)
def removal_appealed(event: RemovalAppealed) -> None:
    """The other moderators of the space: somebody waits for a second look."""
    row = builds.removal(event.removal_id)
    cause = f"removal:{row.id}:appeal"
    url = path_of("builds_staff.removal", row.id)
    others = set(queries.holders("moderator", "admin", space_id=event.space_id))
    apart = {row.by_id, row.person_id}
    tell(others - apart, "to_do", Word("appeal_waits", cause, url))


def _tell_tester(
    event: PlaceGiven | TesterIdle | TesterRests, what: str, when: str, **values: Any
) -> None:
    channel = builds.channel_for(SYSTEM, event.channel_id)
    cause = f"enrolment:{event.enrolment_id}:{what}:{when}"
    word = Word(what, cause, _of(channel), {"space": channel.space.name, **values})
    tell([event.person_id], "build", word)


def _tell_of_removal(removal_id: int, person_id: int, what: str) -> None:
    channel = builds.removal(removal_id).enrolment.channel
    cause = f"removal:{removal_id}:{what}"
    values = {"space": channel.space.name}
    tell([person_id], "moderation", Word(what, cause, _of(channel), values))


def _of(channel: Channel) -> str:
    return path_of("builds.channel", slug=channel.space.slug, code=channel.code)
