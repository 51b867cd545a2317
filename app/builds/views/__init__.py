"""Pages and acts of builds, one module a subject."""

from app.builds.views import channels, enrolling, reading, voting
from app.builds.views.blueprint import bp

__all__ = ["bp", "channels", "enrolling", "reading", "voting"]
