"""The moderators' queue: one item in full, one key a decision, the next in place."""

from app.moderation.staff_views import deciding, library, reading
from app.moderation.staff_views.blueprint import bp

__all__ = ["bp", "deciding", "library", "reading"]
