"""Who hears of places, rests, removals and second looks."""

from datetime import timedelta

import pytest

from app.builds import commands as builds
from app.builds import queries
from app.builds.commands import Entry
from app.kernel import clock
from app.kernel.actor import SYSTEM
from tests.notifications.test_listeners import after, mails_to, told


@pytest.fixture
def channel(session, space, priya):
    made = builds.open_channel(priya, space, "inner", Entry("open", 1))
    session.commit()
    return made


@pytest.fixture
def removal(channel, ben, mo):
    row = after(builds.enrol, ben, channel)
    made = after(builds.remove, mo, row, "Shared the files.")
    return queries.removal(made.id)


def test_who_waited_hears_of_the_place(channel, ben, tess):
    after(builds.enrol, ben, channel)
    after(builds.enrol, tess, channel)
    assert told(tess) == []
    after(builds.leave, ben, channel)
    assert told(tess) == [("build", "place_given")]
    assert told(ben) == []


def test_who_is_not_seen_is_asked_and_hears_of_the_rest(channel, ben):
    after(builds.enrol, ben, channel)
    for days in (56, 60, 70):
        with clock.at(clock.now() + timedelta(days=days)):
            after(builds.let_idle_rest, SYSTEM)
    assert told(ben) == [("build", "tester_idle"), ("build", "tester_rests")]


def test_whom_it_concerns_hears_of_a_removal_by_mail(removal, ben, mo):
    assert told(ben) == [("moderation", "tester_removed")]
    assert "taken out" in mails_to(ben)[-1].subject
    assert told(mo) == []


@pytest.mark.parametrize("outcome", ["upheld", "dismissed"])
def test_a_second_look_waits_for_others_and_is_answered(removal, ben, mo, ada, outcome):
    after(builds.appeal, ben, removal, "It was not me.")
    assert ("to_do", "appeal_waits") in told(ada)
    assert told(mo) == []
    after(builds.answer, ada, removal, outcome, "Looked at it.")
    assert told(ben)[-1] == ("moderation", f"removal_{outcome}")
