"""The Friday report: four answers of whoever ran a build, until reports close."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.models import Build
from app.feedback import policies, queries
from app.feedback.models import MOODS, FourSquare, FourSquareConcealment
from app.kernel import audit, clock, text
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.words import N_

LONGEST_WHY = 200


class ReportsClosed(Conflict):
    code = "reports_closed"
    text = N_("Reports on this build are closed. The next build comes on its Friday.")


class MoodMissing(Invalid):
    code = "mood_missing"
    text = N_("Say how it was.")


class NotOfThisBuild(Invalid):
    code = "not_of_this_build"
    text = N_("Choose a change of this build, or none.")


class BestIsWeakest(Invalid):
    code = "best_is_weakest"
    text = N_("The change you like best cannot be the weakest, too. Choose another.")


class NotAwaitable(Invalid):
    code = "not_awaitable"
    text = N_("Choose an idea that is in the making, or nothing.")


class WhyTooLong(Invalid):
    code = "why_too_long"
    text = N_("One line of at most %(most)s characters, please.")


class OnlyWhoRanIt(Invalid):
    code = "only_who_ran_it"
    text = N_("This report is for those who ran the build. Tick it if you did.")


class HidingNeedsReason(Invalid):
    code = "hiding_needs_reason"
    text = N_("Say why these words are hidden.")


@dataclass(frozen=True, slots=True)
class NewFourSquare:
    """The four answers, and two lines why; none of the changes is None."""

    mood: str
    best_item_id: int | None = None
    worst_item_id: int | None = None
    want_idea_id: int | None = None
    why_best: str = ""
    why_worst: str = ""


def send_foursquare(
    actor: Actor, build: Build, new: NewFourSquare, *, ran: bool = False
) -> None:
    """Report on a build that one ran; the last word counts, and twice is once."""
    require(policies.may_send_foursquare, actor, build)
    train = queries.train_for_report(build.train_id)
    if not train.is_open or queries.are_closed(build.id):
        raise ReportsClosed
    _refuse_answers(actor, build, new)
    said = {
        "mood": new.mood,
        "best_item_id": new.best_item_id,
        "worst_item_id": new.worst_item_id,
        "want_idea_id": new.want_idea_id,
        "why_best": _one_line(new.why_best, "why_best"),
        "why_worst": _one_line(new.why_worst, "why_worst"),
    }
    _note_run(actor, build, ran=ran)
    _upsert(build, actor, said)


def conceal_why(actor: Actor, build: Build, said: FourSquare, reason: str) -> None:
    """Hide the words of a report from all but the team; its answers still count.

    Twice is the same as once.
    """
    require(policies.may_conceal_words, actor, said, build)
    words = reason.strip()
    if not words:
        raise HidingNeedsReason(field="reason")
    row = FourSquareConcealment(
        four_square_id=said.id, by_id=actor.id, reason=words, at=clock.now()
    )
    if insert_once(row):
        audit.record(actor, "feedback.conceal_why", "four_square", said.id)


def reveal_why(actor: Actor, build: Build, said: FourSquare) -> None:
    """Show the words of a report again; twice is the same as once."""
    require(policies.may_conceal_words, actor, said, build)
    hidden = queries.living_concealment(said.id)
    if hidden is None:
        return
    hidden.revealed_at = clock.now()
    hidden.revealed_by_id = actor.id
    audit.record(actor, "feedback.reveal_why", "four_square", said.id)
    db.session.flush()


def forget_foursquares(person_id: int) -> None:
    """Drop what a person says of open builds; what was counted stays, wordless."""
    for said in queries.foursquares_by(person_id):
        if queries.are_closed(said.build_id):
            said.why_best = said.why_worst = ""
        else:
            drop_foursquare(said)
    db.session.flush()


def drop_foursquare(said: FourSquare) -> None:
    """Take a report away that is not counted yet, with what hid its words."""
    of_it = FourSquareConcealment.four_square_id == said.id
    db.session.execute(delete(FourSquareConcealment).where(of_it))
    db.session.delete(said)


def _refuse_answers(actor: Actor, build: Build, new: NewFourSquare) -> None:
    if new.mood not in MOODS:
        raise MoodMissing(field="mood")
    known = {None, *(item.id for item in queries.items_out(build.id))}
    for field, chosen in (("best", new.best_item_id), ("worst", new.worst_item_id)):
        if chosen not in known:
            raise NotOfThisBuild(field=field)
    if new.best_item_id is not None and new.best_item_id == new.worst_item_id:
        raise BestIsWeakest(field="worst")
    wanted = new.want_idea_id
    if wanted is not None and not queries.is_awaitable(actor, build.space_id, wanted):
        raise NotAwaitable(field="want")


def _one_line(words: str, field: str) -> str:
    line = " ".join(text.tidy(words).split())
    if text.graphemes(line) > LONGEST_WHY:
        raise WhyTooLong(most=LONGEST_WHY, field=field)
    return line


def _note_run(actor: Actor, build: Build, *, ran: bool) -> None:
    assert actor.id is not None
    if ran:
        builds.report_install(actor, build)
    elif not build_queries.has_run(actor.id, build.id):
        raise OnlyWhoRanIt(field="ran")


def _upsert(build: Build, actor: Actor, said: dict[str, Any]) -> None:
    fresh = {**said, "at": clock.now()}
    key = {"build_id": build.id, "person_id": actor.id}
    statement = dialect_insert(FourSquare).values(**key, **fresh)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=fresh)
    )
