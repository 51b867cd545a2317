"""What hangs on an idea: words, pictures, history, goals, licences, follows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from app.ideas.models import (
    CATEGORIES,
    Idea,
    IdeaClearance,
    IdeaConcealment,
    IdeaFollow,
    IdeaPicture,
    IdeaRevision,
    IdeaRung,
    IdeaStop,
    IdeaTransition,
    LicenceGrant,
    TermsAcceptance,
)
from app.ideas.queries.scope import visible_to
from app.ideas.rules import IdeaRules
from app.kernel.actor import Actor
from app.kernel.db import db
from app.spaces import queries as spaces
from app.spaces.models import RuleSet

UNDER_WAY = (*CATEGORIES["open"][1:], *CATEGORIES["active"])


def game_of(idea: Idea) -> IdeaRules:
    """The settings an idea was submitted under."""
    rule_set = db.session.get_one(RuleSet, idea.rule_set_id)
    game: IdeaRules = rule_set.book.ideas
    return game


def revision_of(idea_id: int) -> IdeaRevision:
    """The newest words of an idea."""
    statement = select(IdeaRevision).where(IdeaRevision.idea_id == idea_id)
    return db.session.scalars(statement.order_by(IdeaRevision.n.desc()).limit(1)).one()


def revisions_of(idea_id: int) -> list[IdeaRevision]:
    """All versions of its words, oldest first."""
    statement = select(IdeaRevision).where(IdeaRevision.idea_id == idea_id)
    return list(db.session.scalars(statement.order_by(IdeaRevision.n)))


def pictures_of(idea_id: int) -> list[IdeaPicture]:
    """Its pictures in their order; the first is the cover."""
    statement = select(IdeaPicture).where(IdeaPicture.idea_id == idea_id)
    return list(db.session.scalars(statement.order_by(IdeaPicture.place)))


def history_of(idea_id: int) -> list[IdeaTransition]:
    """Every change of state with who made it, oldest first."""
    statement = (
        select(IdeaTransition)
        .options(joinedload(IdeaTransition.actor))
        .where(IdeaTransition.idea_id == idea_id)
        .order_by(IdeaTransition.id)
    )
    return list(db.session.scalars(statement))


def rungs_of(idea_ids: Sequence[int]) -> list[IdeaRung]:
    """The goals these ideas reached, in order; struck ones are left out."""
    statement = select(IdeaRung).where(
        IdeaRung.idea_id.in_(idea_ids), IdeaRung.struck_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(IdeaRung.idea_id, IdeaRung.n)))


def way_of(actor: Actor, idea_ids: Sequence[int]) -> list[tuple[Idea, IdeaRung | None]]:
    """Visible ideas with each goal they reached, in one statement."""
    reached = and_(IdeaRung.idea_id == Idea.id, IdeaRung.struck_at.is_(None))
    statement = (
        visible_to(actor)
        .select()
        .add_columns(IdeaRung)
        .outerjoin(IdeaRung, reached)
        .where(Idea.id.in_(idea_ids))
        .order_by(Idea.id, IdeaRung.n)
    )
    return [(idea, rung) for idea, rung in db.session.execute(statement)]


def rungs_ahead(idea: Idea) -> list[tuple[int, int]]:
    """(n, threshold) of the goals still ahead, for whoever counts supports."""
    if idea.next_rung is None or idea.topped_at is not None:
        return []
    ladder: tuple[int, ...] = game_of(idea).ladder
    ahead = enumerate(ladder, start=1)
    return [(n, threshold) for n, threshold in ahead if n > idea.rungs_crossed]


def stops_of(idea_id: int) -> list[IdeaStop]:
    """The spans in which its clock stood still."""
    statement = select(IdeaStop).where(IdeaStop.idea_id == idea_id)
    return list(db.session.scalars(statement.order_by(IdeaStop.starts_at)))


def clearances_of(idea_id: int) -> set[str]:
    """The kinds of living clearances."""
    statement = select(IdeaClearance.kind).where(
        IdeaClearance.idea_id == idea_id, IdeaClearance.withdrawn_at.is_(None)
    )
    return set(db.session.scalars(statement))


def licences_of(idea_id: int) -> list[LicenceGrant]:
    """What the firm may and might do with it, oldest first."""
    statement = select(LicenceGrant).where(LicenceGrant.idea_id == idea_id)
    return list(db.session.scalars(statement.order_by(LicenceGrant.id)))


def concealment_of(idea_id: int) -> IdeaConcealment | None:
    """Who hid an idea and why, if it is hidden."""
    statement = select(IdeaConcealment).where(
        IdeaConcealment.idea_id == idea_id, IdeaConcealment.revealed_at.is_(None)
    )
    return db.session.scalar(statement)


def followers_of(idea_id: int) -> list[int]:
    """The keys of those who wish to hear of an idea."""
    statement = select(IdeaFollow.person_id).where(IdeaFollow.idea_id == idea_id)
    return list(db.session.scalars(statement.order_by(IdeaFollow.person_id)))


def personal(person: Any) -> dict[str, Any]:
    """What this domain holds of a person."""
    statement = select(Idea).where(Idea.author_id == person.id).order_by(Idea.id)
    follows = select(IdeaFollow.idea_id).where(IdeaFollow.person_id == person.id)
    accepted = select(TermsAcceptance).where(TermsAcceptance.person_id == person.id)
    return {
        "ideas": [_exported(idea) for idea in db.session.scalars(statement)],
        "follows": list(db.session.scalars(follows.order_by(IdeaFollow.id))),
        "terms": [
            {"version": row.version, "at": row.accepted_at.isoformat()}
            for row in db.session.scalars(accepted)
        ],
    }


def _exported(idea: Idea) -> dict[str, Any]:
    return {
        "number": idea.number,
        "state": idea.state,
        "created_at": idea.created_at.isoformat(),
        "tags": idea.tag_names,
        "pictures": [
            {"name": row.name, "shows": row.alt} for row in pictures_of(idea.id)
        ],
        "revisions": [
            {"n": row.n, "title": row.title, "text": row.body_source}
            for row in revisions_of(idea.id)
        ],
    }


def guarded_as(idea: Idea) -> str:
    """Whose preconditions hold: without a share of revenue nobody signs a deed."""
    has_revenue = spaces.is_on(spaces.get(idea.space_id), "revenue")
    return idea.outcome if has_revenue else "improvement"


def count_under_way(space_ids: Sequence[int]) -> dict[int, int]:
    """How many ideas of some spaces were sent in and have not ended, by space."""
    statement = (
        select(Idea.space_id, func.count())
        .where(Idea.space_id.in_(space_ids), Idea.state.in_(UNDER_WAY))
        .group_by(Idea.space_id)
    )
    rows = db.session.execute(statement)
    return {row[0]: row[1] for row in rows}
