"""Taking a build back that is out, and letting it go on."""

from app.builds import policies, queries
from app.builds.events import BuildHalted, BuildResumed
from app.builds.models import Build, Train
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class HaltNeedsReason(Invalid):
    code = "halt_needs_reason"
    text = N_("Say why: everybody reads it, and whoever runs this build most of all.")


class NotOutYet(Conflict):
    code = "not_out_yet"
    text = N_("This build is not out yet. Hold it back instead.")


def halt(actor: Actor, build: Build, reason: str) -> None:
    """Offer a build to nobody any more, with a public reason; twice equals once."""
    train = _out(actor, build, reason)
    if train.state == "halted":
        return
    build.halted_at = clock.now()
    _say(train, "halted", "halted", reason)
    emit(BuildHalted(build.id, train.reason, clock.now().isoformat()))
    audit.record(actor, "builds.halt", "build", build.id, {"why": train.reason})
    db.session.flush()


def resume(actor: Actor, build: Build, reason: str) -> None:
    """Offer a halted build again, with a public reason; twice equals once."""
    train = _out(actor, build, reason)
    if train.state == "published":
        return
    build.halted_at = None
    _say(train, "published", "resumed", reason)
    emit(BuildResumed(build.id, train.reason, clock.now().isoformat()))
    audit.record(actor, "builds.resume", "build", build.id, {"why": train.reason})
    db.session.flush()


def _out(actor: Actor, build: Build, reason: str) -> Train:
    """The train of a build that is out, held."""
    require(policies.may_halt, actor, build)
    if not reason.strip():
        raise HaltNeedsReason(field="reason")
    train = queries.locked(build.train_id)
    if train.published_at is None:
        raise NotOutYet
    return train


def _say(train: Train, state: str, code: str, reason: str) -> None:
    train.state, train.reason_code, train.reason = state, code, reason.strip()
