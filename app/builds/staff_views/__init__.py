"""The team's pages of builds, one module a subject."""

from app.builds.staff_views import filling, gates, goodwills, hooks, trains
from app.builds.staff_views.blueprint import bp

__all__ = ["bp", "filling", "gates", "goodwills", "hooks", "trains"]
