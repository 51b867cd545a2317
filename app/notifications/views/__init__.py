"""Notices, what somebody wants to hear of, and the links that end it."""

from app.notifications.views import choices, links, notices
from app.notifications.views.blueprint import bp

__all__ = ["bp", "choices", "links", "notices"]
