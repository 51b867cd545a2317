"""Whose support is doubted, and what two people found."""

from app.ideas.models import Idea
from app.kernel.db import db
from app.kernel.events import on
from app.notifications.listeners.telling import Word, path_of, tell
from app.support.events import (
    SupportHeld,
    SupportReleased,
    SupportRestored,
    SupportVoided,
)
from app.support.queries import last_event_of


@on(SupportHeld)
def held(event: SupportHeld) -> None:
    """Whoever gave it: it is being checked."""
    _tell(event, "support_held", "hold")


@on(SupportReleased)
def released(event: SupportReleased) -> None:
    """It counts after all."""
    _tell(event, "support_released", "release")


@on(SupportVoided)
def voided(event: SupportVoided) -> None:
    """It does not count, and why."""
    _tell(event, "support_voided", "void")


@on(SupportRestored)
def restored(event: SupportRestored) -> None:
    """It counts again."""
    _tell(event, "support_restored", "restore")


def _tell(
    event: SupportHeld | SupportReleased | SupportVoided | SupportRestored,
    what: str,
    kind: str,
) -> None:
    idea = db.session.get_one(Idea, event.idea_id)
    at = last_event_of(event.support_id, kind)
    url = path_of("support.receipt", idea.number)
    cause, values = f"support:{event.support_id}:{at}", {"title": idea.title}
    word = Word(what, cause, url, values, idea.id)
    tell([event.person_id], "support_ruling", word)
