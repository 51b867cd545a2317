"""Pages and acts of conversations, one module a subject."""

from app.comments.views import acting, closing, reading, writing
from app.comments.views.blueprint import bp

__all__ = ["acting", "bp", "closing", "reading", "writing"]
