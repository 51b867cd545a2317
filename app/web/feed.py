"""Atom feeds: ids that never change, dates, and 304 to whoever has it already."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import regex
from flask import Response, current_app, make_response, render_template, request

from app.kernel import clock

# What XML 1.0 cannot say, however it is escaped.
_UNSPEAKABLE = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# An authority of a tag: URI is a name and a day on which one held it (RFC 4151).
_SINCE = "2026"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `key` names it for ever."""

    key: str
    title: str
    url: str
    at: datetime
    author: str = ""
    summary: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `page` is what it tells of, for people."""

    key: str
    title: str
    page: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """When the last thing happened; a feed of nothing is as old as the site."""
        return max((entry.at for entry in self.entries), default=clock.parse(_EMPTY))


_EMPTY = "2026-01-01 00:00Z"


def answer(feed: Feed) -> Response:
    """The feed as Atom, the newest first; 304 where nothing is new."""
    newest = sorted(feed.entries, key=lambda entry: entry.at, reverse=True)
    words = render_template(
        "_layout/feed.xml",
        feed=feed,
        entries=newest,
        root=current_app.config["ORIGIN"],
        tag=tag,
    )
    body = _UNSPEAKABLE.sub("", words)
    sent = make_response(body)
    sent.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    sent.last_modified = feed.updated
    # weak: a compressed answer says the same
    sent.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32], weak=True)
    sent.make_conditional(request)
    return sent


def tag(key: str) -> str:
    """The name of a thing for ever: tag:ideas.example,2026:idea/142."""
    host = urlsplit(current_app.config["ORIGIN"]).hostname
    return f"tag:{host},{_SINCE}:{key}"
