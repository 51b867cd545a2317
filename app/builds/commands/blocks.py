"""What holds a build back, and letting it go."""

from sqlalchemy import update

from app.builds import policies
from app.builds.events import BuildBlocked, BuildUnblocked
from app.builds.models import Build, BuildBlock
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert
from app.kernel.errors import Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_


class BlockNeedsReason(Invalid):
    code = "block_needs_reason"
    text = N_("Say what holds this build back.")


def block(actor: Actor, build: Build, cause: str, reason: str) -> None:
    """Hold a build back for a cause, again if it had been lifted; twice equals once."""
    require(policies.may_block, actor, build)
    if not reason.strip():
        raise BlockNeedsReason(field="reason")
    fresh = {
        "reason": reason.strip(),
        "by_id": actor.id,
        "at": clock.now(),
        "lifted_at": None,
        "lifted_by_id": None,
    }
    statement = (
        dialect_insert(BuildBlock)
        .values(build_id=build.id, cause=cause, **fresh)
        .on_conflict_do_update(
            index_elements=[BuildBlock.build_id, BuildBlock.cause],
            set_=fresh,
            where=BuildBlock.lifted_at.is_not(None),
        )
        .returning(BuildBlock.id)
    )
    if db.session.scalar(statement) is not None:
        emit(BuildBlocked(build_id=build.id, cause=cause))
        audit.record(actor, "builds.block", "build", build.id, values={"cause": cause})


def unblock(actor: Actor, build: Build, cause: str) -> None:
    """Lift what held a build back; what is not there is lifted already."""
    require(policies.may_block, actor, build)
    lifted = (
        update(BuildBlock)
        .where(
            BuildBlock.build_id == build.id,
            BuildBlock.cause == cause,
            BuildBlock.lifted_at.is_(None),
        )
        .values(lifted_at=clock.now(), lifted_by_id=actor.id)
        .returning(BuildBlock.id)
        .execution_options(synchronize_session="fetch")
    )
    if db.session.scalar(lifted) is not None:
        emit(BuildUnblocked(build_id=build.id, cause=cause))
        values = {"cause": cause}
        audit.record(actor, "builds.unblock", "build", build.id, values=values)
