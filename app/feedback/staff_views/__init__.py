"""The team's side of what testers say, one module a subject."""

from app.feedback.staff_views import board, bugs
from app.feedback.staff_views.blueprint import bp

__all__ = ["board", "bp", "bugs"]
