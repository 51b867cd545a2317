"""Bugs, and what became of them."""

from app.feedback.models.alarm import ALARM_KINDS, BugAlarm
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
from app.feedback.models.log import BugLog

__all__ = [
    "ALARM_KINDS",
    "CLOSED",
    "FIXED",
    "IMPORT_UNDONE",
    "IN_WORK",
    "OPEN",
    "SEVERITIES",
    "STATES",
    "WORDS",
    "Bug",
    "BugAlarm",
    "BugConcealment",
    "BugLog",
    "BugMove",
    "BugSighting",
]
