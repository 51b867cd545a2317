"""How much people write who are new here, or whom a moderator slowed down."""

import regex

from app.comments import queries
from app.comments.commands import refusals
from app.comments.commands.threads import thread_of
from app.comments.models import Comment, Thread
from app.kernel.actor import Actor
from app.people.models import Person
from app.spaces import queries as spaces

_LINK = regex.compile(r"https?://|\bwww\.", regex.IGNORECASE)


def refuse_hasty(actor: Actor, thread: Thread, source: str) -> None:
    """Refuse the comment, or the link, that is one too many for a day."""
    game = spaces.rules_of(thread.space_id).comments
    if not isinstance(actor, Person) or not actor.writes_little(game.newcomer_days):
        return
    said = queries.said_today(actor.id)
    if len(said) >= game.newcomer_comments_a_day:
        raise refusals.TooManyForNow(most=game.newcomer_comments_a_day, field="body")
    _refuse_links(said, source, game.newcomer_links_a_day)


def refuse_hasty_links(actor: Actor, comment: Comment, source: str) -> None:
    """The same for other words in place of those said before."""
    thread = thread_of(comment)
    game = spaces.rules_of(thread.space_id).comments
    if not isinstance(actor, Person) or not actor.writes_little(game.newcomer_days):
        return
    said = queries.said_today(actor.id, but=comment.id)
    _refuse_links(said, source, game.newcomer_links_a_day)


def _refuse_links(said: list[str], source: str, most: int) -> None:
    links = links_in(source)
    if links and links + sum(links_in(words) for words in said) > most:
        raise refusals.TooManyLinks(most=most, field="body")


def links_in(source: str) -> int:
    """How many links some words hold."""
    return len(_LINK.findall(source))
