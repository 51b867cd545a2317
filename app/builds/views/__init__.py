"""Pages and acts of builds, one module a subject."""

from app.builds.views import calendar, enrolling, goodwill, hook, reading, voting
from app.builds.views.blueprint import bp

__all__ = ["bp", "calendar", "enrolling", "goodwill", "hook", "reading", "voting"]
