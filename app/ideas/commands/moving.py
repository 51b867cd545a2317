"""The one door between states: the table, the guards, the clock, the history."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.ideas import queries
from app.ideas.commands.refusals import (
    GUARDS,
    GuardMissing,
    NoSuchMove,
    ReasonTooShort,
)
from app.ideas.events import IdeaChanged, IdeaMoved
from app.ideas.models import (
    MOVES,
    Idea,
    IdeaClearance,
    IdeaTransition,
    LicenceGrant,
    Move,
)
from app.ideas.rules import IdeaRules, deadline
from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.text import weight

# A state that the firm owns is never without a duty: its kind, and who owes it.
DUTIES = {
    "submitted": ("gate", "moderator"),
    "achieved": ("review_start", "product"),
    "in_review": ("review", "product"),
    "parked": ("parked", "product"),
    "approved": ("start", "product"),
    "in_development": ("ship", "product"),
    "in_beta": ("ship", "product"),
}
_COLUMNS = [column.key for column in Idea.__mapper__.column_attrs]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a move was made: a code for machines, words for people."""

    code: str = ""
    text: str = ""


def move(
    actor: Actor, idea: Idea, to_state: str, reason_code: str, reason_text: str = ""
) -> None:
    """Move an idea for a higher domain, which has asked its own policy.

    Refused unless the table holds the move, its clearance is there and its reason is
    long enough; opens and meets duties, begins and ends licences.
    """
    lock(idea)
    row = MOVES.get((idea.state, to_state))
    if row is None or row.door != "move":
        raise NoSuchMove
    move_to(actor, idea, to_state, Reason(reason_code, reason_text))


def can_move(idea: Idea, to_state: str) -> list[str]:
    """The codes of what is missing for a move; empty when it can be made."""
    row = MOVES.get((idea.state, to_state))
    if row is None or row.door not in ("ideas", "move"):
        return [NoSuchMove.code]
    guard = row.clearance(queries.guarded_as(idea))
    has_it = guard is None or guard in queries.clearances_of(idea.id)
    return [] if has_it else [str(guard)]


def move_to(actor: Actor, idea: Idea, target: str, reason: Reason) -> None:
    """Change the state by a row of the table and write it down; flushes.

    The caller holds the lock of the idea and has asked who may.
    """
    row = _row(idea, target)
    _check_guards(idea, row)
    _check_reason(idea, row, reason)
    source, before = idea.state, idea.deadline_at
    idea.state = target
    idea.version += 1
    idea.changed_at = clock.now()
    set_clock(idea)
    db.session.add(_transition(actor, idea, source, before, reason))
    _hand_over_duty(idea, source)
    _settle_licences(idea)
    actor_id = actor.id or 0
    emit(IdeaMoved(idea.id, from_state=source, to_state=target, actor_id=actor_id))
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()


def record_step(
    actor: Actor, idea: Idea, before: datetime | None, reason: Reason
) -> None:
    """Write down a step that leaves the state and moves the clock (row 10)."""
    idea.version += 1
    db.session.add(_transition(actor, idea, idea.state, before, reason))
    db.session.flush()


def lock(idea: Idea) -> None:
    """Hold an idea's row until the end of the transaction, and read it afresh."""
    db.session.flush()
    db.session.refresh(idea, _COLUMNS, with_for_update=True)


def set_clock(idea: Idea) -> None:
    """Ask the pure clock again; only an idea that gathers support has a deadline."""
    if idea.state != "supporting" or idea.published_at is None or not has_clock(idea):
        idea.deadline_at = None
        return
    reached = [rung.reached_at for rung in queries.rungs_of([idea.id])]
    stops = [
        (stop.starts_at, stop.ends_at)
        for stop in queries.stops_of(idea.id)
        if stop.ends_at is not None
    ]
    idea.deadline_at = deadline(game_of(idea), idea.published_at, reached, stops)


def has_clock(idea: Idea) -> bool:
    """Imported ideas and spaces without goals have none."""
    return idea.source is None and idea.next_rung is not None


def game_of(idea: Idea) -> IdeaRules:
    """The settings an idea was submitted under."""
    return queries.game_of(idea)


def clear(actor: Actor, idea: Idea, kind: str) -> None:
    """Grant a precondition; twice is the same as once.

    The higher domain that knows has asked its own policy. A signed deed is the licence
    to make the product.
    """
    row = IdeaClearance(
        idea_id=idea.id, kind=kind, given_by_id=actor.id, at=clock.now()
    )
    if insert_once(row) is None:
        return
    audit.record(actor, "ideas.clear", "idea", idea.id, values={"kind": kind})
    if kind == "deed_signed":
        grant_licence(actor, idea, "product")
    db.session.flush()


def withdraw_clearance(actor: Actor, idea: Idea, kind: str) -> None:
    """Take a precondition back, because what it stood for is no longer so."""
    change = (
        update(IdeaClearance)
        .where(
            IdeaClearance.idea_id == idea.id,
            IdeaClearance.kind == kind,
            IdeaClearance.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
        .returning(IdeaClearance.id)
    )
    if db.session.scalar(change) is not None:
        values = {"kind": kind}
        audit.record(actor, "ideas.withdraw_clearance", "idea", idea.id, values=values)
        db.session.flush()


def grant_licence(actor: Actor, idea: Idea, kind: str) -> None:
    """Begin what the firm may do with an idea; a living licence is kept."""
    now = clock.now()
    ends_at = None
    if kind == "evaluation":
        ends_at = now + timedelta(days=game_of(idea).evaluation_days)
    row = LicenceGrant(
        idea_id=idea.id,
        kind=kind,
        starts_at=now,
        ends_at=ends_at,
        ended_reason="",
    )
    if insert_once(row) is not None:
        audit.record(actor, "ideas.licence", "idea", idea.id, values={"kind": kind})


def end_licence(idea: Idea, kind: str, reason: str) -> None:
    """End a living licence today, and say why."""
    statement = select(LicenceGrant).where(
        LicenceGrant.idea_id == idea.id,
        LicenceGrant.kind == kind,
        LicenceGrant.ended_reason == "",
    )
    for grant in db.session.scalars(statement):
        grant.ends_at = max(clock.now(), grant.starts_at)
        grant.ended_reason = reason
    db.session.flush()


def _row(idea: Idea, target: str) -> Move:
    row = MOVES.get((idea.state, target))
    if row is None or row.door not in ("ideas", "move"):
        raise NoSuchMove
    return row


def _check_guards(idea: Idea, row: Move) -> None:
    guard = row.clearance(queries.guarded_as(idea))
    if guard is not None and guard not in queries.clearances_of(idea.id):
        raise GUARDS.get(guard, GuardMissing)(guard=guard)


def _check_reason(idea: Idea, row: Move, reason: Reason) -> None:
    least = row.reason_weight
    if least > 1:
        least = game_of(idea).reason_weight
    if weight(reason.text.strip()) < least:
        raise ReasonTooShort(least=least, field="reason")


def _transition(
    actor: Actor, idea: Idea, source: str, before: datetime | None, reason: Reason
) -> IdeaTransition:
    return IdeaTransition(
        idea_id=idea.id,
        from_state=source,
        to_state=idea.state,
        actor_id=actor.id,
        reason_code=reason.code,
        reason_text=reason.text.strip(),
        rule_set_id=idea.rule_set_id,
        clock_before=before,
        clock_after=idea.deadline_at,
        created_at=clock.now(),
    )


def _hand_over_duty(idea: Idea, source: str) -> None:
    """Meet what was owed in the old state, open what is owed in the new one."""
    if source == "supporting":
        for kind in ("goal", "look"):
            duties.meet(kind, ("idea", idea.id))
    old, new = DUTIES.get(source), DUTIES.get(idea.state)
    if old == new:
        return
    if old is not None:
        duties.meet(old[0], ("idea", idea.id))
    if new is not None:
        duties.open(
            kind=new[0],
            subject=("idea", idea.id),
            owner_role=new[1],
            due_at=_due_at(idea),
            space_id=idea.space_id,
            waiting_id=idea.author_id,
        )


def _due_at(idea: Idea) -> datetime:
    game = game_of(idea)
    if idea.state == "submitted":
        is_first = idea.tries <= 1
        days = game.gate_business_days if is_first else game.resubmission_business_days
        sent = idea.submitted_at or clock.now()
        return duties.business_days(days, sent, site.get("timezone"))
    days = {
        "achieved": game.review_start_days,
        "in_review": game.review_days,
        "parked": game.parked_days,
        "approved": game.start_days,
    }.get(idea.state, game.ship_days)
    return clock.now() + timedelta(days=days)


def _settle_licences(idea: Idea) -> None:
    """Begin and end what the new state means for what the firm may do."""
    if idea.state in ("declined", "withdrawn"):
        end_licence(idea, "evaluation", idea.state)
        end_licence(idea, "product", idea.state)
    if idea.state in ("withdrawn", "rejected"):
        end_licence(idea, "hosting", idea.state)
