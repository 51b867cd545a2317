"""Votes, installs and the test."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands, queries
from app.builds.models import (
    VALUES,
    VERDICTS,
    BuildVote,
    Channel,
    Enrolment,
    ItemVote,
)
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import atomic, db
from app.kernel.errors import NotAllowed
from app.people.models import Person
from tests.builds.conftest import EVENING, FRIDAY
from tests.builds.test_twice import planned, together

THREADS = 8
NAMES = ("ana", "ben", "mei", "ken")


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


def marks(actor, build):
    page = queries.page_of(actor, build.number)
    return page.votes, page.item_votes


def test_one_vote_a_person_changeable(session, out, ben):
    commands.vote(ben, out, "keep", ran=False)
    commands.vote(ben, out, "keep", ran=False)
    commands.vote(ben, out, "needs_work", ran=False)
    session.expire_all()
    votes, _ = marks(ben, out)
    assert votes.everyone == {"needs_work": 1}
    assert votes.mine == "needs_work"
    assert session.scalar(select(func.count()).select_from(BuildVote)) == 1


def test_two_counts_stand_side_by_side(out, item, ben, tess, mei, olaf):
    commands.vote(tess, out, "keep", ran=True)
    commands.vote(ben, out, "keep", ran=False)
    commands.vote(mei, out, "needs_work", ran=False)
    commands.vote_item(tess, item, "like", ran=False)
    commands.vote_item(ben, item, "dislike", ran=False)
    votes, item_votes = marks(olaf, out)
    assert (votes.everyone, votes.ran) == ({"keep": 2, "needs_work": 1}, {"keep": 1})
    assert (votes.total(), votes.total(ran=True), votes.mine) == (3, 1, None)
    assert (votes.percent("keep"), votes.percent("keep", ran=True)) == (67, 100)
    assert item_votes[item.id].everyone == {"like": 1, "dislike": 1}
    # tess said of the build that she ran it: that holds for its changes, too
    assert item_votes[item.id].ran == {"like": 1}


def test_nobody_voted(out, ben):
    votes, item_votes = marks(ben, out)
    assert (votes.percent("keep"), votes.total(), item_votes) == (0, 0, {})


def test_the_word_that_one_ran_it_reaches_earlier_votes_and_can_be_taken_back(
    session, out, item, tess
):
    commands.vote(tess, out, "keep", ran=False)
    commands.vote_item(tess, item, "like", ran=False)
    commands.report_install(tess, out, "phone")
    commands.report_install(tess, out)
    votes, item_votes = marks(tess, out)
    assert (votes.ran, item_votes[item.id].ran) == ({"keep": 1}, {"like": 1})
    assert queries.page_of(tess, out.number).mine.ran
    commands.retract_install(tess, out)
    votes, item_votes = marks(tess, out)
    assert (votes.ran, item_votes[item.id].ran) == ({}, {})


def test_votes_close_on_tuesday_at_noon(out, item, ben):
    with clock.at("2026-11-10 11:59:59Z"):
        commands.vote(ben, out, "keep", ran=False)
    with clock.at("2026-11-10 12:00Z"):
        with pytest.raises(commands.VotesClosed):
            commands.vote(ben, out, "needs_work", ran=False)
        with pytest.raises(commands.VotesClosed):
            commands.vote_item(ben, item, "like", ran=False)


def test_after_that_nobody_changes_whether_he_ran_it(out, item, ben, tess):
    commands.vote(tess, out, "keep", ran=True)
    commands.vote_item(tess, item, "like", ran=False)
    commands.vote(ben, out, "needs_work", ran=False)
    with clock.at("2026-11-10 12:00Z"):
        with pytest.raises(commands.VotesClosed):
            commands.retract_install(tess, out)
        with pytest.raises(commands.VotesClosed):
            commands.vote(ben, out, "needs_work", ran=True)
        assert not queries.has_run(ben.id, out.id)
        # whoever runs it late tests it, too, and it moves no count
        commands.report_install(ben, out, "phone")
    assert queries.has_run(ben.id, out.id)
    votes, item_votes = marks(tess, out)
    assert votes.everyone == {"keep": 1, "needs_work": 1}
    assert (votes.ran, item_votes[item.id].ran) == ({"keep": 1}, {"like": 1})


def test_strangers_and_early_birds_do_not_vote(build, ben):
    with pytest.raises(NotAllowed, match="may_vote"):
        commands.vote(ANONYMOUS, build, "keep", ran=False)
    with pytest.raises(NotAllowed, match="may_vote"):
        commands.vote(ben, build, "keep", ran=False)


def test_a_vote_is_one_of_two_words(session, out, item, ben):
    with pytest.raises(commands.UnknownWord):
        commands.vote(ben, out, "like", ran=False)
    with pytest.raises(commands.UnknownWord):
        commands.vote_item(ben, item, "keep", ran=False)
    wrong = (
        "INSERT INTO build_votes (build_id, person_id, verdict, ran, at)"
        " VALUES (:build, :person, 'maybe', false, '2026-11-06 18:00:00.000000')"
    )
    with pytest.raises(IntegrityError, match="verdict"):
        session.execute(text(wrong), {"build": out.id, "person": ben.id})


def test_what_is_not_in_the_build_gets_no_vote(session, out, item, ben):
    item.state = "reverted"
    session.commit()
    with pytest.raises(commands.NotInBuild):
        commands.vote_item(ben, item, "like", ran=False)


def test_join_leave_and_come_back(session, train, ben):
    channel = session.get(Channel, train.channel_id)
    commands.enrol(ben, channel)
    assert commands.enrol(ben, channel).state == "active"
    commands.leave(ben, channel)
    commands.leave(ben, channel)
    assert queries.enrolment_of(channel.id, ben.id).state == "left"
    assert commands.enrol(ben, channel).state == "active"
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_a_full_channel_waits_and_a_closed_one_refuses(session, train, ben, tess, mei):
    channel = session.get(Channel, train.channel_id)
    channel.capacity = 1
    assert commands.enrol(ben, channel).state == "active"
    assert commands.enrol(tess, channel).state == "waiting"
    channel.joins = "invite"
    with pytest.raises(commands.ChannelIsClosed):
        commands.enrol(mei, channel)
    with pytest.raises(NotAllowed, match="may_join"):
        commands.enrol(ANONYMOUS, channel)


def test_who_was_removed_stays_so(session, train, ben):
    channel = session.get(Channel, train.channel_id)
    commands.enrol(ben, channel).state = "removed"
    session.commit()
    with pytest.raises(commands.ChannelIsClosed):
        commands.enrol(ben, channel)
    commands.leave(ben, channel)
    commands.leave(ben, channel)
    assert queries.enrolment_of(channel.id, ben.id).state == "removed"


def test_leaving_what_one_never_joined(session, train, ben):
    commands.leave(ben, session.get(Channel, train.channel_id))
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 0


def test_own_data_and_letting_go(session, train, out, item, tess, ana):
    commands.enrol(tess, session.get(Channel, train.channel_id))
    commands.vote(tess, out, "keep", ran=True)
    commands.vote_item(tess, item, "like", ran=True)
    held = queries.personal(tess)
    assert held["build_votes"] == [{"build_id": out.id, "verdict": "keep"}]
    assert held["change_votes"] == [{"item_id": item.id, "value": "like"}]
    assert len(held["installs"]) == len(held["channels"]) == 1
    assert queries.personal(ana)["credits"] == [{"item_id": item.id, "role": "idea"}]
    commands.erase(tess, tess)
    held = queries.personal(tess)
    assert (held["installs"], held["channels"]) == ([], [])
    # counted votes stay
    assert session.scalar(select(func.count()).select_from(ItemVote)) == 1


def test_testers_are_enrolled_or_have_run_it(session, train, out, ben, tess, mei):
    commands.enrol(ben, session.get(Channel, train.channel_id))
    commands.report_install(tess, out)
    assert [queries.is_tester(person.id, out) for person in (ben, tess, mei)] == [
        True,
        True,
        False,
    ]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=8))
def test_what_everyone_says_never_moves_what_those_who_ran_it_say(
    session, people, out, taps
):
    """Any number of taps by people who did not run it leaves the other count alone."""
    session.execute(delete(BuildVote))
    commands.vote(people["tess"], out, "keep", ran=True)
    for name, keeps in taps:
        commands.vote(people[name], out, "keep" if keeps else "needs_work", ran=False)
    votes, _ = marks(people["olaf"], out)
    assert votes.ran == {"keep": 1}
    assert votes.total() == 1 + len({name for name, _ in taps})


def test_two_hundred_taps_at_once_make_one_vote(world):
    train_id, ids = planned(world)
    with world.app_context(), clock.at(FRIDAY), atomic():
        commands.publish_due(SYSTEM)

    def tap(place):
        ben = db.session.get_one(Person, ids["ben"])
        (item,) = queries.page_of(SYSTEM, queries.of_train(train_id).number).items
        for n in range(200 // THREADS):
            keeps = (place + n) % 2
            with clock.at(EVENING), atomic():
                build = queries.of_train(train_id)
                commands.vote(ben, build, VERDICTS[keeps], ran=False)
                commands.vote_item(ben, item, VALUES[keeps], ran=False)
        return True

    assert together(world, THREADS, tap) == [True] * THREADS
    with world.app_context():
        for table in (BuildVote, ItemVote):
            assert db.session.scalar(select(func.count()).select_from(table)) == 1
        votes, item_votes = marks(SYSTEM, queries.of_train(train_id))
        assert votes.total() == sum(one.total() for one in item_votes.values()) == 1
