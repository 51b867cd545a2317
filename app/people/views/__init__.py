"""Coming in and going out, own settings and address, ways to sign in."""

from app.people.views import (
    addresses,
    entering,
    forgetting,
    proving,
    security,
    settings,
)
from app.people.views.blueprint import bp

__all__ = [
    "addresses",
    "bp",
    "entering",
    "forgetting",
    "proving",
    "security",
    "settings",
]
