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
from app.notifications.models.webhooks import WEBHOOK_KINDS, Webhook, WebhookPost
from app.notifications.models.words import (
    CHAT_LABELS,
    FAMILY_LABELS,
    KIND_LABELS,
    LEVEL_LABELS,
    SENTENCES,
)

__all__ = [
    "ALWAYS",
    "CHANNELS",
    "CHAT_LABELS",
    "DUTIES",
    "FAMILIES",
    "FAMILY_LABELS",
    "KINDS",
    "KIND_LABELS",
    "LEVELS",
    "LEVEL_LABELS",
    "SENTENCES",
    "WEBHOOK_KINDS",
    "DigestRun",
    "Notice",
    "NoticeChannel",
    "NoticeChoice",
    "Webhook",
    "WebhookPost",
    "is_usual",
]
