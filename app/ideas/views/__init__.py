"""Pages of ideas: reading in one module, writing in another."""

from app.ideas.views import origins, reading, writing
from app.ideas.views.blueprint import bp

__all__ = ["bp", "origins", "reading", "writing"]
