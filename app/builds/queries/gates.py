"""What the gate of a build reads, and what it found so far."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from app.builds.models import (
    Build,
    BuildBlock,
    BuildVote,
    Channel,
    Enrolment,
    TrainGate,
)
from app.builds.queries import builds, people
from app.builds.rules import BuildRules, gate_needs
from app.kernel.actor import Actor
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Figures:
    """What holds a build back, and how many of its inner testers want to keep it."""

    testers: int
    needed: int
    ok: int
    blockers: int

    @property
    def is_go(self) -> bool:
        """Whether the build may go out; without testers somebody has to sign."""
        return self.blockers == 0 and self.testers > 0 and self.ok >= self.needed


def gate_figures(build: Build, game: BuildRules) -> Figures:
    """The figures as they are now: only those who ran it are asked."""
    inner = _inner_of(build.space_id)
    testers = select(func.count()).select_from(inner.subquery())
    ok = select(func.count(BuildVote.id)).where(
        BuildVote.build_id == build.id,
        BuildVote.verdict == "keep",
        BuildVote.ran,
        BuildVote.person_id.in_(inner),
    )
    blockers = select(func.count(BuildBlock.id)).where(
        BuildBlock.build_id == build.id, BuildBlock.lifted_at.is_(None)
    )
    parts = [part.scalar_subquery() for part in (testers, ok, blockers)]
    count, kept, held = db.session.execute(select(*parts)).one()
    return Figures(count, gate_needs(game, count), kept, held)


def gates_of(train_id: int) -> list[TrainGate]:
    """Every answer of a train's gate, the last first."""
    statement = select(TrainGate).where(TrainGate.train_id == train_id)
    return list(db.session.scalars(statement.order_by(TrainGate.due_at.desc())))


def blocks_in_words(build_id: int) -> str:
    """What holds a build back, in one line; empty for nothing."""
    return "; ".join(block.reason for block in people.open_blocks(build_id))


def tries(actor: Actor, build: Build) -> bool:
    """Whether the actor is an inner tester of a build that is a candidate."""
    mine = select(Build.id).where(Build.id == build.id, builds.tried_by(actor))
    return db.session.scalar(mine) is not None


def _inner_of(space_id: int) -> Select[int]:
    return (
        select(Enrolment.person_id)
        .join(Channel, Channel.id == Enrolment.channel_id)
        .where(Channel.space_id == space_id, Channel.code == "inner")
        .where(Enrolment.state == "active")
    )
