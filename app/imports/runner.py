"""Runs are carried on by batches, each its own transaction; safe to begin again.

Whoever carries a run on reads its place afresh before each batch, so the command of
the shell and the background may both do it, and what was killed is picked up.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from app.imports import commands, queries
from app.imports.models import ImportRun
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.web.answers import write_csv

# Half a second of work: whoever writes beside it waits no longer.
BATCH = 50
# Other tasks of the minute wait for this one.
SECONDS = 30.0

_log = logging.getLogger("cobuild.imports")
Progress = Callable[[int], None]


def carry_on_all() -> None:
    """Carry on every run that has begun, for at most half a minute.

    One that fails is logged, holds up no other, and is tried again.
    """
    until = time.monotonic() + SECONDS
    for run_id in queries.working():
        try:
            carry_on(run_id, until=until)
        except Exception:  # noqa: BLE001 - the other runs go on
            _log.exception("import %s stumbled and is tried again", run_id)


def carry_on(
    run_id: int, progress: Progress = lambda _: None, until: float | None = None
) -> ImportRun:
    """Bring a run to its end, in or out again; or as far as the time allows."""
    run = queries.run(run_id)
    step = _applying(run) if run.state == "applying" else _undoing
    while run.is_working and (until is None or time.monotonic() < until):
        before = run.position
        step(run)
        run = queries.run(run_id)
        progress(run.position - before)
    return run


def _applying(run: ImportRun) -> Callable[[ImportRun], None]:
    posts = queries.scan(run).posts

    def step(run: ImportRun) -> None:
        batch = posts[run.position : run.position + BATCH]
        with atomic():
            if batch:
                commands.apply(SYSTEM, run.id, run.position, batch)
            else:
                commands.finish(SYSTEM, run.id)

    return step


def _undoing(run: ImportRun) -> None:
    with atomic():
        if run.position < run.total:
            commands.undo_batch(SYSTEM, run.id, run.position, BATCH)
        else:
            commands.finish_undo(SYSTEM, run.id)


def export(folder: Path) -> list[Path]:
    """Write what an anonymous reader sees, as files in an order that stays."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = (
        ("posts", queries.POSTS, queries.public_posts),
        ("comments", queries.COMMENTS, queries.public_comments),
        ("votes", queries.VOTES, queries.public_votes),
        ("bugs", queries.BUGS, queries.public_bugs),
    )
    written = []
    for name, header, rows in parts:
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(file, header, rows())
        written.append(path)
    return written
