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
]
