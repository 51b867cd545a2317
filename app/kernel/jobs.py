"""Background work: periodic tasks that ask what is due, on Huey, beside the relay.

Huey carries the minute and holds no truth: a (task, due) row stops double ticks, and
each task asks the database what there is to do. One process of a data folder works,
chosen by a file lock that the system lets go at its death.
"""

import fcntl
import json
import logging
import multiprocessing.util
import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from huey import SqliteHuey, crontab
from huey.consumer import Consumer, ConsumerStopped
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import UniqueConstraint, delete
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, relay
from app.kernel.db import Model, atomic, db, insert_once

KEPT = timedelta(days=7)
RETRY_SECONDS = 2
STOP_SECONDS = 12
_MINUTE = 60
_DATES = ("eta", "expires_resolved")
_LINKED = ("on_complete", "on_error", "chord_config")
logger = logging.getLogger("cobuild.jobs")

Work = Callable[[], None]


class App(Protocol):
    """What the background needs of the application, which the kernel does not know."""

    def app_context(self) -> AbstractContextManager[object]: ...


@dataclass(frozen=True, slots=True)
class Task:
    """One periodic function and how often it is due."""

    name: str
    minutes: int
    work: Work

    def due_at(self, now: datetime) -> datetime:
        """The latest instant at or before `now` at which the task was due."""
        step = self.minutes * _MINUTE
        return datetime.fromtimestamp(int(now.timestamp()) // step * step, UTC)


class TaskRun(Model):
    """A task was begun for one due instant; nobody begins it again."""

    __tablename__ = "task_runs"
    __table_args__ = (UniqueConstraint("task", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    begun_at: Mapped[datetime]


_tasks: dict[str, Task] = {}
_jobs: dict[str, Work] = {}
_queues: list[Callable[[str], object]] = []


def every(*, minutes: int) -> Callable[[Work], Work]:
    """Register a function that asks, at each due minute, what is to be done."""

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        _tasks[name] = Task(name, minutes, work)
        return work

    return register


def job(name: str) -> Callable[[Work], Work]:
    """Register work that need not wait for its minute: `soon(name)` asks for it.

    A row says what is left to do, so a request that gets lost costs a minute at most:
    the same work is a periodic task as well.
    """

    def register(work: Work) -> Work:
        _jobs[name] = work
        return work

    return register


def soon(name: str) -> None:
    """Ask the background of this process to run a job now; without one, nothing."""
    for enqueue in _queues:
        enqueue(name)


def tasks() -> list[Task]:
    """Every registered task, in the order of their names."""
    return [_tasks[name] for name in sorted(_tasks)]


def run_all() -> None:
    """Run every task once, now; what it raises comes out. For tests and journeys."""
    for task in tasks():
        task.work()


def run_due(now: datetime) -> list[str]:
    """Run each due task that nobody began; the names of those run.

    Running twice in a minute is the same as running once. A task that fails is logged
    and holds up no other: the next due instant finds what it left.
    """
    return [task.name for task in tasks() if _begin(task, now) and _run(task)]


@every(minutes=60)
def forget_old_runs() -> None:
    """Drop the rows of runs that no clock will ask for again."""
    with atomic():
        db.session.execute(delete(TaskRun).where(TaskRun.due_at < clock.now() - KEPT))


def _begin(task: Task, now: datetime) -> bool:
    row = TaskRun(task=task.name, due_at=task.due_at(now), begun_at=now)
    with atomic():
        return insert_once(row) is not None


def _run(task: Task) -> bool:
    try:
        task.work()
    except Exception:
        logger.exception("task %s failed", task.name)
    else:
        return True
    return False


class JsonSerializer(Serializer):  # type: ignore[misc]  # huey has no types
    """Messages as JSON: a queue that someone writes to must not run his code."""

    def _serialize(self, data: object) -> bytes:
        if not isinstance(data, Message):
            return json.dumps({"value": data}, allow_nan=False).encode()
        plain = {k: v for k, v in data._asdict().items() if v is not None}
        if any(name in plain for name in _LINKED):
            raise ValueError("tasks are not chained: a row says what is left to do")
        for name in _DATES:
            if name in plain:
                plain[name] = plain[name].isoformat()
        return json.dumps(plain, allow_nan=False).encode()

    def _deserialize(self, data: bytes) -> object:
        plain = json.loads(bytes(data))
        if "value" in plain:
            return plain["value"]
        for name in _DATES:
            if name in plain:
                plain[name] = datetime.fromisoformat(plain[name])
        return Message(**plain)


def make_huey(app: App, path: Path) -> SqliteHuey:
    """The queue of one app in its own file; its minute runs what is due.

    The door for a separate worker: the same tick on another storage.
    """
    queue = SqliteHuey(
        "cobuild", filename=str(path), results=False, serializer=JsonSerializer()
    )

    @queue.periodic_task(crontab())  # type: ignore[untyped-decorator]
    def tick() -> None:
        with app.app_context():
            run_due(clock.now())

    @queue.task()  # type: ignore[untyped-decorator]
    def run(name: str) -> None:
        with app.app_context():
            _jobs[name]()

    _queues[:] = [run]
    return queue


class ThreadConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """Huey's consumer in a thread: the server owns the signals."""

    def _set_signal_handlers(self) -> None:
        pass


def hold(path: Path) -> int | None:
    """Hold a lock file till this process ends: its handle, or None if another does."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def release(handle: int) -> None:
    """Let a held lock go."""
    os.close(handle)


class Embedded(threading.Thread):
    """Relay and consumer in a web worker; waits while another process has the lock."""

    def __init__(self, app: App, folder: Path) -> None:
        super().__init__(name="cobuild-background", daemon=True)
        self.halt = threading.Event()
        self._app = app
        self._lock = folder / "background.lock"
        self._queue = folder / "huey.sqlite"

    def run(self) -> None:
        """Wait for the lock, work until halted, let go."""
        while (handle := hold(self._lock)) is None:
            if self.halt.wait(RETRY_SECONDS):
                return
        try:
            self._work()
        finally:
            release(handle)

    def stop(self) -> None:
        """Let the task in flight finish, then end."""
        self.halt.set()
        self.join(STOP_SECONDS)

    def _work(self) -> None:
        speaker = threading.Thread(
            target=relay.run_forever, args=(self._app, self.halt), daemon=True
        )
        speaker.start()
        consumer = ThreadConsumer(
            make_huey(self._app, self._queue), shutdown_timeout=10, max_delay=1
        )
        consumer.start()
        try:
            self._consume(consumer)
        finally:
            consumer.stop(graceful=True)
            speaker.join(STOP_SECONDS)

    def _consume(self, consumer: ThreadConsumer) -> None:
        seen = time.monotonic()
        while not self.halt.is_set():
            try:
                seen = consumer.loop(seen)
            except ConsumerStopped:
                return


def start_background(app: App, folder: Path) -> Embedded:
    """Start relay and consumer in this process, ended with it by `Finalize`.

    A served worker never runs atexit; multiprocessing's finalizers do run there.
    """
    background = Embedded(app, folder)
    background.start()
    multiprocessing.util.Finalize(background, background.stop, exitpriority=100)
    return background
