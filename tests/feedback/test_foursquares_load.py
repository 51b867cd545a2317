"""Tuesday noon: everybody reports and votes at once, and the server is killed."""

import http.client
import logging
import queue
import threading
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, insert, select

from app.builds import queries as build_queries
from app.builds.models import BuildVote, ItemVote
from app.feedback import commands, queries
from app.feedback.models import MOODS, FourSquare
from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.people.models import Person
from app.people.models import Session as SignInSession
from tests import cast
from tests.bin.test_serve import PATIENCE
from tests.feedback.reporting import week_of_today
from tests.support import making
from tests.support import test_crash as crash
from tests.support.test_parallel import run_each

# Each sends one report and four votes.
FANS = 60
DEEP_FANS = 5_000
CONNECTIONS = 32
TAPS = 60
logger = logging.getLogger("cobuild.tests")
pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.slow]
port, serve = crash.port, crash.serve


@pytest.fixture(autouse=True)
def saturday():
    """Here it is today: the server beside us knows no other clock."""


class Fan:
    """What one person thinks of a week, by number, and what the server took of it."""

    def __init__(self, key: int, build: int, items: list[int]) -> None:
        self.key = key
        self.mood = MOODS[key % len(MOODS)]
        self.best = [*items, 0][key % (len(items) + 1)]
        self.worst = [0, *items][key // 3 % (len(items) + 1)]
        if self.worst == self.best:
            self.worst = 0
        self.verdict = "keep" if key % 3 else "needs_work"
        self.liked = {item: "like" if (key + item) % 4 else "dislike" for item in items}
        self.headers: dict[str, str] = {}
        self.told: set[str] = set()
        report = {"mood": self.mood, "best": self.best, "worst": self.worst}
        self.sends = {
            f"/builds/{build}/vote": {"verdict": self.verdict},
            f"/builds/{build}/report": report | {"want": 0, "ran": "y"},
        } | {
            f"/builds/{build}/items/{item}/vote": {"value": value}
            for item, value in self.liked.items()
        }

    @property
    def is_done(self) -> bool:
        return self.told == set(self.sends)


class Crowd:
    """Everybody with a browser, on 32 connections."""

    def __init__(self, fans: list[Fan]) -> None:
        self.fans = fans
        self.refused: Counter[int] = Counter()

    @property
    def taken(self) -> int:
        return sum(len(fan.told) for fan in self.fans)

    def send(self, port: int) -> list[threading.Thread]:
        """Let everybody send what was not acknowledged, until the server is gone."""
        waiting = queue.SimpleQueue()
        undone = [fan for fan in self.fans if not fan.is_done]
        for fan in [*undone, *[None] * CONNECTIONS]:
            waiting.put(fan)
        threads = [
            threading.Thread(target=self._work, args=(port, waiting))
            for _ in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, port: int, waiting: queue.SimpleQueue) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            while fan := waiting.get():
                self._send_all(connection, fan)
        except (OSError, http.client.HTTPException):
            return  # the server is gone
        finally:
            connection.close()

    def _send_all(self, connection: http.client.HTTPConnection, fan: Fan) -> None:
        for path, form in fan.sends.items():
            connection.request("POST", path, urlencode(form), fan.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303:
                fan.told.add(path)
            else:
                self.refused[answer.status] += 1


def test_all_are_kept_none_double_and_the_tallies_exact(world, serve, port, deep):
    with world.app_context():
        build_id, crowd = prepared(world, DEEP_FANS if deep else FANS)
    everything = sum(len(fan.sends) for fan in crowd.fans)
    server = serve()
    began = time.monotonic()
    threads = crowd.send(port)
    while crowd.taken < everything // 3:
        assert any(thread.is_alive() for thread in threads), crowd.refused
        time.sleep(0.02)
    server.kill()
    crash.join(threads)
    took = time.monotonic() - began
    before = crowd.taken
    assert everything // 3 <= before < everything, "killed while they arrived"
    with world.app_context():
        assert lost(build_id, crowd) == []
    serve()
    began = time.monotonic()
    crash.join(crowd.send(port))
    took += time.monotonic() - began
    logger.info("%d acts, %d before the kill, %.1f s", everything, before, took)
    assert not crowd.refused
    assert all(fan.is_done for fan in crowd.fans)
    with world.app_context():
        assert lost(build_id, crowd) == []
        assert_counted(build_id, crowd.fans)


def test_many_taps_of_one_person_make_one_report(world):
    with world.app_context():
        build_id, crowd = prepared(world, 1)
        items = [item.id for item in queries.items_out(build_id)]
        number = build_queries.by_ids([build_id])[build_id].number
    (fan,) = crowd.fans

    def tap(best: int):
        def act() -> None:
            person = db.session.get(Person, fan.key)
            with atomic():
                build = build_queries.visible_to(person).get(number)
                said = commands.NewFourSquare("good", best)
                commands.send_foursquare(person, build, said, ran=True)

        return act

    taps = [tap(item) for item in items * (TAPS // len(items))]
    assert run_each(world, taps) == []
    with world.app_context():
        (said,) = db.session.scalars(select(FourSquare))
        assert said.best_item_id in items
        assert queries.respondents_of(build_id) == 1


def prepared(world, size: int) -> tuple[int, Crowd]:
    """A build that has been out for days, and people who are all signed in."""
    with atomic():
        db.session.info["loose"] = True
        people = cast.people()
        space = cast.space(people)
        db.session.info.pop("loose")
    with atomic():
        build = week_of_today(people, space)
        tokens = {fan.id: ids.token() for fan in making.crowd(size)}
        stamps = dict(
            db.session.execute(select(Person.id, Person.security_stamp)).all()
        )
        rows = [crash._session(key, tokens[key], stamps[key]) for key in tokens]
        db.session.execute(insert(SignInSession), rows)
    items = [item.id for item in queries.items_out(build.id)]
    fans = {key: Fan(key, build.number, items) for key in tokens}
    signed_in = select(SignInSession.person_id, SignInSession.id)
    for person, session in db.session.execute(signed_in):
        headers = crash._headers(world, tokens[person], session)
        del headers["Content-Length"]
        form = "application/x-www-form-urlencoded"
        fans[person].headers = headers | {"Content-Type": form}
    return build.id, Crowd(list(fans.values()))


def lost(build_id: int, crowd: Crowd) -> list[str]:
    """What was acknowledged and is not there, or not as it was sent."""
    db.session.rollback()
    said = select(FourSquare).where(FourSquare.build_id == build_id)
    reports = {
        row.person_id: (row.mood, row.best_item_id or 0, row.worst_item_id or 0)
        for row in db.session.scalars(said)
    }
    votes = {
        row.person_id: row.verdict for row in db.session.scalars(select(BuildVote))
    }
    liked = {
        (row.person_id, row.item_id): row.value
        for row in db.session.scalars(select(ItemVote))
    }
    missing = []
    for fan in crowd.fans:
        mine = {
            "report": (reports.get(fan.key), (fan.mood, fan.best, fan.worst)),
            "vote": (votes.get(fan.key), fan.verdict),
        } | {
            f"items/{item}/vote": (liked.get((fan.key, item)), value)
            for item, value in fan.liked.items()
        }
        for path in fan.told:
            found, sent = mine[path.split("/", 3)[3]]
            if found != sent:
                missing.append(f"{fan.key} {path}: {found}, sent {sent}")
    return missing


def assert_counted(build_id: int, fans: list[Fan]) -> None:
    """Counted for good it is what everybody sent, once."""
    for table, times in ((FourSquare, 1), (BuildVote, 1), (ItemVote, 3)):
        stored = db.session.scalar(select(func.count()).select_from(table))
        assert stored == len(fans) * times
    number = build_queries.by_ids([build_id])[build_id].number
    page = build_queries.page_of(SYSTEM, number)
    assert page.votes.everyone == Counter(fan.verdict for fan in fans)
    assert page.votes.ran == page.votes.everyone
    for item, marks in page.item_votes.items():
        assert marks.everyone == Counter(fan.liked[item] for fan in fans)
    with clock.at(clock.now() + timedelta(days=2)):
        with atomic():
            commands.close_standings(SYSTEM, page.build)
        found = queries.results_of(SYSTEM, page.build)
    best = Counter(fan.best for fan in fans)
    worst = Counter(fan.worst for fan in fans)
    for row in found.rows:
        assert (row.best, row.worst) == (best[row.item.id], worst[row.item.id])
    assert found.respondents == len(fans)
    assert found.moods == {
        mood: Counter(fan.mood for fan in fans)[mood] for mood in MOODS
    }
