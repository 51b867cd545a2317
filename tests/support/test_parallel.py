"""200 taps at once of one person make one support; many people lose none."""

import queue
import threading

from sqlalchemy import func, select

from app.ideas.models import Idea
from app.kernel import relay
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.people.models import Person
from app.spaces import commands as spaces
from app.support import commands, queries
from app.support.models import Support, SupportEvent, TallyEntry
from tests import cast
from tests.support import making

TAPS = 200
THREADS = 8


def run_each(app, acts):
    """Run the acts on eight threads that begin together; what they raised."""
    raised, waiting = [], queue.SimpleQueue()
    for act in [*acts, *[None] * THREADS]:
        waiting.put(act)
    gate = threading.Barrier(THREADS)
    threads = [
        threading.Thread(target=_work, args=(app, gate, waiting, raised))
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def _work(app, gate, waiting, raised):
    gate.wait()
    while act := waiting.get():
        try:
            with app.app_context():
                act()
        except Exception as error:  # noqa: BLE001 - the test shows it
            raised.append(error)


def tap(person_id, idea_id):
    def act():
        person, idea = db.session.get(Person, person_id), db.session.get(Idea, idea_id)
        with atomic():
            commands.give(person, idea)

    return act


def prepared(size):
    """An idea of ana's and so many people, with real commits."""
    with atomic():
        people = cast.people()
        fans = making.crowd(size)
        new = spaces.NewSpace(slug="lamps", name="Lamps")
        idea = making.idea(people["ana"], spaces.create(SYSTEM, new, {}))
    return idea.id, [fan.id for fan in fans]


def test_two_hundred_taps_of_one_person_make_one_support(world):
    with world.app_context():
        idea_id, (fan,) = prepared(1)
    assert run_each(world, [tap(fan, idea_id)] * TAPS) == []
    with world.app_context():
        assert db.session.scalar(select(func.count(Support.id))) == 1
        assert db.session.scalar(select(func.count(SupportEvent.id))) == 1
        assert db.session.scalar(select(func.count(TallyEntry.id))) == 1
        relay.drain()
        assert db.session.get(Idea, idea_id).support_count == 1


def test_a_crowd_beside_the_relay_is_counted_exactly(world):
    with world.app_context():
        idea_id, fans = prepared(80)
    halt = threading.Event()
    speaker = threading.Thread(target=relay.run_forever, args=(world, halt))
    speaker.start()
    try:
        raised = run_each(world, [tap(fan, idea_id) for fan in fans * 2])
    finally:
        halt.set()
        speaker.join()
    assert raised == []
    with world.app_context():
        relay.drain()
        assert queries.count_of(idea_id) == len(fans)
        assert db.session.get(Idea, idea_id).support_count == len(fans)
