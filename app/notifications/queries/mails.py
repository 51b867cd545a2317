"""The outbox: every mail of the site, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.kernel import pages
from app.kernel.db import db
from app.kernel.mail import KEPT, PARKED, SENT, WAITING, MailRow

# What the outbox can show, in the order of its tabs.
STATES = {"waiting": WAITING, "parked": PARKED, "kept": KEPT, "sent": SENT}
MOST_COUNTED = 100


def outbox_page(state: str, after: str | None) -> pages.Page[MailRow]:
    """One page of the mails that are in a state, the newest first."""
    found: Select[Any] = select(MailRow).where(*STATES[state])
    return pages.page(found, [MailRow.id.desc()], after=after)


def parked_count() -> int:
    """How many mails wait for somebody to look, counted to 100 at most."""
    few = select(MailRow.id).where(*PARKED).limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def busy_of(person_ids: Sequence[int], since: datetime, most: int) -> set[int]:
    """Who of these got so many mails that can be ended, since an instant."""
    chosen = select(MailRow.person_id).where(
        MailRow.person_id.in_(person_ids),
        MailRow.created_at >= since,
        MailRow.unsubscribe.is_not(None),
    )
    many = chosen.group_by(MailRow.person_id).having(func.count() >= most)
    return set(db.session.scalars(many))


def parked(mail_id: int) -> MailRow | None:
    """A mail that was given up."""
    return db.session.scalar(select(MailRow).where(MailRow.id == mail_id, *PARKED))
