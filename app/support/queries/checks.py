"""For those who look at supports: what is held, what is put forward, the reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import aliased

from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaRung
from app.kernel.actor import Actor
from app.kernel.approvals import Approval
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people.models import Person
from app.spaces.models import RuleSet
from app.support.models import (
    RungAudit,
    Support,
    SupportRuling,
    SupportRulingItem,
)
from app.support.rules import SupportRules

MOST_IDEAS = 200


@dataclass(frozen=True, slots=True)
class Maker:
    """One of those who made up a goal: when he supported, since when he is here."""

    counted_at: datetime
    joined_at: datetime


def game_of(idea: Idea) -> SupportRules:
    """The settings about support that an idea was submitted under."""
    rule_set = db.session.get_one(RuleSet, idea.rule_set_id)
    game: SupportRules = rule_set.book.support
    return game


def waiting(actor: Actor) -> Sequence[Row[Any]]:
    """Ideas with held supports or an open proposal, and how many: the most first."""
    held = _sums(Support.idea_id, Support.state == "held")
    is_open = and_(
        SupportRuling.decided_at.is_(None), SupportRuling.dropped_at.is_(None)
    )
    put = _sums(SupportRuling.idea_id, is_open)
    statement = (
        ideas.visible_to(actor)
        .select()
        .add_columns(
            func.coalesce(held.c.n, 0).label("held"),
            func.coalesce(put.c.n, 0).label("proposals"),
        )
        .outerjoin(held, held.c.idea_id == Idea.id)
        .outerjoin(put, put.c.idea_id == Idea.id)
        .where(func.coalesce(held.c.n, 0) + func.coalesce(put.c.n, 0) > 0)
        .order_by(func.coalesce(held.c.n, 0).desc(), Idea.id)
        .limit(MOST_IDEAS)
    )
    return db.session.execute(statement).all()


def ids_in_state(
    idea_id: int, support_ids: Sequence[int], states: Sequence[str]
) -> list[int]:
    """Which of these supports of an idea are in one of the states now."""
    found = select(Support.id).where(
        Support.idea_id == idea_id,
        Support.id.in_(support_ids),
        Support.state.in_(states),
    )
    return list(db.session.scalars(found.order_by(Support.id)))


def get_ruling(idea_id: int, ruling_id: int) -> SupportRuling:
    """A ruling on supports of an idea; else Missing."""
    found = db.session.get(SupportRuling, ruling_id)
    if found is None or found.idea_id != idea_id:
        raise Missing
    return found


def ids_of_ruling(ruling_id: int) -> list[int]:
    """The supports that a ruling is about."""
    items = select(SupportRulingItem.support_id).where(
        SupportRulingItem.ruling_id == ruling_id
    )
    return list(db.session.scalars(items.order_by(SupportRulingItem.support_id)))


def open_rulings(idea_id: int) -> Sequence[Row[SupportRuling, Person]]:
    """What was put forward about an idea's supports, each with its maker."""
    statement = (
        select(SupportRuling, Person)
        .join(
            Approval,
            and_(
                Approval.subject_kind == "support_ruling",
                Approval.subject_id == SupportRuling.id,
                Approval.voided_at.is_(None),
            ),
        )
        .join(Person, Person.id == Approval.maker_id)
        .where(
            SupportRuling.idea_id == idea_id,
            SupportRuling.decided_at.is_(None),
            SupportRuling.dropped_at.is_(None),
        )
    )
    return db.session.execute(statement.order_by(SupportRuling.id)).all()


def rung_of(idea_id: int, n: int) -> IdeaRung:
    """A goal that an idea reached; else Missing."""
    for rung in ideas.rungs_of([idea_id]):
        if rung.n == n:
            return rung
    raise Missing


def makers_of(rung: IdeaRung) -> list[Maker]:
    """Those whose counted supports made up a goal, in their order.

    Supports brought over from elsewhere are left out: their accounts are placeholders.
    """
    made = (
        select(Support.counted_at, Person.created_at)
        .join(Person, Person.id == Support.person_id)
        .where(
            Support.idea_id == rung.idea_id,
            Support.state == "counted",
            Support.provenance == "self",
            Support.counted_at <= rung.reached_at,
        )
        .order_by(Support.counted_at, Support.id)
        .limit(rung.threshold)
    )
    return [Maker(*row) for row in db.session.execute(made)]


def audit_of(idea_id: int, n: int) -> RungAudit | None:
    """The report on a goal, if it is written yet."""
    found = select(RungAudit).where(RungAudit.idea_id == idea_id, RungAudit.n == n)
    return db.session.scalar(found)


def get_audit(idea_id: int, n: int) -> RungAudit:
    """The report on a goal; else Missing."""
    found = audit_of(idea_id, n)
    if found is None:
        raise Missing
    return found


def audits_of(idea_id: int) -> Sequence[Row[RungAudit, Person]]:
    """The reports on an idea's goals with whoever found them clean, the last first."""
    checker = aliased(Person)
    found = (
        select(RungAudit, checker)
        .outerjoin(checker, checker.id == RungAudit.clean_by_id)
        .where(RungAudit.idea_id == idea_id)
    )
    return db.session.execute(found.order_by(RungAudit.n.desc())).all()


def _sums(key: Any, condition: Any) -> Any:
    counted = select(key.label("idea_id"), func.count().label("n")).where(condition)
    return counted.group_by(key).subquery()
