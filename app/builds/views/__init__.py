"""Pages and acts of builds, one module a subject."""

from app.builds.views import (
    calendar,
    channels,
    devices,
    enrolling,
    feeds,
    goodwill,
    hook,
    machines,
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
    "devices",
    "enrolling",
    "feeds",
    "goodwill",
    "hook",
    "machines",
    "reading",
    "voting",
]
