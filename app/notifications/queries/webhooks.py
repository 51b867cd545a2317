"""Where spaces post their news, and what waits to be posted."""

from sqlalchemy import or_, select

from app.kernel import clock
from app.kernel.db import db
from app.notifications.models import Webhook, WebhookPost


def webhook_of(space_id: int) -> Webhook | None:
    """The address that a space posts to, if it has one."""
    return db.session.get(Webhook, space_id)


def last_post_of(space_id: int) -> WebhookPost | None:
    """What a space posted last, or tried to."""
    mine = select(WebhookPost).where(WebhookPost.space_id == space_id)
    return db.session.scalar(mine.order_by(WebhookPost.id.desc()).limit(1))


def posts_due(limit: int) -> list[int]:
    """What waits to be posted and is due, the oldest first."""
    now = clock.now()
    due = or_(WebhookPost.next_try_at.is_(None), WebhookPost.next_try_at <= now)
    waiting = select(WebhookPost.id).where(
        WebhookPost.sent_at.is_(None), WebhookPost.parked_at.is_(None), due
    )
    return list(db.session.scalars(waiting.order_by(WebhookPost.id).limit(limit)))
