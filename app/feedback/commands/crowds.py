"""What a crowd reports and chooses, written at once, as many taps would have been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.builds.models import Build, Install
from app.feedback import queries
from app.feedback.commands.foursquares import (
    NewFourSquare,
    NotOfThisBuild,
    OnlyWhoRanIt,
    ReportsClosed,
)
from app.feedback.commands.questions import NotOffered, QuestionIsClosed
from app.feedback.models import FourSquare, PollChoice, Question
from app.kernel.db import db, dialect_insert


@dataclass(frozen=True, slots=True)
class Seed:
    """The four answers of one of a crowd that did not tap, without words."""

    person_id: int
    at: datetime
    said: NewFourSquare


@dataclass(frozen=True, slots=True)
class Choice:
    """What one of a crowd would have next."""

    person_id: int
    at: datetime
    idea_id: int


def seed(build: Build, rows: Sequence[Seed]) -> None:
    """Write reports of those who ran a build; once a person.

    The same rules hold: only while reports were open, only of what came out.
    """
    _refuse(build, rows)
    values = [
        {
            "build_id": build.id,
            "person_id": row.person_id,
            "mood": row.said.mood,
            "best_item_id": row.said.best_item_id,
            "worst_item_id": row.said.worst_item_id,
            "want_idea_id": row.said.want_idea_id,
            "at": row.at,
        }
        for row in rows
    ]
    if values:
        db.session.execute(dialect_insert(FourSquare), values)


def seed_choices(question: Question, rows: Sequence[Choice]) -> None:
    """Write what people chose while a question was open; once a person."""
    span = question.opens_at, question.closes_at
    if not all(span[0] <= row.at < span[1] for row in rows):
        raise QuestionIsClosed
    if not {row.idea_id for row in rows} <= set(queries.offers(question.train_id)):
        raise NotOffered
    values = [
        {
            "train_id": question.train_id,
            "person_id": row.person_id,
            "idea_id": row.idea_id,
            "at": row.at,
        }
        for row in rows
    ]
    if values:
        db.session.execute(dialect_insert(PollChoice), values)


def _refuse(build: Build, rows: Sequence[Seed]) -> None:
    out, closes = build.published_at, build.train.report_close_at
    if out is None or not all(out <= row.at < closes for row in rows):
        raise ReportsClosed
    ran = select(Install.person_id).where(Install.build_id == build.id)
    if not {row.person_id for row in rows} <= set(db.session.scalars(ran)):
        raise OnlyWhoRanIt
    known = {None, *(item.id for item in queries.items_out(build.id))}
    named = {row.said.best_item_id for row in rows}
    if not named | {row.said.worst_item_id for row in rows} <= known:
        raise NotOfThisBuild
