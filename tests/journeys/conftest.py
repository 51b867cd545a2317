"""A real browser against the real site, served here so that its clock moves."""

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from app.kernel import clock
from tests.journeys.site import Site

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--in-process-gpu",
]
# Without bin/test, which names one: whatever is on the PATH.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """One Chromium for all journeys."""
    path = os.environ.get("COBUILD_CHROMIUM") or next(
        found for name in CHROMIUM if (found := shutil.which(name))
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGS + QUIET)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(app) -> Iterator[str]:
    """The address of an application that is served on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def site(world, chromium) -> Iterator[Site]:
    """The site on an empty, migrated database."""
    with served(world) as url:
        site = Site(world, url, chromium)
        yield site
        with contextlib.suppress(Exception):
            site.close()
    clock.shift(-site.shifted)


@pytest.fixture
def demo_site(town, chromium) -> Iterator[Site]:
    """The site of the small demo world."""
    with served(town) as url:
        yield Site(town, url, chromium)


@pytest.fixture(params=["script", "plain"])
def scripted(request) -> bool:
    """With JavaScript, and again without."""
    return request.param == "script"


@pytest.fixture(autouse=True)
def _no_time_passes_between_tests() -> Iterator[None]:
    before = clock.now()
    yield
    assert clock.now() - before < timedelta(hours=1)
