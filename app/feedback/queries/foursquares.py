"""Four-squares: one's own, what there is to choose from, the words that say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from app.builds.models import Build, BuildItem, Enrolment, Install, Train
from app.feedback.models import FourSquare, FourSquareConcealment, Standing
from app.ideas import queries as ideas
from app.ideas.models import CATEGORIES, Idea
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing

MAKING = CATEGORIES["active"]
AWAITED = 12


@dataclass(frozen=True, slots=True)
class Reporting:
    """How it stands with the reports on a build, and with the reader's own."""

    said: FourSquare | None
    respondents: int
    has_run: bool
    is_enrolled: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The words of one four-square; hidden ones only the team sees."""

    said: FourSquare
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Whys:
    """One page of words, and where the next begins."""

    items: list[Why]
    next: str | None


def counts(build_id: int, said: type[FourSquare] = FourSquare) -> ColumnElement[bool]:
    """Which four-squares count: of those who still say that they ran it.

    Once the standings are closed it is all there are.
    """
    closed = exists().where(Standing.build_id == build_id)
    return and_(said.build_id == build_id, or_(closed, ran_in_time(said)))


def ran_in_time(said: type[FourSquare] = FourSquare) -> ColumnElement[bool]:
    """Whether the person of a four-square ran the build before reports closed.

    Who took that back, and says it again later, comes too late.
    """
    ran = (
        select(Install.id)
        .join(Build, Build.id == Install.build_id)
        .join(Train, Train.id == Build.train_id)
        .where(
            Install.build_id == said.build_id,
            Install.person_id == said.person_id,
            Install.first_seen < Train.report_close_at,
        )
    )
    return ran.correlate(said).exists()


def reporting_of(actor: Actor, build: Build) -> Reporting:
    """All that a build's page says of its reports, in one statement."""
    me = actor.id or 0
    said = and_(FourSquare.build_id == Build.id, FourSquare.person_id == me)
    ran = exists().where(Install.build_id == build.id, Install.person_id == me)
    enrolled = exists().where(
        Enrolment.channel_id == Train.channel_id,
        Enrolment.person_id == me,
        Enrolment.state == "active",
    )
    closed = exists().where(Standing.build_id == build.id)
    statement = (
        select(FourSquare, _count(build.id), ran, enrolled, closed)
        .select_from(Build)
        .join(Train, Train.id == Build.train_id)
        .outerjoin(FourSquare, said)
        .where(Build.id == build.id)
    )
    return Reporting(*db.session.execute(statement).one())


def own_foursquare(actor: Actor, build_id: int) -> FourSquare | None:
    """What the actor has said of a build."""
    if actor.id is None:
        return None
    statement = select(FourSquare).where(FourSquare.build_id == build_id)
    return db.session.scalar(statement.where(FourSquare.person_id == actor.id))


def respondents_of(build_id: int) -> int:
    """How many said what they think of a build."""
    return db.session.scalar(select(_count(build_id))) or 0


def items_out(build_id: int) -> list[BuildItem]:
    """The changes that came out in a build: what there is to choose from."""
    statement = select(BuildItem).where(
        BuildItem.build_id == build_id, BuildItem.state == "in"
    )
    return list(db.session.scalars(statement.order_by(BuildItem.id)))


def awaited_ideas(
    actor: Actor, space_id: int, chosen_id: int | None = None
) -> list[Idea]:
    """The ideas in the making that most people support, and the one chosen already."""
    making = (
        ideas.visible_to(actor)
        .select()
        .where(Idea.space_id == space_id, Idea.state.in_(MAKING))
    )
    order = [Idea.support_count.desc(), Idea.id]
    found = list(db.session.scalars(making.order_by(*order).limit(AWAITED)))
    if chosen_id is None or chosen_id in {idea.id for idea in found}:
        return found
    return [*found, *db.session.scalars(making.where(Idea.id == chosen_id))]


def is_awaitable(actor: Actor, space_id: int, idea_id: int) -> bool:
    """Whether an idea is one in the making, of a space, that the actor may see."""
    statement = (
        ideas.visible_to(actor)
        .select()
        .where(Idea.id == idea_id, Idea.space_id == space_id, Idea.state.in_(MAKING))
    )
    return db.session.scalar(statement) is not None


def train_for_report(train_id: int) -> Train:
    """A train as it is now; it is not closed while somebody reports."""
    statement = (
        select(Train)
        .where(Train.id == train_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def whys_page(
    build: Build, after: str | None = None, size: int = 20, *, with_hidden: bool
) -> Whys:
    """What people say for their choice, newest first; hidden words for the team."""
    statement = with_words(build.id, with_hidden=with_hidden)
    found = pages.page(statement, [FourSquare.id.desc()], after=after, size=size)
    hidden = _hidden_of([said.id for said in found.items]) if with_hidden else set()
    return Whys([Why(said, said.id in hidden) for said in found.items], found.next)


def with_words(build_id: int, *, with_hidden: bool) -> Select[Any]:
    """The four-squares of a build that say why, to be ordered."""
    statement = (
        select(FourSquare)
        .where(counts(build_id))
        .where(or_(FourSquare.why_best != "", FourSquare.why_worst != ""))
        .options(*_frame())
    )
    return statement if with_hidden else statement.where(~_hidden())


def foursquare(build: Build, foursquare_id: int) -> FourSquare:
    """One four-square of a build; Missing where it is none of it."""
    statement = select(FourSquare).where(
        FourSquare.id == foursquare_id, FourSquare.build_id == build.id
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def living_concealment(foursquare_id: int) -> FourSquareConcealment | None:
    """By whom the words are hidden now, and why."""
    statement = select(FourSquareConcealment).where(
        FourSquareConcealment.four_square_id == foursquare_id,
        FourSquareConcealment.revealed_at.is_(None),
    )
    return db.session.scalar(statement)


def all_of(build_id: int) -> list[FourSquare]:
    """Every four-square that counts, with its people and things: for the team."""
    statement = (
        select(FourSquare)
        .where(counts(build_id))
        .options(*_frame(), joinedload(FourSquare.want))
        .order_by(FourSquare.id)
    )
    return list(db.session.scalars(statement))


def foursquares_by(person_id: int) -> list[FourSquare]:
    """All that a person ever said in a four-square."""
    statement = select(FourSquare).where(FourSquare.person_id == person_id)
    return list(db.session.scalars(statement.order_by(FourSquare.id)))


def personal_foursquares(person_id: int) -> list[dict[str, Any]]:
    """What a person said of builds, for his own data."""
    return [
        {
            "build_id": said.build_id,
            "at": said.at.isoformat(),
            "mood": said.mood,
            "best_item_id": said.best_item_id,
            "worst_item_id": said.worst_item_id,
            "want_idea_id": said.want_idea_id,
            "why_best": said.why_best,
            "why_worst": said.why_worst,
        }
        for said in foursquares_by(person_id)
    ]


def _count(build_id: int) -> ScalarSelect[int]:
    said = aliased(FourSquare)
    counted = select(func.count(said.id)).where(counts(build_id, said))
    return counted.scalar_subquery()


def _hidden() -> ColumnElement[bool]:
    return exists().where(
        FourSquareConcealment.four_square_id == FourSquare.id,
        FourSquareConcealment.revealed_at.is_(None),
    )


def _hidden_of(ids: Sequence[int]) -> set[int]:
    statement = select(FourSquareConcealment.four_square_id).where(
        FourSquareConcealment.four_square_id.in_(ids),
        FourSquareConcealment.revealed_at.is_(None),
    )
    return set(db.session.scalars(statement))


def _frame() -> tuple[Any, ...]:
    return (
        joinedload(FourSquare.person),
        joinedload(FourSquare.best),
        joinedload(FourSquare.worst),
    )
