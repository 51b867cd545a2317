"""Doubted supports: a machine may only hold them, and only two people rule."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update

from app.ideas.models import Idea
from app.kernel import approvals, audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require
from app.support import policies, queries
from app.support.commands.book import record
from app.support.commands.refusals import (
    NoteMissing,
    NothingToRule,
    RulingOver,
    UnknownReason,
)
from app.support.events import (
    SupportHeld,
    SupportReleased,
    SupportRestored,
    SupportVoided,
)
from app.support.models import (
    HOLD_REASONS,
    RULING_REASONS,
    Support,
    SupportRuling,
    SupportRulingItem,
)

RULING = "support.ruling"
CHECK = "support_check"
# What each verdict does: from which state to which, and to the count.
_STEPS = {
    "release": (("held", "counted", 1),),
    "void": (("counted", "voided", -1), ("held", "voided", 0)),
    "restore": (("voided", "counted", 1),),
}
_EVENTS = {
    "release": SupportReleased,
    "void": SupportVoided,
    "restore": SupportRestored,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be decided about which supports, and why."""

    verdict: str
    reason_code: str
    note: str
    support_ids: Sequence[int]


def hold(actor: Actor, idea: Idea, support_ids: Sequence[int], reason: str) -> int:
    """Take counted supports out of the count until two people looked; how many.

    For the machine alone. Each stays its giver's, who is told why.
    """
    require(policies.may_hold, actor)
    if reason not in HOLD_REASONS:
        raise UnknownReason(field="reason")
    values = {"state": "held", "held_for": reason}
    held = _move(idea, support_ids, "counted", values)
    record(actor, held, "hold", delta=-1, at=clock.now(), reason=reason)
    for support in held:
        emit(SupportHeld(support.id, idea.id, support.person_id, reason))
    if held:
        _ask_for_check(idea)
    db.session.flush()
    return len(held)


def propose(actor: Actor, idea: Idea, proposal: Proposal) -> SupportRuling:
    """Put a verdict forward; nothing changes before a second person confirms it."""
    require(policies.may_rule, actor, idea)
    if proposal.reason_code not in RULING_REASONS.get(proposal.verdict, {}):
        raise UnknownReason(field="reason")
    if not proposal.note.strip():
        raise NoteMissing(field="note")
    states = [step[0] for step in _STEPS[proposal.verdict]]
    ids = queries.ids_in_state(idea.id, proposal.support_ids, states)
    if not ids:
        raise NothingToRule(field="supports")
    ruling = _write(idea, proposal, ids)
    approvals.make(actor, RULING, "support_ruling", ruling.id, _hash(ruling, ids))
    return ruling


def confirm(actor: Actor, idea: Idea, ruling: SupportRuling) -> int:
    """Agree as the second person, which carries it out; how many supports changed.

    A support that its giver took back meanwhile is left alone.
    """
    require(policies.may_rule, actor, idea)
    if not ruling.is_open:
        raise RulingOver
    ids = queries.ids_of_ruling(ruling.id)
    sha = _hash(ruling, ids)
    approvals.check(actor, RULING, "support_ruling", ruling.id, sha)
    ruling.decided_at = clock.now()
    changed = sum(
        _apply(actor, idea, ruling, ids, step) for step in _STEPS[ruling.verdict]
    )
    ruling.size = changed
    values = {"ruling": ruling.id, "verdict": ruling.verdict, "supports": changed}
    audit.record(actor, "support.rule", "idea", idea.id, values=values)
    _settle_check(idea)
    return changed


def drop(actor: Actor, idea: Idea, ruling: SupportRuling) -> None:
    """Take a proposal off the table; the supports stay as they are."""
    require(policies.may_rule, actor, idea)
    if not ruling.is_open:
        raise RulingOver
    approvals.void(RULING, "support_ruling", ruling.id)
    ruling.dropped_at = clock.now()
    audit.record(actor, "support.drop_ruling", "idea", idea.id)
    db.session.flush()


def _write(idea: Idea, proposal: Proposal, ids: Sequence[int]) -> SupportRuling:
    ruling = SupportRuling(
        idea_id=idea.id,
        verdict=proposal.verdict,
        reason_code=proposal.reason_code,
        note=proposal.note.strip(),
        size=len(ids),
        made_at=clock.now(),
    )
    db.session.add(ruling)
    db.session.flush()
    items = [{"ruling_id": ruling.id, "support_id": key} for key in ids]
    db.session.execute(insert(SupportRulingItem), items)
    return ruling


def _hash(ruling: SupportRuling, ids: Sequence[int]) -> str:
    """What both people agree to: the verdict, why, and about which supports."""
    what = (ruling.idea_id, ruling.verdict, ruling.reason_code, ruling.note, list(ids))
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _apply(
    actor: Actor,
    idea: Idea,
    ruling: SupportRuling,
    ids: Sequence[int],
    step: tuple[str, str, int],
) -> int:
    source, target, delta = step
    values: dict[str, Any] = {"state": target, "ruling_id": ruling.id}
    if target == "counted":
        values["held_for"] = None
    moved = _move(idea, ids, source, values)
    record(
        actor,
        moved,
        ruling.verdict,
        delta=delta,
        at=clock.now(),
        reason=ruling.reason_code,
    )
    for support in moved:
        kind = _EVENTS[ruling.verdict]
        emit(kind(support.id, idea.id, support.person_id, ruling.reason_code))
    db.session.flush()
    return len(moved)


def _move(
    idea: Idea, ids: Sequence[int], source: str, values: dict[str, Any]
) -> Sequence[Support]:
    """Change those that are in a state now; what is elsewhere stays."""
    change = update(Support).where(
        Support.idea_id == idea.id, Support.id.in_(ids), Support.state == source
    )
    moved = change.values(**values).returning(Support)
    options = {"synchronize_session": False, "populate_existing": True}
    found = db.session.scalars(moved.execution_options(**options)).all()
    return sorted(found, key=lambda support: support.id)


def _ask_for_check(idea: Idea) -> None:
    days = queries.game_of(idea).check_business_days
    duties.open(
        kind=CHECK,
        subject=("idea", idea.id),
        owner_role="moderator",
        due_at=duties.business_days(days, clock.now(), site.get("timezone")),
        space_id=idea.space_id,
        waiting_id=idea.author_id,
    )


def _settle_check(idea: Idea) -> None:
    """Nobody waits once nothing is held any more."""
    if not queries.held_count(idea.id):
        duties.meet(CHECK, ("idea", idea.id))
