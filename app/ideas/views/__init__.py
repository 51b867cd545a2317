"""Pages of ideas: reading, writing, sending, tags, what comments became."""

from app.ideas.views import origins, reading, sending, tags, writing
from app.ideas.views.blueprint import bp

__all__ = ["bp", "origins", "reading", "sending", "tags", "writing"]
