"""What readers do with a build: vote, run it."""

from typing import Any

from sqlalchemy import delete, select, update

from app.builds import policies, queries
from app.builds.commands import enrolments
from app.builds.models import (
    VALUES,
    VERDICTS,
    Build,
    BuildItem,
    BuildVote,
    DeviceKey,
    EarlyGet,
    Goodwill,
    Install,
    InstallConsent,
    ItemVote,
)
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.words import N_


class VotesClosed(Conflict):
    code = "votes_closed"
    text = N_("Votes on this build are closed.")


class UnknownWord(Invalid):
    code = "unknown_vote"
    text = N_("Choose one of the two.")


class NotInBuild(Conflict):
    code = "not_in_build"
    text = N_("This change is not in the build.")


def vote(actor: Actor, build: Build, verdict: str, ran: bool) -> None:  # noqa: FBT001 - a tick of the form
    """Keep or needs work; the last word counts, and saying it twice is once."""
    _refuse_vote(actor, build, verdict, VERDICTS)
    has_ran = _note_run(actor, build, ran=ran)
    _upsert(BuildVote, "build_id", build.id, actor, verdict=verdict, ran=has_ran)


def vote_item(actor: Actor, item: BuildItem, value: str, ran: bool) -> None:  # noqa: FBT001 - a tick of the form
    """Like or dislike a change; the last word counts, and saying it twice is once."""
    build = queries.of_train(queries.by_ids([item.build_id])[item.build_id].train_id)
    _refuse_vote(actor, build, value, VALUES)
    if item.state != "in":
        raise NotInBuild
    has_ran = _note_run(actor, build, ran=ran)
    _upsert(ItemVote, "item_id", item.id, actor, value=value, ran=has_ran)


def report_install(actor: Actor, build: Build, device_class: str = "") -> None:
    """Say that one has run a build; votes given before count as such, too.

    Once votes are closed it is noted all the same, and nothing is counted anew.
    """
    require(policies.may_vote, actor, build)
    now = clock.now()
    statement = dialect_insert(Install).values(
        build_id=build.id,
        person_id=actor.id,
        device_class=device_class,
        first_seen=now,
        last_seen=now,
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Install.build_id, Install.person_id],
            set_={"last_seen": now},
        )
    )
    if build.train.is_open:
        _mark_votes(actor, build, ran=True)


def retract_install(actor: Actor, build: Build) -> None:
    """Take back the word that one has run a build, until votes close."""
    require(policies.may_vote, actor, build)
    _refuse_closed(build)
    own = delete(Install).where(Install.build_id == build.id)
    db.session.execute(own.where(Install.person_id == actor.id))
    _mark_votes(actor, build, ran=False)


def erase(actor: Actor, person: Any) -> None:  # noqa: ARG001 - the same for whoever asks
    """Forget where a person tests and what he runs; counted votes stay, nameless."""
    enrolments.forget(person.id)
    for table in (Install, Goodwill, DeviceKey, InstallConsent, EarlyGet):
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.flush()


def _refuse_vote(actor: Actor, build: Build, word: str, known: tuple[str, ...]) -> None:
    require(policies.may_vote, actor, build)
    if word not in known:
        raise UnknownWord
    _refuse_closed(build)


def _refuse_closed(build: Build) -> None:
    if not build.train.is_open:
        raise VotesClosed


def _note_run(actor: Actor, build: Build, *, ran: bool) -> bool:
    """Whether he has run it: by the word now given, or by record."""
    if ran:
        report_install(actor, build)
        return True
    assert actor.id is not None
    return queries.has_run(actor.id, build.id)


def _upsert(
    table: type[BuildVote] | type[ItemVote],
    thing: str,
    thing_id: int,
    actor: Actor,
    **said: Any,
) -> None:
    fresh = {**said, "at": clock.now()}
    key = {thing: thing_id, "person_id": actor.id}
    statement = dialect_insert(table).values(**key, **fresh)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=fresh)
    )


def _mark_votes(actor: Actor, build: Build, *, ran: bool) -> None:
    within = select(BuildItem.id).where(BuildItem.build_id == build.id)
    for table, which in (
        (BuildVote, BuildVote.build_id == build.id),
        (ItemVote, ItemVote.item_id.in_(within)),
    ):
        change = update(table).where(which, table.person_id == actor.id)
        db.session.execute(change.values(ran=ran))
