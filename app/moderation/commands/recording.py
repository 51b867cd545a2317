"""Writing a ruling down, hiding and showing what it is on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.comments import commands as comments
from app.ideas import commands as ideas
from app.kernel import audit, clock, duties, site
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.text import weight
from app.kernel.words import N_
from app.moderation import queries
from app.moderation.commands import refusals
from app.moderation.events import Ruled
from app.moderation.models import Report, Ruling, RulingThing
from app.moderation.queries import Key, Subject

# What stands at a thing that is hidden before anybody ruled.
PENDING = N_("Hidden until a moderator has looked at it.")


@dataclass(frozen=True, slots=True)
class Words:
    """Why: a code of the library, own words, or both."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """What some rulings have besides: an end, another ruling that they take back."""

    until_at: datetime | None = None
    undo_of: Ruling | None = None


def record(
    actor: Actor,
    subject: Subject,
    act: str,
    words: Words = Words(),
    extra: Extra = Extra(),
) -> Ruling:
    """Write a ruling down, and answer with it what was reported on the thing."""
    row = Ruling(
        subject_kind=subject.kind,
        subject_id=subject.id,
        space_id=subject.space_id,
        about_id=subject.author.id,
        act=act,
        code=words.code,
        text=words.text.strip(),
        until_at=extra.until_at,
        was_hidden=subject.is_hidden,
        undo_of_id=extra.undo_of.id if extra.undo_of else None,
        by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    if row.act != "undo":
        answer_reports(row, subject.key)
    audit.record(actor, f"moderation.{act}", subject.kind, subject.id)
    emit(Ruled(ruling_id=row.id))
    db.session.flush()
    return row


def check(words: Words, space_id: int | None) -> None:
    """A reason of the library, or own words of some length: never nothing."""
    if words.code and queries.reason(words.code, "en"):
        return
    least = queries.game_of(space_id).reason_weight
    if weight(words.text.strip()) < least:
        raise refusals.ReasonMissing(least=least, field="text")


def reason_for(subject: Subject, words: Words) -> str:
    """The words of a reason as its author reads them."""
    from_library = queries.reason(words.code, subject.author.locale or "en")
    own = words.text.strip()
    return "\n\n".join(part for part in (from_library, own) if part)


def hide(actor: Actor, subject: Subject, reason: str) -> None:
    """Hide a thing with a reason, in place of one that it was hidden with before."""
    if subject.is_hidden:
        show(actor, subject)
    if subject.kind == "idea":
        ideas.conceal(actor, subject.thing, reason)
    elif subject.kind == "comment":
        comments.conceal(actor, subject.thing, reason)


def hide_for_now(subject: Subject) -> None:
    """Hide a thing by the rules of the house, until somebody rules on it."""
    hide(SYSTEM, subject, PENDING)


def show(actor: Actor, subject: Subject) -> None:
    """Show a hidden thing again."""
    if subject.kind == "idea":
        ideas.reveal(actor, subject.thing)
    elif subject.kind == "comment":
        comments.reveal(actor, subject.thing)


def note_hidden(row: Ruling, subject: Subject) -> None:
    """Keep what a ruling hid, so that its undo shows these again."""
    thing = RulingThing(
        ruling_id=row.id, subject_kind=subject.kind, subject_id=subject.id
    )
    insert_once(thing)


def owe_ruling(subject: Subject, waiting_id: int | None, *, first: bool) -> None:
    """Open the duty of a ruling, or bring an open one to the top of the queue."""
    days = queries.game_of(subject.space_id).ruling_business_days
    plain = duties.find("ruling", subject.key)
    urgent = duties.find("ruling_first", subject.key)
    if urgent is not None or (plain is not None and not first):
        return
    zone = site.get("timezone")
    due_at = plain.due_at if plain else duties.business_days(days, clock.now(), zone)
    duties.meet("ruling", subject.key)
    duties.open(
        kind="ruling_first" if first else "ruling",
        subject=subject.key,
        owner_role="moderator",
        due_at=due_at,
        space_id=subject.space_id,
        waiting_id=plain.waiting_id if plain else waiting_id,
    )


def reopen(ruling_id: int) -> list[Key]:
    """Let the reports that a ruling answered wait again; what they are on."""
    change = (
        update(Report)
        .where(Report.ruling_id == ruling_id)
        .values(ruling_id=None)
        .returning(Report.subject_kind, Report.subject_id)
    )
    keys = sorted({(kind, key) for kind, key in db.session.execute(change)})
    for key in keys:
        owe_ruling(queries.subject_of(key), None, first=True)
    return keys


def answer_reports(row: Ruling, key: Key) -> None:
    """Let a ruling be the answer to all that was reported on a thing."""
    change = update(Report).where(
        Report.subject_kind == key[0],
        Report.subject_id == key[1],
        Report.ruling_id.is_(None),
    )
    db.session.execute(change.values(ruling_id=row.id))
    for kind in ("ruling", "ruling_first"):
        duties.meet(kind, key)
