"""What a person's testing counts in a space, and when he was seen last."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from app.builds.models import Build, BuildItem
from app.feedback.models import FIXED, IN_WORK, Bug, FourSquare, PollChoice, Question
from app.kernel import clock
from app.kernel.db import db
from app.spaces import queries as spaces

ACCEPTED = (*IN_WORK, *FIXED, "duplicate")
INVALID = ("cannot_reproduce", "by_design")
# What each thing counts.
WEIGHTS = {"reports": 3, "fixes": 2, "weakest": 1, "invalid": -1}


@dataclass(slots=True)
class Score:
    """What a person did in some weeks: how often each thing that counts."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """What it counts together; never below nothing."""
        return max(0, sum(self.worth(kind) for kind in self.counts))

    def count(self, kind: str) -> int:
        """How often it happened."""
        return self.counts.get(kind, 0)

    def worth(self, kind: str) -> int:
        """What it adds to the sum."""
        return WEIGHTS[kind] * self.count(kind)


def scores_in(
    space_id: int, since: datetime, person_id: int | None = None
) -> dict[int, Score]:
    """What testing in a space counted since an instant, of all or of one person.

    Three for each fault that the team accepted, also one that somebody had reported
    before, but that once only; two for each mended one he tried; one for each report
    whose weakest change was taken out again; less one for each that was none.
    """
    parts = union_all(
        _reports(space_id, since), _fixes(space_id, since), _weakest(space_id, since)
    ).subquery()
    statement = select(parts.c.person_id, parts.c.kind, parts.c.times)
    if person_id is not None:
        statement = statement.where(parts.c.person_id == person_id)
    found: dict[int, Score] = {}
    for who, kind, times in db.session.execute(statement):
        counts = found.setdefault(who, Score()).counts
        counts[kind] = counts.get(kind, 0) + times
    return found


def score_days(space_id: int) -> int:
    """Over how many days testing counts in a space."""
    days: int = spaces.rules_of(space_id).builds.score_days
    return days


def since_of(space_id: int) -> datetime:
    """From when on testing counts in a space."""
    return clock.now() - timedelta(days=score_days(space_id))


def last_words(space_id: int, since: datetime) -> dict[int, datetime]:
    """When each person last reported something in a space or chose what comes next."""
    signs = union_all(
        select(Bug.reporter_id.label("person_id"), Bug.created_at.label("at")).where(
            Bug.space_id == space_id, Bug.created_at >= since
        ),
        select(FourSquare.person_id, FourSquare.at)
        .join(Build, Build.id == FourSquare.build_id)
        .where(Build.space_id == space_id, FourSquare.at >= since),
        select(PollChoice.person_id, PollChoice.at)
        .join(Question, Question.train_id == PollChoice.train_id)
        .where(Question.space_id == space_id, PollChoice.at >= since),
    ).subquery()
    last = select(signs.c.person_id, func.max(signs.c.at)).group_by(signs.c.person_id)
    return {row[0]: row[1] for row in db.session.execute(last)}


def accepted_of(person_id: int, count: int = 10) -> list[Bug]:
    """The last faults that a person reported and the team accepted."""
    statement = select(Bug).where(Bug.reporter_id == person_id, Bug.state.in_(ACCEPTED))
    return list(db.session.scalars(statement.order_by(Bug.id.desc()).limit(count)))


def tested_counts(person_id: int) -> tuple[int, int]:
    """How many faults of a person were accepted ever, and how many fixes he tried."""
    accepted = select(func.count()).where(
        Bug.reporter_id == person_id, Bug.state.in_(ACCEPTED)
    )
    tried = select(func.count()).where(Bug.verified_by_id == person_id)
    row = db.session.execute(
        select(accepted.scalar_subquery(), tried.scalar_subquery())
    ).one()
    return row[0], row[1]


def _reports(space_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    """Accepted faults, and those that were none; each fault once a person."""
    kind = case((Bug.state.in_(INVALID), "invalid"), else_="reports")
    fault = func.coalesce(Bug.duplicate_of_id, Bug.id)
    return (
        select(
            Bug.reporter_id.label("person_id"),
            kind.label("kind"),
            func.count(fault.distinct()).label("times"),
        )
        .where(
            Bug.space_id == space_id,
            Bug.created_at >= since,
            Bug.state.in_((*ACCEPTED, *INVALID)),
        )
        .group_by(Bug.reporter_id, kind)
    )


def _fixes(space_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Bug.verified_by_id.label("person_id"),
            literal("fixes").label("kind"),
            func.count().label("times"),
        )
        .where(
            Bug.space_id == space_id,
            Bug.moved_at >= since,
            Bug.verified_by_id.is_not(None),
        )
        .group_by(Bug.verified_by_id)
    )


def _weakest(space_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            FourSquare.person_id.label("person_id"),
            literal("weakest").label("kind"),
            func.count().label("times"),
        )
        .join(BuildItem, BuildItem.id == FourSquare.worst_item_id)
        .join(Build, Build.id == FourSquare.build_id)
        .where(
            Build.space_id == space_id,
            FourSquare.at >= since,
            BuildItem.state == "reverted",
        )
        .group_by(FourSquare.person_id)
    )
