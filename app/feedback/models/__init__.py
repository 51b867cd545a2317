"""Bugs and what became of them; four-squares, standings and awards of a week."""

from app.feedback.models.alarm import (
    ALARM_KINDS,
    BugAlarm,
)
from app.feedback.models.awards import (
    AWARDS,
    Award,
)
from app.feedback.models.bug import (
    CLOSED,
    FIXED,
    IMPORT_UNDONE,
    IN_WORK,
    OPEN,
    SEVERITIES,
    STATES,
    WORDS,
    Bug,
    BugConcealment,
    BugMove,
    BugSighting,
)
from app.feedback.models.foursquares import (
    MOODS,
    FourSquare,
    FourSquareConcealment,
)
from app.feedback.models.log import (
    BugLog,
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
    "ALARM_KINDS",
    "AWARDS",
    "CLOSED",
    "FIXED",
    "IMPORT_UNDONE",
    "IN_WORK",
    "MOODS",
    "OPEN",
    "SEVERITIES",
    "STATES",
    "WORDS",
    "Award",
    "Bug",
    "BugAlarm",
    "BugConcealment",
    "BugLog",
    "BugMove",
    "BugSighting",
    "FourSquare",
    "FourSquareConcealment",
    "PollChoice",
    "Question",
    "QuestionIdea",
    "Standing",
]
