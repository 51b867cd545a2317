"""Rulings, appeals and the reasons library; what is public of them has no names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.ideas.models import Idea
from app.kernel import clock, pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.moderation.models import (
    AGAINST,
    LOGGED,
    TIMED,
    Appeal,
    Report,
    Ruling,
    RulingReason,
    RulingThing,
)
from app.moderation.queries.subjects import Key
from app.spaces import queries as spaces

LOG_SIZE = 30


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known of an author beside the thing that is looked at."""

    published: int
    refused: int
    against: int
    ruled_reports: int
    wrong_reports: int


def ruling(ruling_id: int) -> Ruling:
    """A ruling by key; Missing when there is none."""
    found = db.session.get(Ruling, ruling_id)
    if found is None:
        raise Missing
    return found


def readable(actor: Actor, ruling_id: int) -> Ruling:
    """A ruling in full: for whom it is about, its reporters and its moderators."""
    found = ruling(ruling_id)
    reported = select(Report.id).where(
        Report.ruling_id == ruling_id, Report.by_id == actor.id
    )
    is_concerned = actor.is_person and (
        found.about_id == actor.id
        or actor.has_role("moderator", found.space_id)
        or db.session.scalar(reported) is not None
    )
    if not is_concerned:
        raise Missing
    return found


def log(actor: Actor, after: str | None = None) -> pages.Page[Ruling]:
    """The public log, newest first: of the site and of spaces the actor may see."""
    statement = select(Ruling).where(
        Ruling.act.in_(LOGGED),
        or_(
            Ruling.space_id.is_(None),
            Ruling.space_id.in_(spaces.ids_visible_to(actor)),
        ),
    )
    found: pages.Page[Ruling] = pages.page(
        statement, [Ruling.id.desc()], after, LOG_SIZE
    )
    return found


def about(person_id: int, after: str | None = None) -> pages.Page[Ruling]:
    """Rulings on what is a person's, newest first."""
    statement = select(Ruling).where(
        Ruling.about_id == person_id, Ruling.act.in_(LOGGED)
    )
    found: pages.Page[Ruling] = pages.page(
        statement, [Ruling.id.desc()], after, LOG_SIZE
    )
    return found


def undone(ruling_ids: Sequence[int]) -> set[int]:
    """Which of these rulings were taken back."""
    statement = select(Ruling.undo_of_id).where(Ruling.undo_of_id.in_(ruling_ids))
    return {key for key in db.session.scalars(statement) if key is not None}


def solo(ruling_ids: Sequence[int]) -> set[int]:
    """Which of these rulings had their appeal answered by one and the same person."""
    statement = select(Appeal.ruling_id).where(
        Appeal.ruling_id.in_(ruling_ids), Appeal.solo_at.is_not(None)
    )
    return set(db.session.scalars(statement))


def last_by(actor: Actor) -> Ruling | None:
    """The newest ruling of a moderator that he may still take back."""
    undo = aliased(Ruling)
    statement = (
        select(Ruling)
        .where(
            Ruling.by_id == actor.id,
            Ruling.act != "undo",
            ~exists().where(undo.undo_of_id == Ruling.id),
        )
        .order_by(Ruling.id.desc())
    )
    return db.session.scalar(statement.limit(1))


def last_on(key: Key, acts: Sequence[str]) -> Ruling | None:
    """The newest ruling of some kinds on a thing that nobody took back."""
    statement = select(Ruling).where(
        Ruling.subject_kind == key[0],
        Ruling.subject_id == key[1],
        Ruling.act.in_(acts),
        _stands(),
    )
    return db.session.scalar(statement.order_by(Ruling.id.desc()).limit(1))


def hidden_by(ruling_id: int) -> list[Key]:
    """What a ruling hid, in the order of hiding."""
    statement = select(RulingThing).where(RulingThing.ruling_id == ruling_id)
    rows = db.session.scalars(statement.order_by(RulingThing.id))
    return [(row.subject_kind, row.subject_id) for row in rows]


def limit_of(person_id: int, acts: Sequence[str]) -> datetime | None:
    """Until when standing rulings of some kinds hold a person back."""
    statement = select(func.max(Ruling.until_at)).where(
        Ruling.about_id == person_id,
        Ruling.act.in_(acts),
        Ruling.until_at > clock.now(),
        _stands(),
    )
    found: datetime | None = db.session.scalar(statement)
    return found


def sanction_of(person_id: int) -> Ruling | None:
    """The standing ruling that holds a person back longest."""
    statement = select(Ruling).where(
        Ruling.about_id == person_id,
        Ruling.act.in_(TIMED),
        Ruling.until_at > clock.now(),
        _stands(),
    )
    return db.session.scalar(statement.order_by(Ruling.until_at.desc()).limit(1))


def trust_of(person_id: int) -> Trust:
    """An author's record, in one statement."""
    own = Idea.author_id == person_id
    published = select(func.count()).where(own, Idea.published_at.is_not(None))
    refused = select(func.count()).where(own, Idea.state == "rejected")
    against = select(func.count()).where(
        Ruling.about_id == person_id,
        Ruling.act.in_([act for act in AGAINST if act != "refuse"]),
        _stands(),
    )
    reports = select(func.count()).where(
        Report.by_id == person_id, Report.ruling_id.is_not(None)
    )
    wrong = (
        select(func.count())
        .select_from(Report)
        .join(Ruling, Ruling.id == Report.ruling_id)
        .where(Report.by_id == person_id, Ruling.act == "keep")
    )
    counts = [
        part.scalar_subquery() for part in (published, refused, against, reports, wrong)
    ]
    return Trust(*db.session.execute(select(*counts)).one())


def appeal(appeal_id: int) -> Appeal:
    """An appeal by key; Missing when there is none."""
    found = db.session.get(Appeal, appeal_id)
    if found is None:
        raise Missing
    return found


def appeal_of(ruling_id: int) -> Appeal | None:
    """The one appeal against a ruling."""
    return db.session.scalar(select(Appeal).where(Appeal.ruling_id == ruling_id))


def appeals_of(appeal_ids: Sequence[int]) -> dict[int, tuple[Appeal, Ruling]]:
    """Appeals with their rulings, in one statement."""
    if not appeal_ids:
        return {}
    statement = (
        select(Appeal, Ruling)
        .join(Ruling, Ruling.id == Appeal.ruling_id)
        .where(Appeal.id.in_(appeal_ids))
    )
    return {found.id: (found, row) for found, row in db.session.execute(statement)}


def reasons(use: str, lang: str) -> dict[str, str]:
    """The library for one use by code, in a language, else in English."""
    statement = (
        select(RulingReason)
        .where(RulingReason.use == use, RulingReason.lang.in_((lang, "en")))
        .order_by(RulingReason.id)
    )
    found: dict[str, str] = {}
    for row in db.session.scalars(statement):
        if row.lang == lang or row.code not in found:
            found[row.code] = row.text
    return found


def reason(code: str, lang: str) -> str:
    """One reason of the library in a language, else in English; "" if unknown."""
    statement = select(RulingReason).where(
        RulingReason.code == code, RulingReason.lang.in_((lang, "en"))
    )
    rows = {row.lang: row.text for row in db.session.scalars(statement)}
    return rows.get(lang) or rows.get("en") or ""


def library() -> list[RulingReason]:
    """The whole library, as its editors see it."""
    return list(db.session.scalars(select(RulingReason).order_by(RulingReason.id)))


def reason_row(reason_id: int) -> RulingReason:
    """One text of the library; Missing when there is none."""
    found = db.session.get(RulingReason, reason_id)
    if found is None:
        raise Missing
    return found


def personal(person: Any) -> dict[str, Any]:
    """What this domain holds of a person."""
    mine = select(Report).where(Report.by_id == person.id).order_by(Report.id)
    on_me = select(Ruling).where(Ruling.about_id == person.id).order_by(Ruling.id)
    asked = select(Appeal).where(Appeal.by_id == person.id).order_by(Appeal.id)
    return {
        "reports": [
            {"at": row.created_at.isoformat(), "code": row.code, "text": row.text}
            for row in db.session.scalars(mine)
        ],
        "rulings": [
            {"at": row.created_at.isoformat(), "act": row.act, "text": row.text}
            for row in db.session.scalars(on_me)
        ],
        "appeals": [
            {"at": row.created_at.isoformat(), "text": row.text, "answer": row.answer}
            for row in db.session.scalars(asked)
        ],
    }


def _stands() -> ColumnElement[bool]:
    undo = aliased(Ruling)
    return ~exists().where(undo.undo_of_id == Ruling.id)
