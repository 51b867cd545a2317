"""What waits: drafts at their author's, the place at the gate, the terms to accept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.ideas.models import STAGES, Idea, IdeaFix, Terms, TermsAcceptance
from app.ideas.queries.scope import PAGE_SIZE, concealed
from app.kernel import clock, pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty
from app.people.models import Person

TERMS = 20
# What an author sees together: the tabs of his own ideas.
TABS = {
    "drafts": STAGES["draft"],
    "submitted": STAGES["checked"],
    "public": tuple(
        state
        for stage in ("gathering", "review", "planned", "making", "out")
        for state in STAGES[stage]
    ),
    "ended": STAGES["ended"],
}


def place_in_queue(idea: Idea) -> int:
    """How many wait at the gate up to and with this one, in the order of their due."""
    own = due_of(idea, "gate")
    waiting = (
        select(func.count())
        .join(Duty, and_(Duty.subject_kind == "idea", Duty.subject_id == Idea.id))
        .where(
            Idea.state == "submitted",
            ~concealed(),
            Duty.kind == "gate",
            Duty.met_at.is_(None),
            or_(Duty.due_at < own, and_(Duty.due_at == own, Idea.id <= idea.id)),
        )
    )
    return db.session.scalar(waiting.select_from(Idea)) or 0


def count_published(author_id: int) -> int:
    """How many ideas of an author were published here, whatever became of them."""
    statement = select(func.count()).where(
        Idea.author_id == author_id,
        Idea.published_at.is_not(None),
        Idea.source.is_(None),
    )
    return db.session.scalar(statement) or 0


def count_own(author_id: int, state: str) -> int:
    """How many ideas of an author are in a state."""
    statement = select(func.count()).where(
        Idea.author_id == author_id, Idea.state == state
    )
    return db.session.scalar(statement) or 0


def sent_today(idea: Idea) -> int:
    """How many other ideas of its author were sent within a day."""
    statement = select(func.count()).where(
        Idea.author_id == idea.author_id,
        Idea.submitted_at > clock.now() - timedelta(days=1),
        Idea.id != idea.id,
    )
    return db.session.scalar(statement) or 0


def own_page(
    actor: Actor, tab: str, after: str | None = None, size: int = PAGE_SIZE
) -> pages.Page[Idea]:
    """One page of an author's ideas of a tab, the last changed first."""
    statement = (
        select(Idea)
        .options(joinedload(Idea.space), joinedload(Idea.rule_set))
        .where(Idea.author_id == actor.id, Idea.state.in_(TABS[tab]))
    )
    order = (Idea.changed_at.desc(), Idea.id.desc())
    found: pages.Page[Idea] = pages.page(statement, order, after, size)
    return found


def own_counts(actor: Actor) -> dict[str, int]:
    """How many ideas of an author are behind each tab."""
    statement = (
        select(Idea.state, func.count())
        .where(Idea.author_id == actor.id)
        .group_by(Idea.state)
    )
    by_state: dict[str, int] = dict(db.session.execute(statement).all())
    return {tab: sum(by_state.get(s, 0) for s in TABS[tab]) for tab in TABS}


def gate_dues(idea_ids: Sequence[int]) -> dict[int, Any]:
    """Until when these ideas have their answer from the gate."""
    if not idea_ids:
        return {}
    statement = select(Duty.subject_id, Duty.due_at).where(
        Duty.kind == "gate",
        Duty.subject_kind == "idea",
        Duty.subject_id.in_(idea_ids),
        Duty.met_at.is_(None),
    )
    return dict(db.session.execute(statement).all())


def drafts_of(actor: Actor) -> list[Idea]:
    """An author's ideas that are not public yet, the last changed first."""
    statement = (
        select(Idea)
        .options(joinedload(Idea.space))
        .where(
            Idea.author_id == actor.id,
            Idea.state.in_(("draft", "submitted", "needs_work")),
        )
        .order_by(Idea.changed_at.desc(), Idea.id.desc())
    )
    return list(db.session.scalars(statement))


def due_of(idea: Idea, kind: str) -> Any:
    """When an open duty on an idea is due, if there is one."""
    statement = select(Duty.due_at).where(
        Duty.kind == kind,
        Duty.subject_kind == "idea",
        Duty.subject_id == idea.id,
        Duty.met_at.is_(None),
    )
    return db.session.scalar(statement.limit(1))


def fixes_of(idea_id: int, attempt: int) -> list[IdeaFix]:
    """What was asked for after a try, in the order of asking."""
    statement = select(IdeaFix).where(
        IdeaFix.idea_id == idea_id, IdeaFix.attempt == attempt
    )
    return list(db.session.scalars(statement.order_by(IdeaFix.id)))


def asked_by(actor: Actor) -> ColumnElement[bool]:
    """For statements with ideas: the changes that were made are what he asked for."""
    return exists().where(_answered(), IdeaFix.asked_by_id == actor.id)


def askers_of(idea_ids: Sequence[int]) -> dict[int, Person]:
    """Who asked for the changes that were made, by idea."""
    if not idea_ids:
        return {}
    statement = (
        select(Idea.id, Person)
        .join(IdeaFix, _answered())
        .join(Person, Person.id == IdeaFix.asked_by_id)
        .where(Idea.id.in_(idea_ids))
    )
    return {row.id: row.Person for row in db.session.execute(statement)}


def terms_in(lang: str) -> Terms | None:
    """The terms in force in a language, else in English."""
    statement = (
        select(Terms)
        .where(Terms.effective_at <= clock.now(), Terms.lang.in_((lang, "en")))
        .order_by(Terms.version.desc(), (Terms.lang == lang).desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def terms_page(after: str | None) -> pages.Page[Terms]:
    """A page of all versions in English, the newest first."""
    statement = select(Terms).where(Terms.lang == "en")
    return pages.page(statement, [Terms.version.desc()], after, TERMS)


def newest_terms() -> dict[str, str]:
    """The text of the newest version, in force or not, by language."""
    newest = select(func.max(Terms.version)).scalar_subquery()
    rows = db.session.scalars(select(Terms).where(Terms.version == newest))
    return {row.lang: row.body_source for row in rows}


def has_accepted(person_id: int, version: int) -> bool:
    """Whether a person accepted a version of the terms."""
    statement = select(TermsAcceptance.id).where(
        TermsAcceptance.person_id == person_id, TermsAcceptance.version == version
    )
    return db.session.scalar(statement) is not None


def _answered() -> ColumnElement[bool]:
    """The fixes that the words sent last are the answer to."""
    return and_(IdeaFix.idea_id == Idea.id, IdeaFix.attempt == Idea.tries - 1)
