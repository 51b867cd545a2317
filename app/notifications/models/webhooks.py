"""Where a space posts its news in a chat of the team, and what was posted."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, one_of

WEBHOOK_KINDS = ("feishu", "wecom", "dingtalk", "slack", "discord")
_WAITING = "sent_at IS NULL AND parked_at IS NULL"


class Webhook(Model):
    """The one address of a space; who knows it can write there, so it is not shown."""

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint(one_of("kind", WEBHOOK_KINDS), name="kind"),
        CheckConstraint("substr(url, 1, 8) = 'https://'", name="url"),
    )

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    kind: Mapped[str]
    url: Mapped[str]
    created_at: Mapped[datetime]


class WebhookPost(Model):
    """One piece of news for a space's chat, once a cause; tried like a mail."""

    __tablename__ = "webhook_posts"
    __table_args__ = (
        UniqueConstraint("space_id", "cause"),
        Index(
            "ix_webhook_posts_waiting",
            "id",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    cause: Mapped[str]
    values: Mapped[dict[str, Any]]
    path: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]
