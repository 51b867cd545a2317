"""The steps of a train before its build: frozen, a candidate, through the gate."""

from app.builds import policies, queries, rules
from app.builds.commands import gates, trains
from app.builds.events import CandidateReady, TrainFrozen
from app.builds.models import Train
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require
from app.spaces import queries as spaces


def advance(actor: Actor) -> None:
    """Take every train as far as its hours say; asked late it takes several steps."""
    require(policies.may_plan, actor)
    for train in queries.stepping():
        held = queries.locked(train.id)
        while rules.due(held, clock.now()) in ("freeze", "rc"):
            _step(actor, held)
        _pass_gate(actor, held)


def _step(actor: Actor, train: Train) -> None:
    way = queries.channel_by_id(train.channel_id)
    build = trains.open_build(actor, spaces.get(way.space_id), train)
    if rules.due(train, clock.now()) == "rc":
        train.state = "rc"
        emit(CandidateReady(train_id=train.id, build_id=build.id))
    else:
        train.state = "frozen"
        emit(TrainFrozen(train_id=train.id))
    db.session.flush()


def _pass_gate(actor: Actor, train: Train) -> None:
    """A week without changes has nothing to pass: it is left out when it is due."""
    build = queries.build_of(train.id)
    if build is not None and queries.has_changes(build.id):
        gates.ask_gate(actor, train, build)
