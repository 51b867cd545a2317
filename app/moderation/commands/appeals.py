"""A second look at a ruling, asked once, taken by another moderator."""

from datetime import timedelta

from app.ideas import commands as ideas
from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.moderation import policies, queries
from app.moderation.commands import refusals
from app.moderation.commands.recording import Words, check
from app.moderation.commands.undoing import take_back
from app.moderation.events import AppealAnswered, Appealed
from app.moderation.models import OUTCOMES, Appeal, Ruling
from app.people import queries as people


def appeal(actor: Actor, ruling: Ruling, text: str) -> Appeal:
    """Ask for a second look at a ruling against oneself; once, within some weeks."""
    require(policies.may_appeal, actor, ruling)
    game = queries.game_of(ruling.space_id)
    if queries.undone([ruling.id]):
        raise refusals.NothingThere
    if clock.now() > ruling.created_at + timedelta(days=game.appeal_days):
        raise refusals.AppealTooLate(days=game.appeal_days)
    if not text.strip():
        raise refusals.AppealNeedsWords(field="text")
    row = insert_once(
        Appeal(
            ruling_id=ruling.id,
            by_id=actor.id,
            first_by_id=ruling.by_id,
            text=text.strip(),
            answer="",
            created_at=clock.now(),
        )
    )
    if row is None:
        raise refusals.AppealedBefore
    days, zone = game.appeal_business_days, site.get("timezone")
    duties.open(
        kind="appeal",
        subject=("appeal", row.id),
        owner_role="moderator",
        due_at=duties.business_days(days, clock.now(), zone),
        space_id=ruling.space_id,
        waiting_id=actor.id,
    )
    emit(Appealed(appeal_id=row.id))
    return row


def answer(actor: Actor, asked: Appeal, outcome: str, text: str) -> None:
    """Uphold an appeal, which ends the ruling, or dismiss it with a reason."""
    ruling = queries.ruling(asked.ruling_id)
    require(policies.may_answer, actor, asked, ruling)
    db.session.refresh(asked, with_for_update=True)
    if asked.outcome is not None:
        raise refusals.NothingThere
    if outcome not in OUTCOMES:
        raise refusals.UnknownCode(field="outcome")
    if outcome == "dismissed" or not text.strip():
        check(Words(text=text), ruling.space_id)
    if actor.id == asked.first_by_id:
        _refuse_second_look(asked, ruling)
        asked.solo_at = clock.now()
    asked.outcome, asked.answer = outcome, text.strip()
    asked.answered_by_id, asked.answered_at = actor.id, clock.now()
    duties.meet("appeal", ("appeal", asked.id))
    audit.record(actor, f"moderation.appeal_{outcome}", "ruling", ruling.id)
    if outcome == "upheld":
        _uphold(actor, ruling, asked)
    emit(AppealAnswered(appeal_id=asked.id))
    db.session.flush()


def _refuse_second_look(asked: Appeal, ruling: Ruling) -> None:
    """Who ruled may look again only where nobody else can, and not at once."""
    holders = people.holders_of("moderator", ruling.space_id)
    if any(one.id not in (asked.first_by_id, asked.by_id) for one in holders):
        raise refusals.SameModerator("may_answer")
    hours = queries.game_of(ruling.space_id).solo_hours
    if clock.now() < asked.created_at + timedelta(hours=hours):
        raise refusals.SoloTooSoon(hours=hours)


def _uphold(actor: Actor, ruling: Ruling, asked: Appeal) -> None:
    subject = queries.subject_of((ruling.subject_kind, ruling.subject_id))
    take_back(actor, ruling, subject)
    if ruling.act == "refuse":
        ideas.restore(actor, subject.thing, asked.answer)
