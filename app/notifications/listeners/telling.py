"""One way to tell: notices, and mails to those who get them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.kernel import clock, mail
from app.kernel.actor import SYSTEM
from app.notifications import commands, mails, queries
from app.notifications.mails import path_of
from app.notifications.models import ALWAYS
from app.people import queries as people

__all__ = ["Word", "path_of", "tell"]
DAY = timedelta(days=1)
MOST_A_DAY = 20


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to tell: which sentence, because of what, where it leads."""

    what: str
    cause: str
    url: str
    values: dict[str, Any] = field(default_factory=dict)
    idea_id: int | None = None


def tell(person_ids: Iterable[int], kind: str, word: Word) -> None:
    """Write the notices, and mails to those new to it who want them at once."""
    told = commands.tell(
        SYSTEM,
        person_ids,
        kind,
        cause=word.cause,
        url=word.url,
        values={"what": word.what, **word.values},
        idea_id=word.idea_id,
    )
    mailed = [one.person_id for one in told if one.by_mail]
    for start in range(0, len(mailed), commands.CHUNK):
        _mail(mailed[start : start + commands.CHUNK], kind, word)


def _mail(person_ids: list[int], kind: str, word: Word) -> None:
    """What nobody may miss is written without an address, too: the site shows it.

    Of the rest only so much comes a day: who makes noise here fills nobody's mailbox.
    """
    addresses = queries.addresses_of(person_ids)
    waits: set[int] = set()
    if kind not in ALWAYS:
        busy = queries.busy_of(person_ids, clock.now() - DAY, MOST_A_DAY)
        waits = busy | set(person_ids) - set(addresses)
        commands.leave_to_digest(SYSTEM, waits, word.cause)
    for person in people.by_ids(sorted(set(person_ids) - waits)).values():
        address = addresses.get(person.id)
        ending = "" if kind in ALWAYS else mails.unsubscribe_path(person.id, kind)
        letter = mails.about(word.what, word.values, word.url, person.locale, ending)
        mail.send(person.id, address, letter, word.cause)
