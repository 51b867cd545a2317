"""The week is counted: once, after reports closed, for good."""

from sqlalchemy import select

from app.builds import queries as builds
from app.builds.models import Build, Train
from app.feedback import policies, queries
from app.feedback.commands.foursquares import drop_foursquare
from app.feedback.events import StandingsClosed
from app.feedback.models import FourSquare, Standing
from app.kernel import clock, duties
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class StillOpen(Conflict):
    code = "reports_still_open"
    text = N_("Reports on this build still come in.")


def close_due_standings(actor: Actor) -> list[Build]:
    """Count what is due. Asked late, or twice, it does the same as asked once."""
    found = queries.builds_to_close()
    for build in found:
        close_standings(actor, build)
    return found


def close_standings(actor: Actor, build: Build) -> None:
    """Write down where each change of a build stands; a second call changes nothing.

    Who took back that he ran it is not counted.
    """
    require(policies.may_close_standings, actor)
    train = builds.locked(build.train_id)
    if queries.are_closed(build.id):
        return
    if clock.now() < train.standings_at:
        raise StillOpen
    _drop_taken_back(build)
    respondents = _write_down(build)
    if respondents:
        _owe_awards(build, train)
    emit(StandingsClosed(build_id=build.id, respondents=respondents))


def _drop_taken_back(build: Build) -> None:
    of_build = select(FourSquare).where(FourSquare.build_id == build.id)
    for said in db.session.scalars(of_build.where(~queries.ran_in_time())):
        drop_foursquare(said)
    db.session.flush()


def _write_down(build: Build) -> int:
    places, respondents = queries.count_standings(build)
    few = respondents < queries.feedback_rules_of(build).least_respondents
    for each in places:
        row = Standing(
            build_id=build.id,
            item_id=each.item_id,
            place=each.place,
            best_n=each.best,
            worst_n=each.worst,
            respondents=respondents,
            wilson_low=each.wilson_low,
            few_voices=few,
            closed_at=clock.now(),
        )
        db.session.add(row)
    db.session.flush()
    return respondents


def _owe_awards(build: Build, train: Train) -> None:
    duties.open(
        kind=queries.AWARDS_DUTY,
        subject=("build", build.id),
        owner_role="product",
        space_id=build.space_id,
        due_at=train.awards_at,
    )
