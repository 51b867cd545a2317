"""Closing time: periods sealed by two people, and the head leaving the machine."""

import logging
from datetime import date

from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.approvals import AlreadyChecked, SamePerson, SubjectChanged
from app.kernel.db import db, insert_once
from app.kernel.policies import require
from app.ledger import policies, queries
from app.ledger.models import Anchor, Period

_log = logging.getLogger("cobuild.ledger")


def seal(actor: Actor, code: str, starts_on: date, ends_on: date) -> Period:
    """Seal a period: the first call puts it forward, a second person's completes it."""
    require(policies.may_keep, actor)
    period = db.session.scalar(select(Period).where(Period.code == code))
    if period is None:
        period = Period(
            code=code, starts_on=starts_on, ends_on=ends_on, maker_id=actor.id
        )
        db.session.add(period)
        db.session.flush()
        audit.record(actor, "ledger.seal.made", "ledger_period", period.id)
        return period
    _refuse(actor, period, (starts_on, ends_on))
    period.checker_id, period.sealed_at = actor.id, clock.now()
    db.session.flush()
    audit.record(actor, "ledger.seal.checked", "ledger_period", period.id)
    return period


def anchor(actor: Actor) -> None:
    """Write today's head down and send it out with the log; once a day."""
    seq, last = queries.head()
    row = Anchor(
        day=clock.today(), seq=seq, hash=last, sent_to="log", sent_at=clock.now()
    )
    if insert_once(row) is not None:
        _log.info("ledger head", extra={"actor": actor.id, "seq": seq, "hash": last})


def _refuse(actor: Actor, period: Period, span: tuple[date, date]) -> None:
    if period.sealed_at is not None:
        raise AlreadyChecked
    if period.maker_id == actor.id:
        raise SamePerson
    if (period.starts_on, period.ends_on) != span:
        raise SubjectChanged
