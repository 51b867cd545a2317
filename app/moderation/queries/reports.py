"""Reports on a thing, and how far each reporter's word counts."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.comments.models import Comment
from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.moderation.models import Report, Ruling
from app.moderation.queries.subjects import Key
from app.people.models import Person
from app.support.models import Support

# Fewer rulings than these say nothing about a reporter.
DOUBTED_FROM = 2


def report(report_id: int) -> Report:
    """A report by key; Missing when it was dropped."""
    found = db.session.get(Report, report_id)
    if found is None:
        raise Missing
    return found


def open_reports(key: Key) -> list[tuple[Report, Person]]:
    """What was reported on a thing since its last ruling, oldest first, by whom."""
    statement = (
        select(Report, Person)
        .join(Person, Person.id == Report.by_id)
        .where(_on(key), Report.ruling_id.is_(None))
        .order_by(Report.id)
    )
    return [(report, person) for report, person in db.session.execute(statement)]


def counted(key: Key) -> int:
    """How many of the open reports on a thing count toward hiding it."""
    statement = select(func.count()).where(
        _on(key), Report.ruling_id.is_(None), Report.counts.is_(True)
    )
    return db.session.scalar(statement) or 0


def counts_of(keys: Sequence[Key]) -> dict[Key, int]:
    """How many open reports each thing has, in one statement."""
    if not keys:
        return {}
    statement = (
        select(Report.subject_kind, Report.subject_id, func.count())
        .where(or_(*(_on(key) for key in keys)), Report.ruling_id.is_(None))
        .group_by(Report.subject_kind, Report.subject_id)
    )
    return {(kind, key): n for kind, key, n in db.session.execute(statement)}


def was_ruled_fine(key: Key) -> bool:
    """Whether a moderator once let a thing stay, and nobody took that back."""
    undone = aliased(Ruling)
    statement = select(Ruling.id).where(
        Ruling.subject_kind == key[0],
        Ruling.subject_id == key[1],
        Ruling.act == "keep",
        ~exists().where(undone.undo_of_id == Ruling.id),
    )
    return db.session.scalar(statement.limit(1)) is not None


def is_known(actor: Actor, days: int) -> bool:
    """Whether a reporter is here for some days and did something before now."""
    since = clock.now() - timedelta(days=days)
    acts = [
        exists().where(Support.person_id == actor.id),
        exists().where(Comment.author_id == actor.id),
        exists().where(Idea.author_id == actor.id, Idea.submitted_at.is_not(None)),
    ]
    statement = select(Person.id).where(
        Person.id == actor.id, Person.created_at <= since, or_(*acts)
    )
    return db.session.scalar(statement) is not None


def is_doubted(actor: Actor) -> bool:
    """Whether most of somebody's reports were ruled to be wrong."""
    ruled, wrong = record_of(int(actor.id or 0))
    return ruled >= DOUBTED_FROM and wrong * 2 > ruled


def record_of(person_id: int) -> tuple[int, int]:
    """How many reports of a person were ruled on, and how many of them wrong."""
    wrong = func.sum(case((Ruling.act == "keep", 1), else_=0))
    statement = (
        select(func.count(), wrong)
        .select_from(Report)
        .join(Ruling, Ruling.id == Report.ruling_id)
        .where(Report.by_id == person_id)
    )
    ruled, refuted = db.session.execute(statement).one()
    return ruled, int(refuted or 0)


def reporters_of(ruling_id: int) -> list[int]:
    """Whose reports a ruling answered."""
    statement = select(Report.by_id).where(Report.ruling_id == ruling_id)
    return list(db.session.scalars(statement.order_by(Report.id)))


def own_report(actor: Actor, key: Key) -> Report | None:
    """What an actor reported on a thing before."""
    statement = select(Report).where(_on(key), Report.by_id == actor.id)
    return db.session.scalar(statement)


def _on(key: Key) -> ColumnElement[bool]:
    return and_(Report.subject_kind == key[0], Report.subject_id == key[1])
