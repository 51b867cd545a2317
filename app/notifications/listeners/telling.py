"""One way to tell: notices, and mails of what must not be missed."""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from app.kernel import mail
from app.kernel.actor import SYSTEM
from app.notifications import commands, mails
from app.notifications.models import MAILED
from app.people import queries as people


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to tell: which sentence, because of what, where it leads."""

    what: str
    cause: str
    url: str
    values: dict[str, Any] = field(default_factory=dict)


def tell(person_ids: Any, kind: str, word: Word) -> None:
    """Write the notices; of what must not be missed, mails to those new to it."""
    values = {"what": word.what, **word.values}
    told = commands.tell(
        SYSTEM, list(person_ids), kind, cause=word.cause, url=word.url, values=values
    )
    if kind not in MAILED:
        return
    for person in people.by_ids(told).values():
        letter = mails.about(word.what, word.values, word.url, person.locale)
        mail.send(person.id, people.current_email(person.id), letter, word.cause)


def path_of(endpoint: str, key: int | None = None) -> str:
    """The path of a page; a listener has no request that `url_for` could ask.

    `key` is the page's one number, whatever its route calls it.
    """
    pages = current_app.url_map
    names = {name for rule in pages.iter_rules(endpoint) for name in rule.arguments}
    return pages.bind("localhost").build(endpoint, dict.fromkeys(names, key))
