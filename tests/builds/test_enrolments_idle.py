"""Who shows no sign for weeks is asked, rests, and is back in one click."""

from datetime import timedelta

import pytest

from app.builds import commands, queries
from app.builds.commands import Entry
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.spaces import commands as spaces
from tests.builds.conftest import EVENING
from tests.builds.test_enrolments import state_of, told

JOINED = clock.parse("2026-11-03 09:00Z")


def after(days):
    return clock.at(JOINED + timedelta(days=days))


@pytest.fixture
def channel(session, train, ben):
    made = queries.channel_for(SYSTEM, train.channel_id)
    with clock.at(JOINED):
        commands.enrol(ben, made)
    session.commit()
    return made


def rest(days):
    with after(days):
        commands.let_idle_rest(SYSTEM)


def test_nobody_is_asked_before_eight_weeks(channel, ben):
    rest(55)
    assert told("builds.tester_idle") == []
    rest(56)
    rest(57)
    (asked,) = told("builds.tester_idle")
    assert (asked["person_id"], asked["until"]) == (ben.id, "2027-01-12")


def test_two_weeks_after_that_the_place_goes_on(channel, priya, ben, tess):
    commands.change_entry(priya, channel, Entry("open", 1))
    with after(1):
        commands.enrol(tess, channel)
    rest(56)
    rest(69)
    assert state_of(channel, ben) == "active"
    rest(70)
    rest(70)
    assert (state_of(channel, ben), state_of(channel, tess)) == ("dormant", "active")
    assert len(told("builds.tester_rests")) == 1
    assert len(told("builds.place_given")) == 1


def test_a_late_clock_still_gives_the_notice(channel, ben):
    rest(200)
    assert state_of(channel, ben) == "active"
    rest(214)
    assert state_of(channel, ben) == "dormant"


@pytest.mark.parametrize("sign", ["vote", "item", "install"])
def test_a_sign_of_testing_ends_the_matter(session, channel, out, item, ben, sign):
    with clock.at(EVENING):
        acts = {
            "vote": lambda: commands.vote(ben, out, "keep", ran=False),
            "item": lambda: commands.vote_item(ben, item, "like", ran=False),
            "install": lambda: commands.report_install(ben, out),
        }
        acts[sign]()
    rest(57)
    assert told("builds.tester_idle") == []
    assert queries.enrolment_of(channel.id, ben.id).active_at == clock.parse(EVENING)
    rest(60)
    assert len(told("builds.tester_idle")) == 1


def test_a_sign_in_another_space_is_none_here(channel, chairs, ben):
    other = commands.ensure_channel(chairs, "weekly")
    with after(50):
        commands.enrol(ben, other)
    rest(56)
    assert [row["channel_id"] for row in told("builds.tester_idle")] == [channel.id]


def test_what_feedback_saw_counts_as_a_sign(session, space, channel, ben):
    rest(56)
    seen = JOINED + timedelta(days=58)
    commands.set_scores(SYSTEM, space.id, {}, {ben.id: seen})
    rest(71)
    row = queries.enrolment_of(channel.id, ben.id)
    assert (row.state, row.warned_at, row.active_at) == ("active", None, seen)


def test_back_in_one_click(channel, ben):
    rest(56)
    rest(70)
    with after(300):
        assert commands.enrol(ben, channel).state == "active"
    rest(301)
    assert state_of(channel, ben) == "active"


@pytest.mark.parametrize("joins", ["open", "score", "invite", "device"])
def test_back_whatever_the_door(channel, priya, ben, joins):
    rest(56)
    rest(70)
    commands.change_entry(priya, channel, Entry(joins, 3))
    assert commands.enrol(ben, channel).state == "active"


def test_a_space_without_builds_counts_no_weeks(session, space, channel, ben):
    space.has_builds = False
    session.commit()
    rest(56)
    assert told("builds.tester_idle") == []


def test_own_times_of_a_space(session, space, channel, ben):
    rules = {"builds": {"idle_days": 7, "idle_notice_days": 1}}
    spaces.add_rule_set(SYSTEM, space, rules, effective_at=JOINED)
    rest(7)
    rest(8)
    assert state_of(channel, ben) == "dormant"
