"""Taking a tester out: a decision with a reason, and a second look at it."""

from app.builds import policies, queries
from app.builds.commands import enrolments
from app.builds.events import RemovalAnswered, RemovalAppealed, TesterRemoved
from app.builds.models import OUTCOMES, Enrolment, EnrolmentRemoval
from app.kernel import audit, clock, duties
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_

ANSWER_DAYS = 5
DUTY = "removal_appeal"


class RemovalNeedsReason(Invalid):
    code = "removal_needs_reason"
    text = N_("Say why: whom it is about reads it, and may ask for a second look.")


class RemovedAlready(Conflict):
    code = "removed_already"
    text = N_("This decision was made already.")


class AppealNeedsWords(Invalid):
    code = "removal_appeal_needs_words"
    text = N_("Say what is wrong about the decision.")


class AppealedAlready(Conflict):
    code = "removal_appealed_already"
    text = N_("You asked for a second look already.")


class AnswerNeedsWords(Invalid):
    code = "removal_answer_needs_words"
    text = N_("Say why: whom it is about reads it.")


class NothingToAnswer(Conflict):
    code = "nothing_to_answer"
    text = N_("There is no second look to take here.")


def remove(actor: Actor, enrolment: Enrolment, reason: str) -> EnrolmentRemoval:
    """Take a tester out, for a reason that he reads; never for testing too little."""
    channel = queries.locked_channel(enrolment.channel_id)
    require(policies.may_remove, actor, channel, enrolment.person_id)
    if not reason.strip():
        raise RemovalNeedsReason(field="reason")
    held = queries.locked_enrolment(channel.id, enrolment.person_id)
    if held is None or held.state == "removed":
        raise RemovedAlready
    row = EnrolmentRemoval(
        enrolment_id=held.id,
        person_id=held.person_id,
        by_id=actor.id,
        reason=reason.strip(),
    )
    db.session.add(row)
    enrolments.step_out(channel, held, "removed")
    enrolments.fill(channel)
    emit(TesterRemoved(removal_id=row.id, person_id=held.person_id))
    audit.record(actor, "builds.remove_tester", "enrolment", held.id)
    return row


def appeal(actor: Actor, removal: EnrolmentRemoval, text: str) -> None:
    """Ask once for a second look, by another moderator; a duty with a date."""
    require(policies.may_appeal, actor, removal)
    if not text.strip():
        raise AppealNeedsWords(field="text")
    if removal.appealed_at is not None:
        raise AppealedAlready
    removal.appeal, removal.appealed_at = text.strip(), clock.now()
    space_id = removal.enrolment.channel.space_id
    duties.open(
        kind=DUTY,
        subject=("enrolment_removal", removal.id),
        owner_role="moderator",
        due_at=duties.business_days(ANSWER_DAYS, clock.now()),
        space_id=space_id,
        waiting_id=actor.id,
    )
    emit(RemovalAppealed(removal_id=removal.id, space_id=space_id))
    db.session.flush()


def answer(actor: Actor, removal: EnrolmentRemoval, outcome: str, text: str) -> None:
    """Uphold an appeal, which lets the tester in again, or let the decision stand."""
    channel = queries.locked_channel(removal.enrolment.channel_id)
    require(policies.may_answer, actor, removal, channel.space_id)
    if outcome not in OUTCOMES or removal.appealed_at is None or removal.outcome:
        raise NothingToAnswer
    if not text.strip():
        raise AnswerNeedsWords(field="text")
    removal.outcome, removal.answer = outcome, text.strip()
    removal.answered_by_id, removal.answered_at = actor.id, clock.now()
    duties.meet(DUTY, ("enrolment_removal", removal.id))
    db.session.flush()
    if outcome == "upheld":
        enrolments.readmit(channel, removal.enrolment)
    emit(
        RemovalAnswered(
            removal_id=removal.id, person_id=removal.person_id, outcome=outcome
        )
    )
    audit.record(actor, f"builds.removal_{outcome}", "enrolment", removal.enrolment_id)
