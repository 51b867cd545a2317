"""Never twice, with threads and real commits on both databases."""

import threading
from datetime import timedelta

from sqlalchemy import func, select

from app.builds import commands, queries, tasks
from app.builds.commands import NewItem, Sent, SentItem
from app.builds.models import Build, BuildItem, BuildVote, Channel, Goodwill, Train
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.events import OutboxEvent
from app.people.models import Person
from app.spaces import queries as spaces
from tests import cast
from tests.builds.conftest import EVENING, FRIDAY, MONDAY, TUESDAY


def planned(world):
    with world.app_context(), clock.at("2026-10-01 09:00Z"):
        with atomic():
            people = cast.people()
            ids = {name: person.id for name, person in people.items()}
            db.session.info["loose"] = True
            space = cast.space(people)
            db.session.info.pop("loose")
        with clock.at(TUESDAY), atomic():
            train = commands.plan_train(SYSTEM, space, MONDAY)
            build = queries.of_train(train.id)
            commands.add_item(SYSTEM, build, NewItem("fix", "Darker"))
    return train.id, ids


def together(world, count, act):
    """Run an act in threads at once; what each returned or raised."""
    gate, found = threading.Barrier(count), []

    def run(place):
        with world.app_context():
            gate.wait()
            try:
                found.append(act(place))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_eight_publishers_let_it_out_once(world):
    train_id, _ = planned(world)

    def publish(place):
        with clock.at(FRIDAY), atomic():
            if place % 2:
                return len(commands.publish_due(SYSTEM))
            return commands.publish(SYSTEM, db.session.get_one(Train, train_id)).id

    assert len(together(world, 8, publish)) == 8
    with world.app_context():
        out = select(func.count()).where(OutboxEvent.name == "builds.published")
        assert db.session.scalar(out) == 1


def test_eight_plans_make_one_train(world):
    _, _ = planned(world)

    def plan(_place):
        with clock.at(EVENING), atomic():
            return commands.plan_coming(SYSTEM)[0].id

    found = together(world, 8, plan)
    assert len(found) == 8
    assert len(set(found)) == 1
    with world.app_context():
        weeks = select(Train.channel_id, Train.week_start)
        rows = db.session.execute(weeks).all()
        assert len(rows) == len(set(rows))
        assert db.session.scalar(select(func.count()).select_from(Build)) == 2


def test_many_taps_make_one_vote(world):
    train_id, ids = planned(world)
    with world.app_context(), clock.at(FRIDAY), atomic():
        commands.publish_due(SYSTEM)

    def tap(place):
        with clock.at(EVENING), atomic():
            build = queries.of_train(train_id)
            ben = db.session.get_one(Person, ids["ben"])
            commands.vote(ben, build, ("keep", "needs_work")[place % 2], ran=True)
        return True

    assert together(world, 8, tap) == [True] * 8
    with world.app_context():
        assert db.session.scalar(select(func.count()).select_from(BuildVote)) == 1


def test_the_minute_lets_out_and_plans_the_next_week(world):
    train_id, _ = planned(world)
    with world.app_context(), clock.at(FRIDAY):
        tasks.publish_due_builds()
        tasks.publish_due_builds()
        tasks.plan_coming_trains()
        weekly = Train.channel.has(Channel.code == "weekly")
        states = select(Train.week_start, Train.state).where(weekly)
        found = dict(tuple(row) for row in db.session.execute(states))
        assert queries.of_train(train_id).is_published
    assert found == {
        MONDAY: "published",
        **{MONDAY + timedelta(days=7 * n): "planned" for n in range(1, 5)},
    }


def test_eight_ticks_say_once_that_a_build_is_late(world):
    train_id, ids = planned(world)
    with world.app_context(), clock.at(TUESDAY), atomic():
        build = queries.of_train(train_id)
        for name in ("ana", "ben"):
            person = db.session.get_one(Person, ids[name])
            commands.enrol(person, queries.channel(build.space_id, "weekly"))
        commands.block(SYSTEM, build, "bug:7", "Lamps go dark.")

    def tick(_place):
        with clock.at(FRIDAY):
            tasks.publish_due_builds()
        return True

    assert together(world, 8, tick) == [True] * 8
    with world.app_context():
        late = select(func.count()).where(OutboxEvent.name == "builds.train_late")
        assert db.session.scalar(late) == 1
        assert db.session.scalar(select(func.count()).select_from(Goodwill)) == 2


def test_eight_of_the_same_registration_are_one(world):
    train_id, ids = planned(world)
    with world.app_context(), clock.at(TUESDAY), atomic():
        build = queries.of_train(train_id)
        eddy = db.session.get_one(Person, ids["eddy"])
        token = commands.make_hook(eddy, spaces.get(build.space_id), "Runner")
    sent = Sent("ci", "run-7", items=(SentItem("It hums no more"),))

    def send(_place):
        with clock.at(TUESDAY), atomic():
            return commands.register(queries.hook_of(token), sent)[1]

    assert sorted(together(world, 8, send)) == [False] * 7 + [True]
    with world.app_context():
        titles = select(BuildItem.title).order_by(BuildItem.id)
        assert list(db.session.scalars(titles)) == ["Darker", "It hums no more"]
