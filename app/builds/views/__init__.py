"""Pages and acts of builds, one module a subject."""

from app.builds.views import (
    calendar,
    channels,
    enrolling,
    goodwill,
    hook,
    reading,
    voting,
)
from app.builds.views.blueprint import (
    bp,
)

__all__ = [
    "bp",
    "calendar",
    "channels",
    "enrolling",
    "goodwill",
    "hook",
    "reading",
    "voting",
]
