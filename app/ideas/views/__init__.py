"""Pages of ideas: reading, writing, sending, tags."""

from app.ideas.views import reading, sending, tags, writing
from app.ideas.views.blueprint import bp

__all__ = ["bp", "reading", "sending", "tags", "writing"]
