"""Pages and acts of builds, one module a subject."""

from app.builds.views import (
    devices,
    enrolling,
    feeds,
    machines,
    reading,
    voting,
)
from app.builds.views.blueprint import bp

__all__ = ["bp", "devices", "enrolling", "feeds", "machines", "reading", "voting"]
