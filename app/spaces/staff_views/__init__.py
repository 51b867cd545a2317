"""Spaces, their rules and guests, and the settings of the site."""

from app.spaces.staff_views import editor, guests, site
from app.spaces.staff_views.blueprint import bp

__all__ = ["bp", "editor", "guests", "site"]
