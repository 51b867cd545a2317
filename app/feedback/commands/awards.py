"""Popcorn for the makers of the best change, and the tester of the week."""

from sqlalchemy import delete

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback import policies, queries
from app.feedback.events import AwardAnnounced
from app.feedback.models import Award
from app.feedback.queries import Candidate
from app.kernel import audit, clock, duties
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class StandingsFirst(Conflict):
    code = "standings_first"
    text = N_("The reports of this week are not counted yet. Awards come after that.")


class AwardNeedsReason(Invalid):
    code = "award_needs_reason"
    text = N_("Say what for: everybody reads it.")


class NotACandidate(Invalid):
    code = "not_a_candidate"
    text = N_("Choose somebody who reported something about this build.")


class AwardIsOut(Conflict):
    code = "award_is_out"
    text = N_("The tester of this week is announced already.")


def announce_due_awards(actor: Actor) -> list[Build]:
    """Announce what is due. Asked late, or twice, it does the same as asked once."""
    found = queries.builds_to_award()
    for build in found:
        announce_awards(actor, build)
    return found


def announce_awards(actor: Actor, build: Build) -> None:
    """Popcorn to the makers of the top change, and whomever the crew named.

    Only four-squares count: what everyone likes never changes an award.
    """
    require(policies.may_announce, actor)
    least = queries.feedback_rules_of(build).popcorn_respondents
    top = queries.top_item_id(build.id, least)
    for person_id in queries.makers_of(top) if top else []:
        row = Award(
            build_id=build.id,
            kind="popcorn",
            item_id=top,
            person_id=person_id,
            text="",
            given_by_id=actor.id or 0,
            at=clock.now(),
        )
        insert_once(row)
    _announce(build)
    duties.meet(queries.AWARDS_DUTY, ("build", build.id))


def name_tester(actor: Actor, build: Build, chosen: Candidate, reason: str) -> Award:
    """Name the tester of the week and what for; another name replaces one not told."""
    known = _tester_to_be(actor, build)
    words = reason.strip()
    if not words:
        raise AwardNeedsReason(field="reason")
    if chosen.key not in {each.key for each in queries.candidates_of(build)}:
        raise NotACandidate(field="candidate")
    award = known or Award(build_id=build.id, kind="tester")
    award.person_id = chosen.person.id
    award.bug_id = chosen.bug.id if chosen.bug else None
    award.text = words
    award.given_by_id = actor.id or 0
    db.session.add(award)
    db.session.flush()
    audit.record(actor, "feedback.name_tester", "build", build.id)
    if not queries.are_awards_waiting(build.id):
        _announce(build)
    return award


def name_nobody(actor: Actor, build: Build) -> None:
    """Give no such award this week; a name not told yet is taken back."""
    award = _tester_to_be(actor, build)
    if award is None:
        return
    db.session.delete(award)
    db.session.flush()
    audit.record(actor, "feedback.name_nobody", "build", build.id)


def forget_awards(person_id: int) -> None:
    """Take a person's name off what weeks gave."""
    db.session.execute(delete(Award).where(Award.person_id == person_id))


def _tester_to_be(actor: Actor, build: Build) -> Award | None:
    require(policies.may_award, actor, build)
    builds.locked(build.train_id)
    if not queries.are_closed(build.id):
        raise StandingsFirst
    award = queries.tester_award(build.id)
    if award is not None and award.is_out:
        raise AwardIsOut
    return award


def _announce(build: Build) -> None:
    for award in queries.unannounced_awards(build.id):
        award.announced_at = clock.now()
        emit(
            AwardAnnounced(
                award_id=award.id, build_id=build.id, person_id=award.person_id
            )
        )
    db.session.flush()
