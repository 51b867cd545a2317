"""Joining, waiting in turn, leaving, coming back, and the wall of the first."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.builds import commands, queries
from app.builds.commands import Entry, NewPass
from app.builds.models import Channel, Enrolment, Founder
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.spaces import commands as spaces
from tests.builds.conftest import TUESDAY

FANS = ("ana", "ben", "tess", "mei", "ken", "olaf")


@pytest.fixture(autouse=True)
def tuesday():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def channel(space, priya):
    return commands.open_channel(priya, space, "inner", Entry())


def told(name):
    rows = select(OutboxEvent).where(OutboxEvent.name == name)
    return [row.body for row in db.session.scalars(rows.order_by(OutboxEvent.id))]


def state_of(channel, person):
    found = queries.enrolment_of(channel.id, person.id)
    return found.state if found else None


def minutes_later(minutes):
    return clock.at(clock.parse(TUESDAY) + timedelta(minutes=minutes))


def test_a_place_is_counted_and_given_back(session, channel, ben, tess):
    commands.enrol(ben, channel)
    commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    assert channel.taken == 2
    commands.leave(ben, channel)
    commands.leave(ben, channel)
    assert channel.taken == 1
    assert channel.free is None


def test_who_waits_gets_the_place_that_is_freed(channel, priya, ben, tess, mei):
    commands.change_entry(priya, channel, Entry("open", 1))
    commands.enrol(ben, channel)
    for minute, person in enumerate((tess, mei)):
        with minutes_later(minute):
            assert commands.enrol(person, channel).state == "waiting"
    assert queries.turn_of(queries.enrolment_of(channel.id, mei.id)) == 2
    commands.leave(ben, channel)
    assert [state_of(channel, one) for one in (ben, tess, mei)] == [
        "left",
        "active",
        "waiting",
    ]
    assert [row["person_id"] for row in told("builds.place_given")] == [tess.id]


def test_score_goes_before_time(session, space, channel, priya, ben, tess, mei):
    commands.change_entry(priya, channel, Entry("open", 1))
    commands.enrol(ben, channel)
    for minute, person in enumerate((tess, mei)):
        with minutes_later(minute):
            commands.enrol(person, channel)
    commands.set_scores(SYSTEM, space.id, {mei.id: 3, tess.id: -2}, {})
    assert queries.enrolment_of(channel.id, tess.id).score == 0
    assert queries.turn_of(queries.enrolment_of(channel.id, mei.id)) == 1
    commands.leave(ben, channel)
    assert state_of(channel, mei) == "active"


def test_by_score_nobody_wins_by_clicking_fast(space, channel, priya, ben, tess):
    commands.change_entry(priya, channel, Entry("score", 1))
    assert commands.enrol(ben, channel).state == "applied"
    with minutes_later(1):
        commands.enrol(tess, channel)
    commands.set_scores(SYSTEM, space.id, {tess.id: 2}, {})
    assert (state_of(channel, ben), state_of(channel, tess)) == ("waiting", "active")
    commands.leave(tess, channel)
    assert state_of(channel, ben) == "active"
    # she was in before: her return needs no second application
    assert commands.enrol(tess, channel).state == "waiting"


def test_a_score_counts_in_every_channel_of_its_space(space, channel, priya, ben):
    commands.enrol(ben, channel)
    commands.set_scores(SYSTEM, space.id, {ben.id: 5}, {})
    nightly = commands.open_channel(priya, space, "nightly", Entry("score"))
    assert commands.enrol(ben, nightly).score == 5


def test_only_the_clock_writes_scores_down(space, priya):
    with pytest.raises(NotAllowed, match="may_count"):
        commands.set_scores(priya, space.id, {}, {})
    with pytest.raises(NotAllowed, match="may_count"):
        commands.let_idle_rest(priya)


def test_by_invitation_one_needs_the_link_once(session, channel, priya, ben, tess):
    commands.change_entry(priya, channel, Entry("invite"))
    token = commands.make_link(priya, channel, NewPass(uses=1))
    with pytest.raises(commands.PassNeeded):
        commands.enrol(ben, channel)
    with pytest.raises(commands.PassIsOver):
        commands.enrol(ben, channel, "made up")
    assert commands.enrol(ben, channel, token).state == "active"
    with pytest.raises(commands.PassIsOver):
        commands.enrol(tess, channel, token)
    commands.leave(ben, channel)
    assert commands.enrol(ben, channel).state == "active"
    assert queries.passes_page(channel.id, None).items[0].used == 1


def test_a_link_ends_by_hand_and_by_itself(channel, priya, ben):
    commands.change_entry(priya, channel, Entry("invite"))
    token = commands.make_link(priya, channel, NewPass(uses=5, days=2))
    with minutes_later(2 * 24 * 60), pytest.raises(Missing):
        queries.open_pass(token)
    known = queries.open_pass(token)
    commands.end_pass(priya, channel, known)
    commands.end_pass(priya, channel, known)
    with pytest.raises(commands.PassIsOver):
        commands.enrol(ben, channel, token)


def test_a_link_of_another_channel_opens_nothing(space, channel, priya, ben):
    nightly = commands.open_channel(priya, space, "nightly", Entry("invite"))
    token = commands.make_link(priya, nightly, NewPass())
    commands.change_entry(priya, channel, Entry("invite"))
    with pytest.raises(commands.PassIsOver):
        commands.enrol(ben, channel, token)


def test_a_device_brings_its_code_however_it_is_typed(channel, priya, ben, tess):
    commands.change_entry(priya, channel, Entry("device"))
    (code,) = commands.make_codes(priya, channel, 1, "Box 1")
    with pytest.raises(commands.DeviceCodeNeeded):
        commands.enrol(ben, channel)
    typed = code.lower().replace("-", " ")
    assert commands.enrol(ben, channel, typed).state == "active"
    with pytest.raises(commands.PassIsOver):
        commands.enrol(tess, channel, code)


@pytest.mark.parametrize("new", [NewPass(0), NewPass(1_001), NewPass(1, 0)])
def test_a_link_has_bounds(channel, priya, new):
    with pytest.raises(commands.BadPass):
        commands.make_link(priya, channel, new)


@pytest.mark.parametrize("count", [0, 201])
def test_codes_have_bounds(channel, priya, count):
    with pytest.raises(commands.TooManyCodes):
        commands.make_codes(priya, channel, count)


def test_the_crew_keeps_channels(space, channel, ben, eddy):
    acts = (
        lambda: commands.open_channel(ben, space, "nightly", Entry()),
        lambda: commands.change_entry(ben, channel, Entry()),
        lambda: commands.make_link(ben, channel, NewPass()),
        lambda: commands.make_codes(ben, channel, 1),
    )
    for act in acts:
        with pytest.raises(NotAllowed, match="may_keep_channels"):
            act()
    assert commands.open_channel(eddy, space, "nightly", Entry()).cadence == "nightly"


def test_what_no_channel_can_be(space, channel, priya):
    for code, entry, refusal in (
        ("loud", Entry(), commands.UnknownChannel),
        ("nightly", Entry("luck"), commands.UnknownWay),
        ("nightly", Entry("open", 0), commands.TooFewPlaces),
        ("inner", Entry(), commands.ChannelExists),
    ):
        with pytest.raises(refusal):
            commands.open_channel(priya, space, code, entry)


def test_nobody_is_sent_away_for_fewer_places(channel, priya, ben, tess):
    commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    with pytest.raises(commands.TooFewPlaces):
        commands.change_entry(priya, channel, Entry("open", 1))
    commands.change_entry(priya, channel, Entry("open", 2))
    assert channel.free == 0


def test_more_places_go_to_who_waits_at_once(channel, priya, ben, tess):
    commands.change_entry(priya, channel, Entry("open", 1))
    commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    commands.change_entry(priya, channel, Entry("open", 2))
    assert state_of(channel, tess) == "active"
    assert len(told("builds.place_given")) == 1


def test_the_database_keeps_the_capacity(session, channel, priya, ben):
    commands.change_entry(priya, channel, Entry("open", 1))
    commands.enrol(ben, channel)
    channel.taken = 2
    with pytest.raises(IntegrityError, match="taken"):
        session.flush()
    session.rollback()


def test_strangers_join_nothing(channel):
    for act in (commands.enrol, commands.leave):
        with pytest.raises(NotAllowed):
            act(ANONYMOUS, channel)


def test_the_first_stay_on_the_wall(space, channel, priya, people):
    spaces.add_rule_set(
        SYSTEM, space, {"builds": {"founders": 2}}, effective_at=clock.now()
    )
    for name in ("ben", "tess", "mei"):
        commands.enrol(people[name], channel)
    commands.leave(people["ben"], channel)
    commands.enrol(people["ben"], channel)
    wall = queries.founders(space.id)
    assert [(row.place, row.person.display_name) for row in wall] == [
        (1, "Ben"),
        (2, "Tess"),
    ]


def test_an_erased_founder_leaves_a_stone(session, space, channel, ben, tess):
    commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    commands.erase(ben, ben)
    assert channel.taken == 1
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 1
    assert session.scalar(select(func.count()).select_from(Founder)) == 2
    assert queries.personal(ben)["founder"] == [{"space_id": space.id, "place": 1}]


def test_the_place_of_an_erased_tester_goes_on(channel, priya, ben, tess):
    commands.change_entry(priya, channel, Entry("open", 1))
    commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    commands.erase(ben, ben)
    assert state_of(channel, tess) == "active"


def test_lists_counts_and_the_whole_file(space, channel, priya, chairs, people):
    other = commands.ensure_channel(chairs, "inner")
    commands.enrol(people["olaf"], other)
    commands.change_entry(priya, channel, Entry("open", 2))
    for minute, name in enumerate(FANS[:4]):
        with minutes_later(minute):
            commands.enrol(people[name], channel)
    commands.leave(people["ana"], channel)
    names = {
        which: [
            row.person.display_name
            for row in queries.members_page(channel.id, which, None).items
        ]
        for which in queries.LISTS
    }
    assert names == {
        "in": ["Tess", "Ben"],
        "queue": ["Mei"],
        "away": ["Ana"],
        "removed": [],
    }
    counts = queries.counts_of([channel.id])[channel.id]
    assert counts == {"active": 2, "waiting": 1, "left": 1}
    assert len(list(queries.everyone_in(channel.id))) == 4


def test_the_queue_in_pages_keeps_its_order(monkeypatch, channel, priya, people):
    monkeypatch.setattr("app.builds.queries.enrolments.PAGE", 2)
    commands.change_entry(priya, channel, Entry("open", 1))
    for minute, name in enumerate(FANS):
        with minutes_later(minute):
            commands.enrol(people[name], channel)
    seen, after = [], None
    while True:
        found = queries.members_page(channel.id, "queue", after)
        seen += [row.person.display_name.lower() for row in found.items]
        after = found.next
        if after is None:
            break
    assert tuple(seen) == FANS[1:]


def test_a_channel_of_an_unseen_space_is_not_there(session, space, channel, ben, priya):
    space.audience = "invited"
    session.commit()
    assert queries.channels(ben) == []
    for read in (
        lambda: queries.channel_at(ben, "lamps", "inner"),
        lambda: queries.channel_for(ben, channel.id),
    ):
        with pytest.raises(Missing):
            read()
    assert queries.channels(priya) == [channel]


def test_statements_of_joining(session, channel, ben, assert_queries):
    session.commit()
    with assert_queries(13):
        commands.enrol(ben, channel)


def test_two_channels_of_one_space_make_one_founder(space, channel, priya, ben):
    nightly = commands.open_channel(priya, space, "nightly", Entry())
    commands.enrol(ben, channel)
    commands.enrol(ben, nightly)
    assert len(queries.founders(space.id)) == 1
    assert isinstance(nightly, Channel)
