"""What happens, sorted by time: each act stands in its own instant.

Acts between two rests share a transaction. A rest lets the relay serve everything that
was said so far, as the running site would have done.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.kernel import clock, relay
from app.kernel.db import atomic, db, insert_once
from app.kernel.events import ListenerCursor, OutboxEvent, listeners

Act = Callable[[], object]
_NEVER = 10**15
_AFTER = timedelta(seconds=1)


@dataclass(order=True, slots=True)
class _Scene:
    at: datetime
    place: int
    act: Act = field(compare=False)
    is_rest: bool = field(compare=False, default=False)


class Story:
    """Collects acts in any order and performs them in that of time."""

    def __init__(self) -> None:
        self._scenes: list[_Scene] = []

    def at(self, when: datetime, act: Act, *, then_rest: bool = False) -> None:
        """Let something happen at an instant; `then_rest` lets others hear of it."""
        self._scenes.append(_Scene(when, len(self._scenes), act))
        if then_rest:
            self.rest(when + _AFTER)

    def rest(self, when: datetime, act: Act = lambda: None) -> None:
        """Let the relay serve what was said; `act` opens its own transactions."""
        self._scenes.append(_Scene(when, len(self._scenes), act, is_rest=True))

    def perform(self, until: datetime) -> None:
        """Perform everything, in order; refuses what would lie in the future."""
        waiting: list[_Scene] = []
        for scene in sorted(self._scenes):
            if scene.at > until:
                raise ValueError(f"{scene.at} is still to come")
            if not scene.is_rest:
                waiting.append(scene)
                continue
            _together(waiting)
            waiting = []
            with clock.at(scene.at):
                scene.act()
                relay.drain()
        _together(waiting)
        relay.drain()


def sleep() -> None:
    """Let nobody be told: what is older than some days counts as told (HOUSE 5)."""
    with atomic():
        for key in _tellers():
            insert_once(ListenerCursor(listener=key, position=_NEVER))


def wake() -> None:
    """From here on people are told again; what was said before counts as told."""
    relay.drain()
    newest = select(func.coalesce(func.max(OutboxEvent.position), 0))
    with atomic():
        change = update(ListenerCursor).where(ListenerCursor.listener.in_(_tellers()))
        db.session.execute(
            change.values(position=newest.scalar_subquery()).execution_options(
                synchronize_session=False
            )
        )


def _together(scenes: list[_Scene]) -> None:
    if not scenes:
        return
    with atomic():
        for scene in scenes:
            with clock.at(scene.at):
                scene.act()


def _tellers() -> list[str]:
    return [key for key in listeners() if key.startswith("notifications.")]
