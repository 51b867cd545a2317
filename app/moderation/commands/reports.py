"""Somebody says that a thing breaks the rules; some words hide it at once."""

from app.comments.queries import is_team
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.text import weight
from app.moderation import policies, queries
from app.moderation.commands import refusals
from app.moderation.commands.recording import hide_for_now, owe_ruling
from app.moderation.events import Reported
from app.moderation.models import REPORT_LABELS, Report
from app.moderation.queries import Subject


def report(actor: Actor, subject: Subject, code: str, text: str = "") -> None:
    """Report a thing. Reporting it twice is the same as reporting it once.

    The team, a known person's rights notice and enough known reporters hide it until
    somebody rules. What was ruled fine, or what many support, numbers never hide.
    """
    require(policies.may_report, actor, subject)
    _check(subject, code, text)
    game = queries.game_of(subject.space_id)
    is_known = queries.is_known(actor, game.reporter_age_days)
    row = Report(
        subject_kind=subject.kind,
        subject_id=subject.id,
        by_id=actor.id,
        code=code,
        text=text.strip(),
        counts=is_known and not queries.is_doubted(actor),
        created_at=clock.now(),
    )
    kept = insert_once(row)
    if kept is None:
        return
    emit(Reported(report_id=kept.id))
    hides = _hides(actor, subject, kept)
    is_urgent = queries.counted(subject.key) >= game.reporters_to_hide
    owe_ruling(subject, actor.id, first=hides or is_urgent)
    if hides and not subject.is_hidden:
        hide_for_now(subject)
    db.session.flush()


def _check(subject: Subject, code: str, text: str) -> None:
    if code not in REPORT_LABELS:
        raise refusals.UnknownCode(field="code")
    least = queries.game_of(subject.space_id).reason_weight
    if code == "rights" and weight(text.strip()) < least:
        raise refusals.RightsNeedWords(least=least, field="text")


def _hides(actor: Actor, subject: Subject, row: Report) -> bool:
    """Whether this report hides the thing until a moderator has ruled."""
    if is_team(actor, subject.space_id):
        return True
    if queries.was_ruled_fine(subject.key):
        return False
    if row.code == "rights" and row.counts:
        return True
    game = queries.game_of(subject.space_id)
    is_enough = queries.counted(subject.key) >= game.reporters_to_hide
    return is_enough and subject.supporters <= game.safe_supporters
