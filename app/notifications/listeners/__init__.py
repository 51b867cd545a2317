"""Who is told what: the author, those who back it, and those who must act.

Each listener looks its subject up, names a cause, and tells; told twice is told once.
"""

from app.notifications.listeners import (
    builds,
    ideas,
    moderation,
    money,
    people,
    questions,
    roadmap,
    support,
    testers,
    webhooks,
)

__all__ = [
    "builds",
    "ideas",
    "moderation",
    "money",
    "people",
    "questions",
    "roadmap",
    "support",
    "testers",
    "webhooks",
]
