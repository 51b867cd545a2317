"""Planning and approving: one person plans, another approves exactly that list."""

from datetime import timedelta

from sqlalchemy import select

from app.kernel import approvals, audit, clock, duties
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.payouts import policies, queries
from app.payouts.events import BatchPlanned
from app.payouts.models import Payout, PayoutBatch
from app.payouts.queries import Waiting
from app.royalties.models import Statement

APPROVE_WITHIN = timedelta(days=2)
ACT = "payouts.approve"
KIND = "payout_batch"


class NothingToPay(Conflict):
    code = "nothing_to_pay"
    text = N_("Nobody can be paid now. The list says what each waits for.")


class NotPlanned(Conflict):
    code = "not_planned"
    text = N_("This is not waiting for approval any more.")


class NotApproved(Conflict):
    code = "not_approved"
    text = N_("A second person has to approve this batch first.")


def plan(actor: Actor, period: str | None = None) -> PayoutBatch:
    """Put everybody who can be paid now into a batch: one payout a person and currency.

    Whoever is on hold, below the minimum or still waiting stays out.
    """
    require(policies.may_handle, actor)
    ready = [each for each in queries.waiting() if not each.stops]
    if not ready:
        raise NothingToPay
    batch = PayoutBatch(period=period or _newest_period(), maker_id=actor.id)
    db.session.add(batch)
    db.session.flush()
    for each in ready:
        _add(batch, each)
    batch = _put_forward(actor, batch.id)
    emit(BatchPlanned(batch.id, batch.maker_id))
    return batch


def approve(actor: Actor, batch: PayoutBatch, sha256: str) -> PayoutBatch:
    """Approve as the second person the list with this hash; any change voids it."""
    if batch.state != "planned":
        raise NotPlanned
    if batch.maker_id == actor.id:
        raise approvals.SamePerson
    require(policies.may_approve, actor, batch)
    if queries.hash_of(batch) != batch.sha256:
        raise approvals.SubjectChanged
    approvals.check(actor, ACT, KIND, batch.id, sha256)
    batch.state, batch.checker_id = "approved", actor.id
    batch.approved_at, batch.approved_sha256 = clock.now(), sha256
    for each in batch.living:
        each.state = "approved"
    duties.meet("payout_approve", (KIND, batch.id))
    audit.record(actor, "payouts.approve", KIND, batch.id, {"sha256": sha256})
    db.session.flush()
    return batch


def cancel(actor: Actor, payout: Payout) -> PayoutBatch:
    """Take a payout out before it is sent; the batch has to be approved anew."""
    require(policies.may_handle, actor)
    if payout.state not in ("planned", "approved"):
        raise NotPlanned
    payout.state = "canceled"
    db.session.flush()
    audit.record(actor, "payouts.cancel", "payout", payout.id)
    return _put_forward(actor, payout.batch_id)


def _put_forward(actor: Actor, batch_id: int) -> PayoutBatch:
    """Set the hash that a second person approves; an approval there was is void."""
    approvals.void(ACT, KIND, batch_id)
    batch = queries.batch(batch_id)
    batch.sha256 = queries.hash_of(batch)
    batch.state = "planned" if batch.living else "canceled"
    batch.maker_id = actor.id if actor.id is not None else batch.maker_id
    batch.checker_id = batch.approved_at = batch.approved_sha256 = None
    for each in batch.living:
        each.state = "planned"
    db.session.flush()
    duties.meet("payout_approve", (KIND, batch.id))
    if batch.living:
        approvals.make(actor, ACT, KIND, batch.id, batch.sha256)
        _open_duty(batch)
    return batch


def _add(batch: PayoutBatch, line: Waiting) -> None:
    payee = queries.known_payee(line.person.id)
    count = queries.refs_like(batch.period, line.person.number, line.currency)
    payout = Payout(
        batch_id=batch.id,
        ref=f"{batch.period}-{line.person.number}-{line.currency}-{count + 1}",
        person_id=line.person.id,
        details_id=payee.newest.id,
        currency=line.currency,
        minor=line.minor,
        statement_ids=line.statement_ids,
    )
    db.session.add(payout)
    db.session.flush()


def _newest_period() -> str:
    newest = select(Statement.period).order_by(Statement.period.desc()).limit(1)
    return str(db.session.scalar(newest))


def _open_duty(batch: PayoutBatch) -> None:
    duties.open(
        kind="payout_approve",
        subject=(KIND, batch.id),
        owner_role="finance",
        due_at=clock.now() + APPROVE_WITHIN,
        waiting_id=batch.maker_id,
    )
