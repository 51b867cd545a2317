"""The one relay: positions for committed events, then each listener from its cursor."""

import logging
import threading
import traceback
from typing import Any

from sqlalchemy import func, select, text, update

from app.kernel import clock
from app.kernel.db import (
    after_commit,
    atomic,
    db,
    dialect_insert,
    insert_once,
    is_sqlite,
)
from app.kernel.events import (
    ListenerCursor,
    OutboxEvent,
    ParkedEvent,
    listeners,
    revive,
)

BATCH = 200
WINDOW = 50 * BATCH
_LOCK_KEY = 4_267_001
_log = logging.getLogger("cobuild.relay")
_bell = threading.Event()
after_commit(_bell.set)


def drain() -> None:
    """Give positions and serve every listener until nothing is left."""
    while _number_events() + _serve_listeners():
        pass


def run_forever(app: Any, halt: threading.Event) -> None:
    """Serve until `halt` is set; woken by each commit, else once a second."""
    while not halt.is_set():
        _bell.wait(1)
        _bell.clear()
        with app.app_context():
            try:
                drain()
            except Exception:  # noqa: BLE001 - one bad minute must not end the relay
                _log.exception("the relay stumbled and goes on")
                halt.wait(1)


def lag() -> int:
    """How many committed events have no position yet."""
    statement = select(func.count()).where(OutboxEvent.position.is_(None))
    return db.session.scalar(statement) or 0


def _number_events() -> int:
    waiting = select(OutboxEvent.id).where(OutboxEvent.position.is_(None)).limit(1)
    if db.session.scalar(waiting) is None:
        return 0
    with atomic():
        _take_lock()
        return _number_batch()


def _take_lock() -> None:
    if not is_sqlite():
        db.session.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY}
        )


def _number_batch() -> int:
    last = db.session.scalar(select(func.max(OutboxEvent.position))) or 0
    rows = select(OutboxEvent.id).where(OutboxEvent.position.is_(None))
    ids = db.session.scalars(rows.order_by(OutboxEvent.id).limit(BATCH)).all()
    for place, row_id in enumerate(ids, start=last + 1):
        change = update(OutboxEvent).where(OutboxEvent.id == row_id)
        db.session.execute(
            change.values(position=place).execution_options(synchronize_session=False)
        )
    return len(ids)


def _serve_listeners() -> int:
    newest = db.session.scalar(select(func.max(OutboxEvent.position))) or 0
    behind = {key: after for key, after in _cursors().items() if after < newest}
    if not behind:
        return 0
    horizon = min(newest, min(behind.values()) + WINDOW)
    last = _last_positions(min(behind.values()), horizon)
    spoken_to = [key for key in behind if last.get(_name_of(key), 0) > behind[key]]
    _leap([key for key in behind if key not in spoken_to], horizon)
    for key in spoken_to:
        _serve(key, behind[key])
    return len(behind)


def _cursors() -> dict[str, int]:
    """How far each listener has come, by key."""
    columns = select(ListenerCursor.listener, ListenerCursor.position)
    known = {row.listener: row.position for row in db.session.execute(columns)}
    return {key: known.get(key, 0) for key in sorted(listeners())}


def _name_of(key: str) -> str:
    kind, _ = listeners()[key]
    return kind.name


def _last_positions(after: int, horizon: int) -> dict[str, int]:
    """The last event of each name between two positions."""
    window = select(OutboxEvent.name, func.max(OutboxEvent.position).label("last"))
    window = window.where(OutboxEvent.position > after, OutboxEvent.position <= horizon)
    rows = db.session.execute(window.group_by(OutboxEvent.name))
    return {row.name: row.last for row in rows}


def _leap(keys: list[str], horizon: int) -> None:
    """Move the cursors of listeners to whom nothing was said, all in one step.

    A rival who moved one of them further has passed nothing that concerned it.
    """
    if not keys:
        return
    with atomic():
        new = [{"listener": key, "position": horizon} for key in keys]
        made = dialect_insert(ListenerCursor).values(new)
        further = made.on_conflict_do_update(
            index_elements=[ListenerCursor.listener],
            set_={"position": horizon},
            where=ListenerCursor.position < horizon,
        )
        db.session.execute(further)


def _serve(key: str, after: int) -> None:
    kind, _ = listeners()[key]
    upto, rows = _batch(kind.name, after)
    try:
        with atomic():
            if _claim(key, after, upto):
                _hand_over(key, rows)
    except Exception:  # noqa: BLE001 - the failing event is found below
        _log.exception("listener %s failed on a batch: going one by one", key)
        _one_by_one(key, after, upto, rows)


def _batch(name: str, after: int) -> tuple[int, list[dict[str, Any]]]:
    window = select(OutboxEvent.position).where(OutboxEvent.position > after)
    positions = window.order_by(OutboxEvent.position).limit(BATCH).subquery()
    upto = db.session.scalar(select(func.max(positions.c.position))) or after
    wanted = select(OutboxEvent.position, OutboxEvent.body).where(
        OutboxEvent.name == name,
        OutboxEvent.position > after,
        OutboxEvent.position <= upto,
    )
    rows = db.session.execute(wanted.order_by(OutboxEvent.position))
    return upto, [{"position": row.position, "body": row.body} for row in rows]


def _claim(key: str, after: int, upto: int) -> bool:
    """Move the cursor from where we read it; a rival who was faster keeps it."""
    insert_once(ListenerCursor(listener=key, position=0))
    moved = (
        update(ListenerCursor)
        .where(ListenerCursor.listener == key, ListenerCursor.position == after)
        .values(position=upto)
        .returning(ListenerCursor.listener)
    )
    moved = moved.execution_options(synchronize_session=False)
    return db.session.scalar(moved) is not None


def _hand_over(key: str, rows: list[dict[str, Any]]) -> None:
    kind, listener = listeners()[key]
    for row in rows:
        listener(revive(kind, row["body"]))


def _one_by_one(key: str, after: int, upto: int, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        try:
            with atomic():
                if _claim(key, after, row["position"]):
                    _hand_over(key, [row])
        except Exception:  # noqa: BLE001 - parked, so that none holds up another
            with atomic():
                if _claim(key, after, row["position"]):
                    _park(key, row["position"])
        after = row["position"]
    with atomic():
        _claim(key, after, upto)


def _park(key: str, position: int) -> None:
    parked = ParkedEvent(
        listener=key,
        position=position,
        error=traceback.format_exc(limit=5),
        parked_at=clock.now(),
    )
    db.session.add(parked)
