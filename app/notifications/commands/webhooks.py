"""The one address at which a space tells a chat of the team what is new."""

from typing import Any

from sqlalchemy import delete

from app.kernel import audit, clock, outbound
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.kernel.words import N_
from app.notifications import queries
from app.notifications.models import WEBHOOK_KINDS, Webhook, WebhookPost
from app.spaces import policies as spaces
from app.spaces.models import Space


class UnknownChat(Invalid):
    code = "unknown_chat"
    text = N_("Choose one of the chats.")


def set_webhook(actor: Actor, space: Space, kind: str, url: str) -> None:
    """Post a space's news there from now on, and nowhere else."""
    require(spaces.may_manage, actor)
    if kind not in WEBHOOK_KINDS:
        raise UnknownChat(field="kind")
    outbound.check(url)
    _forget(space)
    row = Webhook(space_id=space.id, kind=kind, url=url, created_at=clock.now())
    db.session.add(row)
    audit.record(actor, "notifications.set_webhook", "space", space.id, {"kind": kind})
    db.session.flush()


def remove_webhook(actor: Actor, space: Space) -> None:
    """Post nowhere; removing twice is the same as once."""
    require(spaces.may_manage, actor)
    _forget(space)
    audit.record(actor, "notifications.remove_webhook", "space", space.id)
    db.session.flush()


def post(
    actor: Actor,  # noqa: ARG001 - every command has one
    space_id: int,
    *,
    cause: str,
    path: str,
    values: dict[str, Any],
) -> None:
    """Write news down for the chat of a space that has one, once a cause."""
    if queries.webhook_of(space_id) is None:
        return
    now = clock.now()
    insert_once(
        WebhookPost(
            space_id=space_id, cause=cause, path=path, values=values, created_at=now
        )
    )


def _forget(space: Space) -> None:
    former = delete(Webhook).where(Webhook.space_id == space.id)
    db.session.execute(former.execution_options(synchronize_session="fetch"))
