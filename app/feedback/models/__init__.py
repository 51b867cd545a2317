"""Bugs, and what became of them."""

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
from app.feedback.models.question import PollChoice, Question, QuestionIdea

__all__ = [
    "CLOSED",
    "FIXED",
    "IN_WORK",
    "OPEN",
    "SEVERITIES",
    "STATES",
    "WORDS",
    "Bug",
    "BugMove",
    "PollChoice",
    "Question",
    "QuestionIdea",
]
