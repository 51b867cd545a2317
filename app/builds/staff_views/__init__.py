"""The team's pages of builds, one module a subject."""

from app.builds.staff_views import (
    attaching,
    enrolments,
    filling,
    gates,
    goodwills,
    hooks,
    trains,
)
from app.builds.staff_views.blueprint import (
    bp,
)

__all__ = [
    "attaching",
    "bp",
    "enrolments",
    "filling",
    "gates",
    "goodwills",
    "hooks",
    "trains",
]
