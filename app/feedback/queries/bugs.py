"""Reading bugs: what an actor may see, lists, history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback.models import (
    CLOSED,
    FIXED,
    IMPORT_UNDONE,
    IN_WORK,
    OPEN,
    Bug,
    BugConcealment,
    BugMove,
)
from app.feedback.queries.parts import OWED
from app.kernel import pages
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.db import db
from app.kernel.duties import Duty
from app.kernel.errors import Gone, Missing
from app.spaces import queries as spaces

# The filters of the lists: a page's word for several states inside.
GROUPS = {
    "heard": ("new", "need_info"),
    "in_work": IN_WORK,
    "fixed": ("fixed",),
    "closed": ("verified", *CLOSED),
}


class Visible:
    """The bugs of an actor's spaces: public ones, his own, and all for the crew."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def select(self) -> Select[Any]:
        """The statement, to be narrowed and ordered."""
        if self._actor.id == SYSTEM_ID:
            return select(Bug)
        return select(Bug).where(
            Bug.space_id.in_(spaces.ids_visible_to(self._actor, "builds")),
            ~_concealed(),
            or_(
                Bug.is_public,
                Bug.reporter_id == (self._actor.id or 0),
                of_crew(self._actor),
            ),
        )

    def get(self, number: int) -> Bug:
        """A bug with its people and builds; Missing where it may not be seen."""
        statement = self.select().options(*frame()).where(Bug.number == number)
        found: Bug | None = db.session.scalar(statement)
        if found is None:
            raise Gone if _is_taken_back(number) else Missing
        return found


def visible_to(actor: Actor) -> Visible:
    """The bugs that an actor may see."""
    return Visible(actor)


def list_page(
    actor: Actor, group: str = "", after: str | None = None, size: int = 30
) -> pages.Page[Bug]:
    """The bugs an actor may see, newest first, or those of one group."""
    statement = visible_to(actor).select().options(*frame())
    if group in GROUPS:
        statement = statement.where(Bug.state.in_(GROUPS[group]))
    return pages.page(statement, [Bug.id.desc()], after=after, size=size)


def of_builds(actor: Actor, build_ids: Sequence[int]) -> list[Bug]:
    """Bugs that were seen in these builds, or are mended in them; open ones first."""
    statement = (
        visible_to(actor)
        .select()
        .options(joinedload(Bug.assignee), joinedload(Bug.fixed_build))
        .where(
            or_(Bug.build_id.in_(build_ids), Bug.fixed_build_id.in_(build_ids)),
            Bug.state.in_((*OPEN, *FIXED)),
        )
        .order_by(Bug.state.in_(FIXED), Bug.id.desc())
        .limit(20)
    )
    return list(db.session.scalars(statement))


def blocking(space_id: int) -> list[Bug]:
    """The bugs that keep the builds of a space from going out."""
    statement = select(Bug).where(
        Bug.space_id == space_id, Bug.severity == "blocker", Bug.state.in_(IN_WORK)
    )
    return list(db.session.scalars(statement.order_by(Bug.id)))


def history_of(bug_id: int) -> list[BugMove]:
    """Every step of a bug with who made it, oldest first."""
    statement = select(BugMove).options(joinedload(BugMove.actor))
    steps = statement.where(BugMove.bug_id == bug_id).order_by(BugMove.id)
    return list(db.session.scalars(steps))


def locked(bug_id: int) -> Bug:
    """A bug as it is now, held until the transaction ends."""
    statement = (
        select(Bug)
        .where(Bug.id == bug_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def by_number(actor: Actor, number: int) -> Bug | None:
    """A bug that an actor may see, by its number, or nothing."""
    found: Bug | None = db.session.scalar(
        visible_to(actor).select().where(Bug.number == number)
    )
    return found


def get(actor: Actor, bug_id: int | None) -> Bug | None:
    """The bug that another one repeats, where the actor may see it."""
    if bug_id is None:
        return None
    statement = visible_to(actor).select().options(*frame())
    found: Bug | None = db.session.scalar(statement.where(Bug.id == bug_id))
    return found


def due_of(bug_ids: Sequence[int]) -> dict[int, datetime]:
    """Until when the team owes each of these something, the nearest of it."""
    statement = select(Duty.subject_id, func.min(Duty.due_at).label("due_at")).where(
        Duty.kind.in_(OWED),
        Duty.subject_kind == "bug",
        Duty.subject_id.in_(bug_ids),
        Duty.met_at.is_(None),
    )
    rows = db.session.execute(statement.group_by(Duty.subject_id))
    return {row.subject_id: row.due_at for row in rows}


def build_of(bug: Bug) -> Build | None:
    """The build in which a bug is mended."""
    if bug.fixed_build_id is None:
        return None
    return builds.by_ids([bug.fixed_build_id]).get(bug.fixed_build_id)


def of_crew(actor: Actor) -> ColumnElement[bool]:
    """The bugs of the spaces whose builds an actor makes."""
    if builds.is_crew(actor):
        return true()
    grants = getattr(actor, "grants", [])
    places = [grant.space_id for grant in grants if grant.role in builds.CREW]
    return Bug.space_id.in_(places) if places else false()


def _concealed() -> ColumnElement[bool]:
    return exists().where(
        BugConcealment.bug_id == Bug.id, BugConcealment.revealed_at.is_(None)
    )


def _is_taken_back(number: int) -> bool:
    """Whether an undone import had brought it."""
    statement = (
        select(BugConcealment.id)
        .join(Bug, Bug.id == BugConcealment.bug_id)
        .where(
            Bug.number == number,
            BugConcealment.reason == IMPORT_UNDONE,
            BugConcealment.revealed_at.is_(None),
        )
    )
    return db.session.scalar(statement) is not None


def frame() -> tuple[Any, ...]:
    """What every row of a bug shows: its people and its builds."""
    return (
        joinedload(Bug.reporter),
        joinedload(Bug.assignee),
        joinedload(Bug.build),
        joinedload(Bug.fixed_build),
    )
