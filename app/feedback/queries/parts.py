"""What hangs on a bug: its log, its duplicates, who else sees it, what hides it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.builds.models import BuildItem
from app.feedback.models import Bug, BugConcealment, BugLog, BugSighting
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty

# What is owed to a bug: an answer, and that it moves on.
OWED = ("bug_reply", "bug_state")
# No chain is longer: each new duplicate leads to the last bug at once.
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a bug: how many see it, too; until when it is owed a word."""

    sightings: int
    is_mine: bool
    due_at: datetime | None


def log_of(bug_id: int) -> BugLog | None:
    """The log that came with a bug."""
    return db.session.scalar(select(BugLog).where(BugLog.bug_id == bug_id))


def logs_of(bug_ids: Sequence[int]) -> list[BugLog]:
    """The logs of some bugs."""
    statement = select(BugLog).where(BugLog.bug_id.in_(bug_ids))
    return list(db.session.scalars(statement.order_by(BugLog.id)))


def is_log_kept(name: str) -> bool:
    """Whether some bug has a log with this content."""
    return db.session.scalar(select(BugLog.id).where(BugLog.name == name)) is not None


def last_of(bug: Bug) -> Bug:
    """The bug that is worked on: itself, or where its chain of duplicates ends."""
    last = bug
    for _ in range(_LONGEST_CHAIN):
        if last.duplicate_of_id is None:
            break
        last = db.session.get_one(Bug, last.duplicate_of_id)
    return last


def duplicates_of(bug_id: int) -> list[Bug]:
    """The bugs that were closed as the same as this one."""
    statement = select(Bug).where(Bug.duplicate_of_id == bug_id)
    return list(db.session.scalars(statement.order_by(Bug.id)))


def thanked_for(bug: Bug) -> list[tuple[int, str]]:
    """(person, role) of everybody who reported a bug or its duplicates, or saw it."""
    same = select(Bug.id).where(or_(Bug.id == bug.id, Bug.duplicate_of_id == bug.id))
    reported = select(Bug.reporter_id).where(Bug.id.in_(same))
    seen = select(BugSighting.person_id).where(BugSighting.bug_id.in_(same))
    reporters = set(db.session.scalars(reported))
    others = set(db.session.scalars(seen)) - reporters
    return [
        *((person_id, "reporter") for person_id in sorted(reporters)),
        *((person_id, "tester") for person_id in sorted(others)),
    ]


def people_behind(bug: Bug) -> list[int]:
    """Everybody who hears what becomes of a bug: who reported or saw it.

    Of a private one only its reporter.
    """
    if not bug.is_public:
        return [bug.reporter_id]
    return [person_id for person_id, _ in thanked_for(bug)]


def beside(actor: Actor, bug_id: int) -> Beside:
    """Who else sees a bug, whether the actor does, and what the team owes it."""
    seen = _seen(bug_id).subquery()
    count = select(func.count()).select_from(seen).scalar_subquery()
    mine = select(BugSighting.id).where(
        BugSighting.bug_id == bug_id, BugSighting.person_id == (actor.id or 0)
    )
    due = select(func.min(Duty.due_at)).where(
        Duty.kind.in_(OWED),
        Duty.subject_kind == "bug",
        Duty.subject_id == bug_id,
        Duty.met_at.is_(None),
    )
    row = db.session.execute(
        select(count, mine.scalar_subquery(), due.scalar_subquery())
    ).one()
    return Beside(sightings=row[0], is_mine=row[1] is not None, due_at=row[2])


def _seen(bug_id: int) -> Any:
    """Who sees a bug, too, each once."""
    same = select(Bug.id).where(Bug.duplicate_of_id == bug_id)
    seen = select(BugSighting.person_id).where(
        or_(BugSighting.bug_id == bug_id, BugSighting.bug_id.in_(same))
    )
    return seen.union(select(Bug.reporter_id).where(Bug.id.in_(same)))


def item_of(bug: Bug) -> BuildItem | None:
    """The change that mends a bug."""
    if bug.fixed_item_id is None:
        return None
    return db.session.get(BuildItem, bug.fixed_item_id)


def concealment_of(bug_id: int) -> BugConcealment | None:
    """What hides a bug now."""
    statement = select(BugConcealment).where(
        BugConcealment.bug_id == bug_id, BugConcealment.revealed_at.is_(None)
    )
    return db.session.scalar(statement)


def fixed_in(build_id: int) -> list[Bug]:
    """The bugs that a build is said to have mended and nobody has tried yet."""
    statement = select(Bug).where(Bug.fixed_build_id == build_id, Bug.state == "fixed")
    return list(db.session.scalars(statement.order_by(Bug.id)))


def of_thread(thread_id: int) -> Bug | None:
    """The bug that a thread talks about, if it is one."""
    return db.session.scalar(select(Bug).where(Bug.thread_id == thread_id))


def sighted_by(person_id: int) -> list[Bug]:
    """The bugs that a person sees, too."""
    statement = (
        select(Bug)
        .join(BugSighting, BugSighting.bug_id == Bug.id)
        .where(BugSighting.person_id == person_id)
    )
    return list(db.session.scalars(statement.order_by(Bug.id)))
