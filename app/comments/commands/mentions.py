"""Whom a comment names: by key, so that two people of one name never mix.

A mention is a Markdown link to a person's page that begins with @; what it is called is
written anew from the key, so nobody is shown under another one's name.
"""

import re

from sqlalchemy import delete

from app.comments import queries
from app.comments.commands import refusals
from app.comments.events import Mentioned
from app.comments.models import Comment, CommentMention, Thread
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Missing
from app.kernel.events import emit
from app.kernel.text import fold
from app.people.models import Person

_LINK = re.compile(r"\[@((?:\\.|[^\]\\\n])*)\]\(/people/(\d{1,12})\)")
_SHOWN = re.compile(r'<a href="/people/(\d{1,12})">@')
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!|<>~-])")
NOBODY = "@\u2013"


def with_names(actor: Actor, thread: Thread, source: str, most: int) -> str:
    """The words with every mention as a link that says the person's own name.

    A name typed after @ becomes one too, if one person alone of this thread and its
    team is called so. Refuses more than `most` people.
    """
    words = _linked(actor, thread, source) if "@" in source else source
    numbers = {int(match[2]) for match in _LINK.finditer(words)}
    if len(numbers) > most:
        raise refusals.TooManyMentions(field="body", count=most)
    known = queries.people_by_number(numbers)

    def name(match: re.Match[str]) -> str:
        person = known.get(int(match[2]))
        return link_to(person) if person else f"@{match[1]}"

    return _LINK.sub(name, words)


def link_to(person: Person) -> str:
    """A mention of a person as it stands in the words."""
    name = _MARKUP.sub(r"\\\1", person.display_name)
    return f"[@{name}](/people/{person.number})"


def keep_mentions(comment: Comment) -> None:
    """Note whom a comment names now, and tell of those who were not named before."""
    shown = {int(number) for number in _SHOWN.findall(comment.body_html)}
    named = queries.people_by_number(shown).values()
    keys = [person.id for person in named if _hears_of(person, comment)]
    db.session.execute(
        delete(CommentMention).where(
            CommentMention.comment_id == comment.id,
            CommentMention.person_id.not_in(keys),
        )
    )
    for key in sorted(keys):
        if insert_once(CommentMention(comment_id=comment.id, person_id=key)):
            emit(
                Mentioned(
                    comment_id=comment.id,
                    thread_id=comment.thread_id,
                    person_id=key,
                    author_id=comment.author_id,
                )
            )
    db.session.flush()


def without(source: str, number: int) -> str:
    """The words with no mention of one person."""

    def name(match: re.Match[str]) -> str:
        return NOBODY if int(match[2]) == number else match[0]

    return _LINK.sub(name, source)


def _hears_of(person: Person, comment: Comment) -> bool:
    """Who may read the comment, did not write it, and does not mute its author."""
    if person.id == comment.author_id or queries.mutes(person.id, comment.author_id):
        return False
    try:
        queries.get(person, comment.id)
    except Missing:
        return False
    return True


def _linked(actor: Actor, thread: Thread, source: str) -> str:
    called: dict[str, list[Person]] = {}
    for person in queries.named_in(actor, thread, source):
        called.setdefault(person.name_key, []).append(person)
    if not called:
        return source
    longest = sorted(called, key=len, reverse=True)
    names = "|".join(re.escape(key).replace(r"\ ", r"\s+") for key in longest)

    def link(match: re.Match[str]) -> str:
        found = called.get(fold(match[1]), [])
        return link_to(found[0]) if len(found) == 1 else match[0]

    return re.sub(rf"(?<![\w\[/@])@({names})(?!\w)", link, source, flags=re.IGNORECASE)
