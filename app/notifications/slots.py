"""The bell in the frame, and what is new on the front page."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.kernel.actor import Actor
from app.notifications import mails, queries
from app.web import slot


@slot.fills("shell.bell")
def bell(actor: Actor, _things: Sequence[Any]) -> Mapping[int, Any]:
    """A bell with a dot while something waits; one statement."""
    waiting = queries.unread_count(actor)
    return {0: slot.render("notifications/_bell.html", waiting=waiting)}


@slot.fills("shell.home_news")
def news(actor: Actor, _things: Sequence[Any]) -> Mapping[int, Any]:
    """The newest unread notices; asked for where somebody is signed in."""
    told = [(n, mails.sentence(n.what, n.values)) for n in queries.news(actor)]
    return {0: slot.render("notifications/_news.html", told=told)}
