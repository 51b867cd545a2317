"""Notices, their kinds and their words, and what people chose of them."""

from app.notifications.models.choices import DigestRun, NoticeChannel, NoticeChoice
from app.notifications.models.kinds import (
    ALWAYS,
    CHANNELS,
    DUTIES,
    FAMILIES,
    KINDS,
    LEVELS,
    is_usual,
)
from app.notifications.models.notices import Notice
from app.notifications.models.words import (
    FAMILY_LABELS,
    KIND_LABELS,
    LEVEL_LABELS,
    SENTENCES,
)

__all__ = [
    "ALWAYS",
    "CHANNELS",
    "DUTIES",
    "FAMILIES",
    "FAMILY_LABELS",
    "KINDS",
    "KIND_LABELS",
    "LEVELS",
    "LEVEL_LABELS",
    "SENTENCES",
    "DigestRun",
    "Notice",
    "NoticeChannel",
    "NoticeChoice",
    "is_usual",
]
