"""Who is told what: the author, those who back it, and those who must act.

Each listener looks its subject up, names a cause, and tells; told twice is told once.
"""

from app.notifications.listeners import (
    builds,
    ideas,
    moderation,
    money,
    people,
    roadmap,
    support,
    testers,
    webhooks,
    weeks,
)

__all__ = [
    "builds",
    "ideas",
    "moderation",
    "money",
    "people",
    "roadmap",
    "support",
    "testers",
    "webhooks",
    "weeks",
]
