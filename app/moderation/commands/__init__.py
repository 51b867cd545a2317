"""The only way to write moderation: reports, rulings, undoing, appeals, the library."""

from app.moderation.commands.appeals import answer, appeal
from app.moderation.commands.gate import ask_fixes, publish, refuse
from app.moderation.commands.reasons import erase, reword
from app.moderation.commands.recording import PENDING, Words
from app.moderation.commands.reports import report
from app.moderation.commands.rulings import (
    SANCTIONS,
    conceal,
    keep,
    sanction,
    spam,
)
from app.moderation.commands.undoing import undo

__all__ = [
    "PENDING",
    "SANCTIONS",
    "Words",
    "answer",
    "appeal",
    "ask_fixes",
    "conceal",
    "erase",
    "keep",
    "publish",
    "refuse",
    "report",
    "reword",
    "sanction",
    "spam",
    "undo",
]
