"""The weekly question: what it offers, what was chosen, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.builds.models import WAITING, Channel, Train
from app.feedback.models import PollChoice, Question, QuestionIdea
from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaRung
from app.ideas.queries import concealed
from app.kernel import clock, pages, site
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.support.models import Support

# What may come next: ideas that people can support, and those that are to be made.
ASKED = ("supporting", "achieved", "in_review", "approved")
MOST = 6
OF_THE_WEEK = 4
WEEK = timedelta(days=7)
# So long an answer stays in sight.
FRESH = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Option:
    """An idea that a question offers; how many chose it is None while it is open."""

    idea: Idea
    count: int | None

    def percent(self, total: int) -> int:
        """How many in a hundred chose it."""
        return round(100 * (self.count or 0) / total) if total else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its page shows it."""

    question: Question
    space: Space
    options: list[Option]
    mine: int | None

    @property
    def total(self) -> int:
        """How many chose; 0 while it is open."""
        return sum(option.count or 0 for option in self.options)

    @property
    def taken(self) -> Idea | None:
        """What the team takes up of it, as far as this reader may see it."""
        key = self.question.taken_idea_id
        return next((one.idea for one in self.options if one.idea.id == key), None)


def trains_to_ask() -> list[Train]:
    """The weekly trains whose question is due and was not asked, oldest first."""
    now = clock.now()
    statement = (
        select(Train)
        .join(Train.channel)
        .join(Space, Space.id == Channel.space_id)
        .outerjoin(Question, Question.train_id == Train.id)
        .options(contains_eager(Train.channel))
        .where(Channel.code == "weekly", Space.has_builds, Question.train_id.is_(None))
        .where(Train.state.in_(WAITING), Train.freeze_at <= now)
        .where(Train.question_close_at > now)
        .order_by(Train.publish_at, Train.id)
    )
    return list(db.session.scalars(statement))


def ideas_to_ask(space_id: int) -> list[int]:
    """Up to six ideas of a space: the four that the week supported most, then others.

    After those, the ideas that reached a goal last; what is still free goes to those
    with the most supporters. Hidden ones are never asked.
    """
    week = _open_ideas(space_id).join(Support, Support.idea_id == Idea.id)
    fresh = week.where(
        Support.state == "counted", Support.counted_at >= clock.now() - WEEK
    )
    most = func.count(Support.id).desc()
    by_week = fresh.group_by(Idea.id).order_by(most, Idea.id).limit(OF_THE_WEEK)
    reached = _open_ideas(space_id).join(IdeaRung, IdeaRung.idea_id == Idea.id)
    standing = reached.where(IdeaRung.struck_at.is_(None)).group_by(Idea.id)
    last = func.max(IdeaRung.reached_at).desc()
    by_rung = standing.order_by(last, Idea.id).limit(MOST)
    whole = _open_ideas(space_id).order_by(Idea.support_count.desc(), Idea.id)
    found: dict[int, None] = {}
    for statement in (by_week, by_rung, whole.limit(MOST)):
        found.update(dict.fromkeys(db.session.scalars(statement)))
    return list(found)[:MOST]


def question_by_id(actor: Actor, train_id: int) -> Question:
    """A question by its train; Missing where the actor may not see its space."""
    found: Question | None = db.session.scalar(
        _seen(actor).where(Question.train_id == train_id)
    )
    if found is None:
        raise Missing
    return found


def asked_page(actor: Actor, train_id: int) -> Asked:
    """A question with what it offers, the reader's choice, and figures once closed."""
    return asked_of(actor, [question_by_id(actor, train_id)])[0]


def questions_page(
    actor: Actor, after: str | None, size: int = 10
) -> pages.Page[Question]:
    """Every question that one may see, the newest first."""
    order = [Question.opens_at.desc(), Question.train_id.desc()]
    return pages.page(_seen(actor), order, after, size)


def current(actor: Actor) -> list[Question]:
    """What is asked now, and what was answered within the last days."""
    now = clock.now()
    until = site.get("asked_until")
    if not until or clock.parse(until) <= now:
        return []
    is_open = Question.closes_at > now
    is_fresh = Question.answered_at > now - FRESH
    statement = _seen(actor).where(or_(is_open, is_fresh))
    order = [Question.closes_at.desc(), Question.train_id]
    return list(db.session.scalars(statement.order_by(*order).limit(2)))


def asked_of(actor: Actor, questions: Sequence[Question]) -> list[Asked]:
    """Questions with all that their page shows, in three statements together."""
    if not questions:
        return []
    keys = [question.train_id for question in questions]
    offered = _offered(keys)
    wanted = [key for offers in offered.values() for key in offers]
    known = ideas.by_ids(actor, wanted)
    closed = [question.train_id for question in questions if question.is_closed]
    counts = _counts(closed) if closed else {}
    mine = _choices_of(actor, keys)
    return [
        Asked(
            question=question,
            space=question.train.channel.space,
            options=[
                Option(
                    known[idea_id],
                    counts.get((question.train_id, idea_id), 0)
                    if question.is_closed
                    else None,
                )
                for idea_id in offered.get(question.train_id, [])
                if idea_id in known
            ],
            mine=mine.get(question.train_id),
        )
        for question in questions
    ]


def offers(train_id: int) -> list[int]:
    """The ideas that a question offers, in their order."""
    return _offered([train_id]).get(train_id, [])


def choosers_of(train_id: int) -> list[int]:
    """Everyone who chose."""
    statement = select(PollChoice.person_id).where(PollChoice.train_id == train_id)
    return list(db.session.scalars(statement.order_by(PollChoice.person_id)))


def open_choices_of(person_id: int) -> list[PollChoice]:
    """What a person chose where it is not counted yet."""
    statement = (
        select(PollChoice)
        .join(Question, Question.train_id == PollChoice.train_id)
        .where(PollChoice.person_id == person_id, Question.closes_at > clock.now())
    )
    return list(db.session.scalars(statement))


def personal_choices(person_id: int) -> list[dict[str, Any]]:
    """What a person chose, for his own data."""
    statement = select(PollChoice).where(PollChoice.person_id == person_id)
    return [
        {"train_id": row.train_id, "idea_id": row.idea_id, "at": row.at.isoformat()}
        for row in db.session.scalars(statement.order_by(PollChoice.id))
    ]


def _seen(actor: Actor) -> Select[Any]:
    channel = joinedload(Question.train).joinedload(Train.channel)
    statement = select(Question).options(
        channel.joinedload(Channel.space), joinedload(Question.taken)
    )
    if actor.id == SYSTEM_ID:
        return statement
    return statement.where(
        Question.space_id.in_(spaces.ids_visible_to(actor, "builds"))
    )


def _open_ideas(space_id: int) -> Select[int]:
    return select(Idea.id).where(
        Idea.space_id == space_id,
        Idea.state.in_(ASKED),
        Idea.published_at.is_not(None),
        ~concealed(),
    )


def _offered(train_ids: Sequence[int]) -> dict[int, list[int]]:
    statement = select(QuestionIdea).where(QuestionIdea.train_id.in_(train_ids))
    found: dict[int, list[int]] = {}
    for row in db.session.scalars(statement.order_by(QuestionIdea.place)):
        found.setdefault(row.train_id, []).append(row.idea_id)
    return found


def _counts(train_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    statement = (
        select(PollChoice.train_id, PollChoice.idea_id, func.count())
        .where(PollChoice.train_id.in_(train_ids))
        .group_by(PollChoice.train_id, PollChoice.idea_id)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}


def _choices_of(actor: Actor, train_ids: Sequence[int]) -> dict[int, int]:
    if not actor.is_person:
        return {}
    statement = select(PollChoice.train_id, PollChoice.idea_id).where(
        PollChoice.train_id.in_(train_ids), PollChoice.person_id == actor.id
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
