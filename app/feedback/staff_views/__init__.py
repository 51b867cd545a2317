"""The team's side of what testers say, one module a subject."""

from app.feedback.staff_views import (
    awards,
    board,
    bugs,
    questions,
)
from app.feedback.staff_views.blueprint import (
    bp,
)

__all__ = ["awards", "board", "bp", "bugs", "questions"]
