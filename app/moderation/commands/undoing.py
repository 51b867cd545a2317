"""Taking a ruling back: what it hid is shown, what it held back goes on."""

from datetime import timedelta

from sqlalchemy import select

from app.comments import queries as comments
from app.ideas import commands as ideas
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require
from app.moderation import policies, queries
from app.moderation.commands import refusals
from app.moderation.commands.recording import (
    Extra,
    hide_for_now,
    record,
    reopen,
    show,
)
from app.moderation.commands.rulings import settle
from app.moderation.models import Ruling
from app.moderation.queries import Subject
from app.support.models import Support

AT_THE_GATE = ("publish", "ask_fixes", "refuse")


def undo(actor: Actor, ruling: Ruling) -> None:
    """Take a ruling back as if it had not been; what was reported waits again.

    Undoing twice is the same as undoing once. A decision at the gate is its maker's to
    take back, for some minutes and while nobody has built on it.
    """
    require(policies.may_undo, actor, ruling)
    if ruling.act == "undo" or queries.undone([ruling.id]):
        return
    subject = queries.subject_of((ruling.subject_kind, ruling.subject_id))
    if ruling.act in AT_THE_GATE:
        _refuse_late(actor, ruling, subject)
    take_back(actor, ruling, subject)
    if ruling.act in AT_THE_GATE:
        ideas.reconsider(actor, subject.thing)
        return
    waiting = reopen(ruling.id)
    if ruling.was_hidden and subject.key in waiting:
        hide_for_now(queries.subject_of(subject.key))


def take_back(actor: Actor, ruling: Ruling, subject: Subject) -> None:
    """End the effects of a ruling and write down that it no longer stands."""
    record(actor, subject, "undo", extra=Extra(undo_of=ruling))
    for thing in queries.subjects_of(queries.hidden_by(ruling.id)).values():
        show(actor, thing)
    settle(actor, subject.author)


def _refuse_late(actor: Actor, ruling: Ruling, subject: Subject) -> None:
    minutes = queries.game_of(ruling.space_id).undo_minutes
    is_late = clock.now() > ruling.created_at + timedelta(minutes=minutes)
    if ruling.by_id != actor.id or is_late or _is_answered(subject):
        raise refusals.TooLateToUndo(minutes=minutes)


def _is_answered(subject: Subject) -> bool:
    """Whether somebody supports or discusses an idea since it was published."""
    idea = subject.thing
    backed = select(Support.id).where(Support.idea_id == idea.id).limit(1)
    talked = idea.thread_id is not None and comments.count_of(idea.thread_id) > 0
    return talked or db.session.scalar(backed) is not None
