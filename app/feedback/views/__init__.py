"""Pages and acts of testers, one module a subject."""

from app.feedback.views import bugs, filing
from app.feedback.views.blueprint import bp

__all__ = ["bp", "bugs", "filing"]
