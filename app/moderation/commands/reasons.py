"""Keeping the library of reasons, and letting go of a person."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require
from app.moderation import policies
from app.moderation.commands import refusals
from app.moderation.models import Appeal, Report, RulingReason

NO_WORDS = "-"


def reword(actor: Actor, reason: RulingReason, text: str) -> None:
    """Say a reason of the library in other words; rulings made with it follow."""
    require(policies.may_edit_reasons, actor)
    words = text.strip()
    if not words:
        raise refusals.EmptyReason(field=f"text-{reason.id}")
    if words == reason.text:
        return
    reason.text = words
    reason.changed_at = clock.now()
    reason.changed_by_id = actor.id
    audit.record(actor, "moderation.reword", "ruling_reason", reason.id)
    db.session.flush()


def erase(actor: Actor, person: Any) -> None:
    """Blank what a person reported and appealed with; open reports go altogether."""
    audit.record(actor, "moderation.erase", "person", person.id)
    mine = Report.by_id == person.id
    db.session.execute(delete(Report).where(mine, Report.ruling_id.is_(None)))
    for report in db.session.scalars(select(Report).where(mine)):
        report.text = ""
    for asked in db.session.scalars(select(Appeal).where(Appeal.by_id == person.id)):
        asked.text = NO_WORDS
    db.session.flush()
