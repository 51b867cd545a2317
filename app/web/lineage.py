"""From idea to product: each domain adds its links, one macro draws them.

A page first resolves its subject to ideas, downward; then every domain answers for
these ideas what the actor may see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext

from app.kernel.actor import Actor

ORDER = (
    "submitted",
    "published",
    "rung",
    "goal",
    "decision",
    "deed",
    "roadmap",
    "build",
    "product",
    "statement",
)


@dataclass(frozen=True, slots=True)
class Link:
    """One stop of the way; `label` is marked by N_ and filled with `values`."""

    kind: str
    at: datetime
    url: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        words: str = gettext(self.text)
        return words % self.values if self.values else words


Source = Callable[[Actor, Sequence[int]], list[Link]]
_sources: list[Source] = []


def links(source: Source) -> Source:
    """Register a domain's links: `(actor, idea_ids) -> [Link]`."""
    _sources.append(source)
    return source


def of(actor: Actor, idea_ids: Sequence[int]) -> list[Link]:
    """All links the actor may see, in the order of the way and then of time."""
    if not idea_ids:
        return []
    found = [link for source in _sources for link in source(actor, idea_ids)]
    return sorted(found, key=lambda link: (ORDER.index(link.kind), link.at, link.url))
