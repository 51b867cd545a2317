"""Nobody waits longer than said."""

import threading
import time

import pytest

from app.kernel import bounded

pytestmark = pytest.mark.nodb


def test_work_that_ends_in_time():
    done = []
    assert bounded.within(5, lambda: done.append(1))
    assert done == [1]


def test_work_that_hangs_is_left_behind():
    release = threading.Event()
    begun = time.monotonic()
    assert not bounded.within(0.1, release.wait)
    assert time.monotonic() - begun < 5
    release.set()
    for thread in threading.enumerate():
        if thread.name == bounded.THREAD:
            thread.join()
