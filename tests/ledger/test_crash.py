"""kill -9 while posting: each transaction is there whole, or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.kernel.db import db
from app.ledger import queries

ROOT = Path(__file__).parents[2]
TIMES = 5


def killed_at_work(process: subprocess.Popen, pause: float) -> int:
    """Let a child post, kill it; the last posting it acknowledged."""
    process.stdin.write("go\n")
    process.stdin.flush()
    pid = int(process.stdout.readline())
    last = int(process.stdout.readline())
    time.sleep(pause)
    os.kill(pid, signal.SIGKILL)
    while (line := process.stdout.readline()) != "dead\n":
        last = int(line)
    return last


def test_posted_whole_or_not_at_all(world, tmp_path):
    command = [
        sys.executable,
        "-m",
        "tests.ledger.crash",
        world.config["SQLALCHEMY_DATABASE_URI"],
        str(tmp_path),
    ]
    with (
        world.app_context(),
        subprocess.Popen(  # noqa: S603 - our own test module
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        for time_of_death in range(TIMES):
            acknowledged = killed_at_work(process, 0.003 + time_of_death * 0.007)
            db.session.rollback()
            assert queries.head()[0] in (acknowledged, acknowledged + 1)
            assert queries.verify() == []
            assert sum(amount for *_, amount in queries.trial_balance()) == 0
        process.stdin.close()
