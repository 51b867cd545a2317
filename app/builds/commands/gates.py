"""The gate before a build: nothing blocks it, and enough inner testers keep it."""

from app.builds import policies, queries
from app.builds.commands import lateness, trains
from app.builds.events import GatePassed
from app.builds.models import Build, Train, TrainGate
from app.builds.queries import Figures
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class NoGateHere(Conflict):
    code = "no_gate_here"
    text = N_("This build has no gate that waits for a signature.")


class TestersDecide(Conflict):
    code = "testers_decide"
    text = N_("Early testers try this build: their votes decide, not a signature.")


class StillBlocked(Conflict):
    code = "still_blocked"
    text = N_("Something holds this build back. Lift it first, then sign.")


def ask_gate(actor: Actor, train: Train, build: Build) -> None:
    """Ask the gate of a train once its time has come; asked twice it answers once.

    A no gives the build its next try, with a reason that everybody reads.
    """
    if train.gate_at is None or train.gate_passed_at or train.gate_at > clock.now():
        return
    game = trains.rules_for(build.space_id, train.week_start)
    found = queries.gate_figures(build, game)
    _note(train, found, is_go=found.is_go)
    if found.is_go:
        _pass(train)
        return
    code, words = _no_go(build, found)
    lateness.hold_back(actor, train, build, code, words)


def sign_gate(actor: Actor, build: Build) -> None:
    """Let a build through where there are no inner testers who could."""
    require(policies.may_sign_gate, actor, build)
    train = queries.locked(build.train_id)
    if not train.is_waiting or train.gate_at is None or train.gate_passed_at:
        raise NoGateHere
    game = trains.rules_for(build.space_id, train.week_start)
    found = queries.gate_figures(build, game)
    if found.testers:
        raise TestersDecide
    if found.blockers:
        raise StillBlocked
    _note(train, found, is_go=True, signed_by_id=actor.id)
    _pass(train)
    audit.record(actor, "builds.sign_gate", "train", train.id)
    db.session.flush()


def _no_go(build: Build, found: Figures) -> tuple[str, str]:
    """Why a build does not go out, and the words or figures that say it."""
    words = queries.blocks_in_words(build.id)
    if words:
        return "blocked", words
    if not found.testers:
        return "unsigned", ""
    return "gate", f"{found.ok}/{found.needed}"


def _note(
    train: Train, found: Figures, *, is_go: bool, signed_by_id: int | None = None
) -> None:
    assert train.gate_at is not None
    row = TrainGate(
        train_id=train.id,
        due_at=train.gate_at,
        testers=found.testers,
        needed=found.needed,
        ok=found.ok,
        blockers=found.blockers,
        is_go=is_go,
        signed_by_id=signed_by_id,
    )
    insert_once(row)


def _pass(train: Train) -> None:
    train.gate_passed_at = clock.now()
    emit(GatePassed(train_id=train.id))
    db.session.flush()
