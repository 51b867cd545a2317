"""Ruling on what was reported: it stays, it is hidden, it is spam; sanctions."""

from datetime import timedelta

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.policies import require
from app.moderation import policies, queries
from app.moderation.commands import refusals
from app.moderation.commands.recording import (
    Extra,
    Words,
    answer_reports,
    check,
    hide,
    note_hidden,
    reason_for,
    record,
    show,
)
from app.moderation.models import Ruling
from app.moderation.queries import Subject
from app.people import commands as people
from app.people.models import Person

SANCTIONS = ("warn", "slow", "suspend")
LONGEST_DAYS = 365


def keep(actor: Actor, subject: Subject) -> Ruling:
    """Let a thing stay: shown again, and never hidden by number from now on."""
    require(policies.may_rule, actor, subject)
    row = record(actor, subject, "keep")
    if subject.is_hidden:
        show(actor, subject)
    return row


def conceal(
    actor: Actor, subject: Subject, words: Words, *, for_good: bool = False
) -> Ruling:
    """Hide a thing until it is changed, or remove it; nothing of it is lost."""
    require(policies.may_rule, actor, subject)
    check(words, subject.space_id)
    row = record(actor, subject, "remove" if for_good else "hide", words)
    hide(actor, subject, reason_for(subject, words))
    note_hidden(row, subject)
    return row


def spam(actor: Actor, subject: Subject) -> Ruling:
    """Hide all that a person wrote and suspend him; one undo restores all of it."""
    require(policies.may_rule, actor, subject)
    _refuse_team(subject.author)
    words = Words("spam")
    until = clock.now() + timedelta(days=queries.game_of(subject.space_id).spam_days)
    row = record(actor, subject, "spam", words, Extra(until_at=until))
    for thing in _shown_by(actor, subject):
        hide(actor, thing, reason_for(thing, words))
        note_hidden(row, thing)
        answer_reports(row, thing.key)
    settle(actor, subject.author)
    return row


def sanction(
    actor: Actor, subject: Subject, act: str, words: Words, days: int = 0
) -> Ruling:
    """Warn a person, or let him write little or only read for some days."""
    require(policies.may_rule, actor, subject)
    if act not in SANCTIONS or subject.kind != "person":
        raise refusals.UnknownCode(field="act")
    _refuse_team(subject.author)
    check(words, subject.space_id)
    is_timed = act != "warn"
    if is_timed and not 1 <= days <= LONGEST_DAYS:
        raise refusals.BadTerm(field="days")
    until = clock.now() + timedelta(days=days) if is_timed else None
    row = record(actor, subject, act, words, Extra(until_at=until))
    settle(actor, subject.author)
    return row


def settle(actor: Actor, person: Person) -> None:
    """Hold a person back as long as the rulings that stand say, and no longer."""
    people.restrict(
        actor,
        person,
        suspended_until=queries.limit_of(person.id, ("suspend", "spam")),
        slowed_until=queries.limit_of(person.id, ("slow",)),
    )


def _shown_by(actor: Actor, subject: Subject) -> list[Subject]:
    """What its author shows anywhere that the actor moderates, the thing included."""
    pending = [subject] if subject.is_hidden and subject.kind != "person" else []
    written = queries.written_by(subject.author.id)
    return pending + [one for one in written if policies.may_rule(actor, one)]


def _refuse_team(person: Person) -> None:
    if person.is_staff:
        raise refusals.OfTheTeam("may_rule")
