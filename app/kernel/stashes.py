"""Rows of pictures that wait in a stash until a job has prepared them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, pictures
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.db import db, one_of
from app.kernel.errors import Refusal
from app.kernel.pictures import Picture
from app.kernel.policies import require

STATES = ("waiting", "ready", "failed")
# A claim this old is of a job that died: another may take its picture up.
STALE = timedelta(minutes=5)


class HasStash:
    """What a picture's row holds, as a mixin for models.

    It waits in a stash until a job has prepared it: then `sizes` holds a
    [width, height, name] of each size, and `name` is the largest of them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="ready")
    stash: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    failed_code: Mapped[str] = mapped_column(default="")
    claimed_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    sizes: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"

    def wait(self, stash: str, file_name: str) -> None:
        """Be shown once a job has prepared what lies in the stash."""
        self.state, self.stash, self.file_name = "waiting", stash, file_name

    def show(self, sizes: Sequence[Picture]) -> None:
        """Be shown in these sizes, the smallest first."""
        largest = sizes[-1]
        self.name, self.width, self.height = largest.name, largest.width, largest.height
        self.sizes = [[one.width, one.height, one.name] for one in sizes]
        self.state, self.stash = "ready", ""


P = TypeVar("P", bound=HasStash)


def checks() -> tuple[CheckConstraint, ...]:
    """What a table of such rows keeps: a state, and in it all that a page shows."""
    return (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(
            "state <> 'ready' OR (name <> '' AND width > 0 AND height > 0)",
            name="prepared",
        ),
    )


def may_prepare(actor: Actor) -> bool:
    """The system, which prepares what people sent."""
    return actor.id == SYSTEM_ID


def claim(actor: Actor, kind: type[P]) -> tuple[int, str] | None:
    """Take up the next picture that waits: its key and its stash; None, no work."""
    require(may_prepare, actor)
    is_free = or_(kind.claimed_at.is_(None), kind.claimed_at < clock.now() - STALE)
    waiting = (
        select(kind)
        .where(kind.state == "waiting", is_free)
        .order_by(kind.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = db.session.scalar(waiting)
    if row is None:
        return None
    row.claimed_at = clock.now()
    db.session.flush()
    return row.id, row.stash


def finish(
    actor: Actor, kind: type[P], picture_id: int, sizes: Sequence[Picture]
) -> P | None:
    """Show a prepared picture; None where it waits no more: twice is once."""
    row = _still_waiting(actor, kind, picture_id)
    if row is not None:
        row.show(sizes)
        db.session.flush()
    return row


def fail(actor: Actor, kind: type[P], picture_id: int, code: str) -> None:
    """Note why a picture cannot be shown; its author reads it with the file's name."""
    row = _still_waiting(actor, kind, picture_id)
    if row is not None:
        row.state, row.failed_code = "failed", code
        db.session.flush()


def prepare_each(
    claimed: Callable[[], tuple[int, str] | None],
    shown: Callable[[int, Sequence[Picture]], None],
    failed: Callable[[int, str], None],
) -> int:
    """Prepare every picture that waits, one by one; safe to begin again anywhere.

    What is handed in commits. A stash goes only after its row has what came of it.
    """
    done = 0
    while (one := claimed()) is not None:
        picture_id, stash = one
        try:
            sizes = pictures.prepare(stash)
        except Refusal as refusal:
            failed(picture_id, refusal.code)
        else:
            shown(picture_id, sizes)
        pictures.drop(stash)
        done += 1
    return done


def _still_waiting(actor: Actor, kind: type[P], picture_id: int) -> P | None:
    require(may_prepare, actor)
    held = select(kind).where(kind.id == picture_id).with_for_update()
    row = db.session.scalar(held.execution_options(populate_existing=True))
    return row if row is not None and row.state == "waiting" else None
