"""The server: one granian worker that also does the background work.

Exactly one server runs on a data folder, by a file lock that dies with the process;
the folder's background lock in turn lets one worker of it do the background work.
"""

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app import store
from app.kernel import jobs, log
from config import Settings

# SQLite has one writer: more threads would only wait for each other.
WORKERS = 1
THREADS = 2
WATCH_SECONDS = 1
RESPAWN_SECONDS = 1.0
LOG_BYTES = 10_000_000

Build = Callable[[Settings], Flask]


class CannotServe(RuntimeError):
    """The server does not start; its text is one sentence for the operator."""


class _Place:
    """What this process is: a served worker can be told to start afresh."""

    is_worker = False


def claim(data: Path) -> int:
    """Take the data folder for this process: the lock's handle, never to be closed."""
    lock = data / "server.lock"
    try:
        data.mkdir(parents=True, exist_ok=True)
        handle = jobs.hold(lock)
    except OSError as wrong:
        reason = (wrong.strerror or "refused").lower()
        raise CannotServe(
            f"The data folder {data} cannot be written ({reason}): "
            "choose another with --data."
        ) from wrong
    if handle is None:
        raise CannotServe(_taken(data, lock))
    return handle


def announce(handle: int, origin: str) -> None:
    """Leave the address in the lock for whoever comes next."""
    os.ftruncate(handle, 0)
    os.pwrite(handle, origin.encode(), 0)


def check_port(host: str, port: int) -> None:
    """Refuse a port in use: two granians on one port would share the requests."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as wrong:
            raise CannotServe(f"Port {port} needs rights that you lack.") from wrong
        except OSError as wrong:
            raise CannotServe(_unbound(host, port)) from wrong


def lan_address() -> str:
    """The address of this machine in its own network; nothing is sent to learn it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
        except OSError as wrong:
            raise CannotServe(
                "This machine has no network: leave out --lan."
            ) from wrong
        return str(probe.getsockname()[0])


def log_to(path: Path) -> None:
    """Keep the request log in a file and show only what is wrong."""
    logger = logging.getLogger("cobuild")
    for shown in logger.handlers:
        shown.setLevel(logging.WARNING)
    kept = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, delay=True)
    kept.setFormatter(log.JsonFormatter())
    logger.addHandler(kept)


def serve(settings: Settings, build: Build, ready: Flask) -> None:
    """Serve until told to stop; requests and the task in flight finish.

    The app at hand is served where its settings are these, else `build` makes one.
    """

    def load() -> Flask:
        return _load(settings, build, ready)

    # The loader is a closure, which only a forked worker can be given.
    multiprocessing.set_start_method("fork", force=True)
    Granian(
        "app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=15,
        log_level=LogLevels.warning,
    ).serve(target_loader=load, wrap_loader=False)


def restart() -> None:
    """Start the worker afresh, e.g. on another store; does nothing elsewhere."""
    if _Place.is_worker:
        os.kill(os.getppid(), signal.SIGHUP)


def _load(settings: Settings, build: Build, ready: Flask) -> Flask:
    """The app of a worker; the store may be another than at the start."""
    now = settings.reread()
    app = ready if ready.extensions["settings"] == now else build(now)
    if now.store != settings.store:
        with app.app_context():
            store.migrate(now)
    jobs.start_background(app, now.folder)
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    _Place.is_worker = True
    return app


def _watch_parent(parent: int) -> None:
    """End with the parent: killed hard, it would leave this worker serving."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _taken(data: Path, lock: Path) -> str:
    where = lock.read_text("utf-8").strip()
    return (
        f"A server already runs on {data}: open {where}, stop it, "
        "or choose another folder with --data."
    )


def _unbound(host: str, port: int) -> str:
    return f"Port {port} on {host} is taken or not of this machine: choose with --port."
