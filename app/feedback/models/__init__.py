"""Bugs and what became of them; four-squares, standings and awards of a week."""

from app.feedback.models.awards import (
    AWARDS,
    Award,
)
from app.feedback.models.bug import (
    CLOSED,
    FIXED,
    IN_WORK,
    OPEN,
    SEVERITIES,
    STATES,
    WORDS,
    Bug,
    BugMove,
)
from app.feedback.models.foursquares import (
    MOODS,
    FourSquare,
    FourSquareConcealment,
)
from app.feedback.models.question import (
    PollChoice,
    Question,
    QuestionIdea,
)
from app.feedback.models.standings import (
    Standing,
)

__all__ = [
    "AWARDS",
    "CLOSED",
    "FIXED",
    "IN_WORK",
    "MOODS",
    "OPEN",
    "SEVERITIES",
    "STATES",
    "WORDS",
    "Award",
    "Bug",
    "BugMove",
    "FourSquare",
    "FourSquareConcealment",
    "PollChoice",
    "Question",
    "QuestionIdea",
    "Standing",
]
