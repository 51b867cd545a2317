"""Finding ideas, following them by feed, and showing them elsewhere."""

from app.discovery.views import feeds, finding, palette, sharing
from app.discovery.views.blueprint import bp

__all__ = ["bp", "feeds", "finding", "palette", "sharing"]
