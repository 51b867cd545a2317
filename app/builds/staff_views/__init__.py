"""The team's pages of builds, one module a subject."""

from app.builds.staff_views import attaching, filling, trains
from app.builds.staff_views.blueprint import bp

__all__ = ["attaching", "bp", "filling", "trains"]
