"""Many at once, with threads and real commits on both databases."""

from sqlalchemy import func, select

from app.builds import commands, queries
from app.builds.commands import Entry, NewPass
from app.builds.models import Channel, ChannelPass, Enrolment, Founder
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.errors import Refusal
from app.people.models import Person
from tests import cast
from tests.builds.conftest import TUESDAY
from tests.builds.test_twice import planned, together


def opened(world, entry):
    """A test with that door, and the keys of twelve people."""
    _train, ids = planned(world)
    with world.app_context(), clock.at(TUESDAY):
        with atomic():
            priya = db.session.get(Person, ids["priya"])
            found = db.session.scalars(select(Channel)).one()
            commands.change_entry(priya, found, entry)
        key = found.id
        db.session.remove()
    return key, [ids[name] for name in cast.ROLES][:12]


def joining(key, who, token=""):
    def join(place):
        with clock.at(TUESDAY), atomic():
            channel = queries.locked_channel(key)
            person = db.session.get_one(Person, who[place % len(who)])
            try:
                return commands.enrol(person, channel, token).state
            except Refusal as refusal:
                return refusal.code

    return join


def count(table, *which):
    return db.session.scalar(select(func.count()).select_from(table).where(*which))


def test_twelve_at_the_door_never_pass_the_capacity(world):
    key, who = opened(world, Entry("open", 5))
    states = together(world, 12, joining(key, who))
    assert sorted(states) == ["active"] * 5 + ["waiting"] * 7
    with world.app_context():
        assert db.session.get_one(Channel, key).taken == 5
        places = db.session.scalars(select(Founder.place).order_by(Founder.place))
        assert list(places) == [1, 2, 3, 4, 5]
        db.session.remove()


def test_eight_taps_of_one_person_make_one_row(world):
    key, who = opened(world, Entry("open", 5))
    assert together(world, 8, joining(key, who[:1])) == ["active"] * 8
    with world.app_context():
        assert count(Enrolment) == db.session.get_one(Channel, key).taken == 1
        db.session.remove()


def test_a_link_for_three_lets_three_in(world):
    key, who = opened(world, Entry("invite"))
    with world.app_context(), clock.at(TUESDAY):
        with atomic():
            channel = queries.channel_for(SYSTEM, key)
            token = commands.make_link(SYSTEM, channel, NewPass(uses=3))
        db.session.remove()
    answers = together(world, 8, joining(key, who, token))
    assert sorted(answers) == ["active"] * 3 + ["pass_is_over"] * 5
    with world.app_context():
        assert db.session.scalars(select(ChannelPass.used)).one() == 3
        db.session.remove()


def test_leaving_and_joining_at_once_keep_the_count(world):
    key, who = opened(world, Entry("open", 4))
    together(world, 12, joining(key, who))

    def either(place):
        with clock.at(TUESDAY), atomic():
            channel = queries.locked_channel(key)
            person = db.session.get_one(Person, who[place])
            act = commands.leave if place % 2 else commands.enrol
            act(person, channel)

    together(world, 12, either)
    with world.app_context():
        channel = db.session.get_one(Channel, key)
        active = count(Enrolment, Enrolment.state == "active")
        waiting = count(Enrolment, Enrolment.state == "waiting")
        assert channel.taken == active == 4
        assert waiting == 2
        db.session.remove()
