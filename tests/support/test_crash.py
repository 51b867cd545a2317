"""kill -9 of the server while 2,000 supports arrive: what was acknowledged is there."""

import hashlib
import http.client
import os
import queue
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from app.ideas.models import Idea
from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.people.models import Person
from app.people.models import Session as SignInSession
from app.spaces import commands as spaces
from app.support import queries
from app.support.models import Support, SupportEvent, TallyEntry
from app.web import csrf
from tests import cast
from tests.bin.test_serve import PATIENCE, ROOT, flask, plain_environment, wait_until
from tests.conftest import SECRET
from tests.support import making

FANS = 2_000
THREADS = 8
# More in the long form, where all 2,000 also tap again after the restart.
KILLED_AFTER = 100
DEEP_AFTER = 600
pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.unmeasured]


class Server:
    """The server as bin/serve runs it, on a database that is there already."""

    def __init__(self, url: str, data: Path, port: int) -> None:
        self.port = port
        settings = {
            "COBUILD_DATA": str(data),
            "COBUILD_DATABASE_URL": url,
            "COBUILD_SECRET_KEY": SECRET,
        }
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            flask("up", "--empty", "--port", str(port)),
            cwd=ROOT,
            env=plain_environment() | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def await_up(self) -> None:
        wait_until(self._answers)

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in [*map(int, children.read_text().split()), self.process.pid]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the server ended by itself"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class Crowd:
    """People with browsers, who tap on eight threads; who was told that it counts."""

    def __init__(self, path: str, headers: dict[int, dict[str, str]]) -> None:
        self.path = path
        self.headers = headers
        self.tapped: set[int] = set()
        self.told: set[int] = set()
        self.refused: list[int] = []

    def tap(self, port: int, people: set[int]) -> list[threading.Thread]:
        """Let these people tap, until the server is gone."""
        waiting = queue.SimpleQueue()
        for person in [*sorted(people), *[None] * THREADS]:
            waiting.put(person)
        threads = [
            threading.Thread(target=self._work, args=(port, waiting))
            for _ in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, port: int, waiting: queue.SimpleQueue) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            while person := waiting.get():
                self.tapped.add(person)
                connection.request("POST", self.path, headers=self.headers[person])
                answer = connection.getresponse()
                answer.read()
                if answer.status == 303:
                    self.told.add(person)
                else:
                    self.refused.append(answer.status)
        except (OSError, http.client.HTTPException):
            return  # the server is gone
        finally:
            connection.close()


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def serve(world, tmp_path, port):
    """Start servers; whichever still runs at the end is killed."""
    started: list[Server] = []

    def start() -> Server:
        url = world.config["SQLALCHEMY_DATABASE_URI"]
        started.append(Server(url, tmp_path / "data", port))
        started[-1].await_up()
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.kill()


def test_what_was_acknowledged_is_there_and_nothing_is_double(world, serve, port, deep):
    with world.app_context():
        idea_id, crowd = prepared(world)
    enough = DEEP_AFTER if deep else KILLED_AFTER
    server = serve()
    threads = crowd.tap(port, set(crowd.headers))
    wait_until(lambda: len(crowd.told) >= enough)
    server.kill()
    join(threads)
    assert enough <= len(crowd.told) < FANS, "killed while supports arrived"
    serve()
    assert crowd.told <= stored(world, idea_id)
    again = set(crowd.headers) if deep else set(crowd.tapped)
    join(crowd.tap(port, again))
    assert crowd.refused == []
    assert crowd.told == again, "whoever was in doubt is told now"
    assert stored(world, idea_id) == again
    with world.app_context():
        wait_until(lambda: is_folded(idea_id))
        assert db.session.scalar(select(func.count(Support.id))) == len(again)
        assert db.session.scalar(select(func.count(SupportEvent.id))) == len(again)
        assert queries.count_of(idea_id) == len(again)
        assert db.session.get(Idea, idea_id).support_count == len(again)


def join(threads) -> None:
    """Each request has its time limit, so each thread ends."""
    for thread in threads:
        thread.join()


def stored(world, idea_id: int) -> set[int]:
    """Everybody whose support counts now."""
    with world.app_context():
        return set(queries.supporters_of(idea_id))


def prepared(world) -> tuple[int, Crowd]:
    """An idea of ana's, and people who are all signed in."""
    with atomic():
        new = spaces.NewSpace(slug="lamps", name="Lamps")
        idea = making.idea(cast.people()["ana"], spaces.create(SYSTEM, new, {}))
        tokens = {fan.id: ids.token() for fan in making.crowd(FANS)}
        stamps = dict(
            db.session.execute(select(Person.id, Person.security_stamp)).all()
        )
        db.session.execute(
            insert(SignInSession),
            [_session(key, token, stamps[key]) for key, token in tokens.items()],
        )
    rows = select(SignInSession.person_id, SignInSession.id)
    headers = {
        person: _headers(world, tokens[person], session)
        for person, session in db.session.execute(rows)
    }
    path = f"/ideas/{idea.number}/support"
    return idea.id, Crowd(path, headers)


def _session(person_id: int, token: str, stamp: str) -> dict[str, object]:
    return {
        "person_id": person_id,
        "token_hash": hashlib.sha256(token.encode()).hexdigest(),
        "stamp": stamp,
        "created_at": clock.now(),
        "last_seen_at": clock.now(),
    }


def _headers(world, token: str, session_id: int) -> dict[str, str]:
    return {
        "Cookie": f"{world.config['COOKIE_NAME']}={token}",
        "Sec-Fetch-Site": "same-origin",
        "X-CSRF-Token": csrf._sign(session_id),
        "Content-Length": "0",
    }


def is_folded(idea_id: int) -> bool:
    db.session.rollback()
    waiting = select(func.count(TallyEntry.id)).where(TallyEntry.idea_id == idea_id)
    return db.session.scalar(waiting) == 0
