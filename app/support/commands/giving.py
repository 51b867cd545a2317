"""Giving support, and taking it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from app.ideas import policies as idea_policies
from app.ideas.models import SUPPORTABLE, Idea
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert
from app.kernel.events import emit
from app.kernel.policies import require
from app.people.models import Person
from app.support import policies, queries
from app.support.commands.book import record
from app.support.commands.refusals import NotOpen, OnSale, OwnIdea, TooLate, Voided
from app.support.events import SupportGiven, SupportWithdrawn
from app.support.models import Support, new_receipt


def give(actor: Actor, idea: Idea) -> Support:
    """Stand behind an idea. Giving twice is the same as giving once.

    Whoever returns after a withdrawal counts from now on, unless a machine held the
    support before and nobody released it. The idea's own row is never touched here:
    the fold brings it the count.
    """
    if actor.is_person and actor.id == idea.author_id:
        raise OwnIdea("may_support")
    require(policies.may_support, actor, idea)
    now = clock.now()
    _refuse_closed(idea, now)
    support = _cast(actor, idea, now)
    if support is None:
        return _known(actor, idea)
    delta = 1 if support.state == "counted" else 0
    record(actor, [support], "cast", delta=delta, at=now)
    emit(SupportGiven(support.id, idea.id, support.person_id))
    db.session.flush()
    return support


def withdraw(actor: Actor, idea: Idea) -> None:
    """Take support back, any time before launch; without one nothing happens."""
    if idea.state in ("launched", "retired"):
        raise OnSale
    require(policies.may_withdraw, actor, idea)
    now = clock.now()
    counted = _change(actor, idea, "counted", {"state": "withdrawn"})
    support = counted or _change(actor, idea, "held", {"state": "withdrawn"})
    if support is None:
        return
    delta = -1 if counted else 0
    record(actor, [support], "withdraw", delta=delta, at=now)
    emit(SupportWithdrawn(support.id, idea.id, support.person_id))
    db.session.flush()


def erase(actor: Actor, person: Person) -> None:
    """Rows stay with the tombstone, so that counts stay true; none has a name."""


def _refuse_closed(idea: Idea, now: datetime) -> None:
    if idea.state not in SUPPORTABLE:
        raise NotOpen
    if not idea_policies.may_be_supported(idea, now):
        raise TooLate


def _known(actor: Actor, idea: Idea) -> Support:
    """The support that is there already, unless two people voided it."""
    known = queries.receipt_of(actor, idea.id)
    if known.state == "voided":
        raise Voided
    return known


def _cast(actor: Actor, idea: Idea, now: datetime) -> Support | None:
    """A first support, or one that returns, in one statement; None: it was there."""
    doubted = case((Support.held_for.is_not(None), "held"), else_="counted")
    fresh = dialect_insert(Support).values(
        idea_id=idea.id,
        person_id=actor.id,
        provenance="self",
        receipt=new_receipt(),
        state="counted",
        created_at=now,
        counted_at=now,
    )
    cast = fresh.on_conflict_do_update(
        index_elements=[Support.idea_id, Support.person_id],
        set_={"state": doubted, "counted_at": now},
        where=Support.state == "withdrawn",
    ).returning(Support)
    options = {"populate_existing": True}
    found: Support | None = db.session.scalar(cast.execution_options(**options))
    return found


def _change(
    actor: Actor, idea: Idea, state: str, values: dict[str, Any]
) -> Support | None:
    """Move the actor's support on from a state; None where it is in another."""
    change = update(Support).where(
        Support.idea_id == idea.id,
        Support.person_id == actor.id,
        Support.state == state,
    )
    moved = change.values(**values).returning(Support)
    options = {"synchronize_session": False, "populate_existing": True}
    found: Support | None = db.session.scalar(moved.execution_options(**options))
    return found
