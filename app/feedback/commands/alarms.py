"""What cannot wait for the triage: words of lost data, and far more bugs than usual."""

import regex

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback import policies, queries
from app.feedback.commands import refusals
from app.feedback.events import AlarmRaised
from app.feedback.models import Bug, BugAlarm
from app.feedback.rules import DATA_LOSS_WORDS
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.text import fold
from app.spaces import queries as spaces

# Latin words stand alone; those of other scripts have no spaces around them.
_LOSS = regex.compile(
    "|".join(
        rf"\b{regex.escape(word)}\b" if word.isascii() else regex.escape(word)
        for word in map(fold, DATA_LOSS_WORDS)
    )
)


def watch(actor: Actor, bug: Bug) -> None:
    """Raise the alarms that a report gives cause for; twice is the same as once."""
    require(policies.may_watch, actor)
    word = word_of_loss(bug)
    if word:
        _raise(f"words:bug:{bug.id}", bug, "words", word)
    if bug.build_id is not None:
        build = builds.by_ids([bug.build_id])[bug.build_id]
        said = _unusual_rate(build)
        if said:
            _raise(f"rate:build:{build.id}", bug, "rate", said)


def word_of_loss(bug: Bug) -> str:
    """The first word of lost data in a report; nothing where there is none."""
    words = fold(f"{bug.title} {bug.actual} {bug.expected} {bug.steps}")
    found = _LOSS.search(words)
    return str(found[0]) if found else ""


def clear(actor: Actor, alarm: BugAlarm, reason: str) -> None:
    """Say that an alarm is over, and why; the same cause raises no other."""
    require(policies.may_clear, actor, alarm.space_id)
    if not reason.strip():
        raise refusals.AlarmNeedsReason(field="reason")
    if alarm.cleared_at is not None:
        return
    alarm.cleared_at = clock.now()
    alarm.cleared_by_id = actor.id
    alarm.reason = reason.strip()
    audit.record(actor, "feedback.clear_alarm", "bug_alarm", alarm.id)
    db.session.flush()


def _unusual_rate(build: Build) -> str:
    """What came and what is usual, where it is many times more; else nothing."""
    game = spaces.rules_of(build.space_id).bugs
    count, usual = queries.rate_of(build)
    if usual is None or count < game.alarm_least or count < game.alarm_times * usual:
        return ""
    return f"{count} : {usual:.1f}"


def _raise(cause: str, bug: Bug, kind: str, said: str) -> None:
    row = BugAlarm(
        cause=cause,
        kind=kind,
        space_id=bug.space_id,
        bug_id=bug.id if kind == "words" else None,
        build_id=bug.build_id,
        said=said,
        raised_at=clock.now(),
        reason="",
    )
    alarm = insert_once(row)
    if alarm is not None:
        emit(AlarmRaised(alarm_id=alarm.id, space_id=alarm.space_id))
