"""Share by share, at once on demand, and to nobody any more."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from app.builds import commands, policies, queries, rules, tasks
from app.builds.models import Enrolment
from app.builds.rules import BuildRules
from app.kernel import clock, relay
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import atomic, db
from app.kernel.errors import NotAllowed
from tests.builds.conftest import EVENING, FRIDAY
from tests.builds.test_twice import planned
from tests.conftest import alembic_config
from tests.support import making

PEOPLE = range(1, 10_001)
SHARES = (0, 10, 50, 100)
OUT_AT = datetime(2026, 11, 6, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


def latest(actor, build):
    found = queries.latest_for(actor, build.train.channel)
    return found and found.number


@pytest.mark.nodb
@settings(max_examples=8)
@given(st.integers(1, 10**9))
def test_ten_thousand_people_get_it_share_by_share(number):
    got = [
        {one for one in PEOPLE if rules.is_in_share(number, one, share)}
        for share in SHARES
    ]
    for share, people in zip(SHARES, got, strict=True):
        assert abs(len(people) / 100 - share) < 1
    # widening loses nobody
    assert got[0] < got[1] < got[2] < got[3] == set(PEOPLE)


@pytest.mark.nodb
def test_not_always_the_same_people_go_first():
    first = [
        {one for one in PEOPLE if rules.is_in_share(number, one, 10)}
        for number in range(1, 6)
    ]
    assert len(set.union(*first)) > 3_000
    assert len(set.intersection(*first)) < 50


@pytest.mark.nodb
@given(
    st.lists(st.integers(0, 4_000), min_size=2, max_size=20),
    st.integers(0, 100),
    st.integers(0, 100),
    st.integers(0, 96),
)
def test_a_share_never_shrinks(minutes, first, second, hours):
    game = BuildRules(
        rollout_first_percent=first, rollout_second_percent=second, rollout_hours=hours
    )
    shares = [
        rules.share_at(game, OUT_AT, OUT_AT + timedelta(minutes=passed))
        for passed in sorted(minutes)
    ]
    assert shares == sorted(shares)
    assert rules.share_at(game, OUT_AT, OUT_AT + timedelta(hours=hours)) == 100


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("hours", "share"), [(0, 10), (23.9, 10), (24, 50), (47.9, 50), (48, 100)]
)
def test_ten_fifty_and_all_within_two_days(hours, share):
    passed = OUT_AT + timedelta(hours=hours)
    assert rules.share_at(BuildRules(), OUT_AT, passed) == share


def test_the_minute_widens_what_is_out(session, out):
    assert out.rollout_pct == 0
    for at, share in (
        (FRIDAY, 10),
        ("2026-11-07 16:59Z", 10),
        ("2026-11-07 17:00Z", 50),
        ("2026-11-08 17:00Z", 100),
    ):
        with clock.at(at):
            tasks.widen_rollouts()
        assert out.rollout_pct == share
    assert queries.rolling() == []
    assert queries.everyone_at(out) is None


def test_word_that_it_is_out_begins_it(session, out):
    relay.drain()
    session.refresh(out)
    assert out.rollout_pct == 10
    assert queries.everyone_at(out) == clock.parse("2026-11-08 17:00Z")


def test_a_stopped_build_goes_no_further(session, build, out):
    out.halted_at = clock.now()
    commands.widen(SYSTEM, out)
    assert out.rollout_pct == 0
    assert queries.rolling() == []


def test_what_is_not_out_is_not_widened(build):
    commands.widen(SYSTEM, build)
    assert build.rollout_pct == 0


def test_only_the_clock_widens(out, priya):
    with pytest.raises(NotAllowed, match="may_widen"):
        commands.widen(priya, out)


def test_testers_get_it_in_their_turn_and_all_at_the_end(
    session, out, people, priya, ben
):
    testers = [one for name, one in people.items() if name != "ben"]
    for one in testers:
        commands.enrol(one, out.train.channel)
    for share in SHARES:
        out.rollout_pct = share
        session.commit()
        for one in testers:
            has_turn = rules.is_in_share(out.number, one.id, share)
            assert latest(one, out) == (out.number if has_turn else None)
        # whoever is in no test waits until all have it
        for other in (ben, ANONYMOUS):
            assert latest(other, out) == (out.number if share == 100 else None)


@pytest.mark.slow
def test_a_crowd_gets_it_share_by_share_until_it_is_stopped(session, out, deep):
    # a short form knows little of shares: hundreds of people are not whole in it
    size, points = (10_000, 1) if deep else (60, 20)
    people = making.crowd(size)
    channel = out.train.channel
    enrolled = [{"channel_id": channel.id, "person_id": one.id} for one in people]
    session.execute(insert(Enrolment), enrolled)
    got = []
    for share in SHARES:
        out.rollout_pct = share
        session.commit()
        got.append({one.id for one in people if queries.latest_for(one, channel)})
        assert abs(100 * len(got[-1]) / size - share) < points
    assert got[0] <= got[1] <= got[2] <= got[3]
    out.halted_at = clock.now()
    session.commit()
    assert not any(queries.latest_for(one, channel) for one in people)


def test_a_stopped_build_is_offered_to_nobody(session, out, people):
    for one in people.values():
        commands.enrol(one, out.train.channel)
    commands.get_early(people["tess"], out)
    out.rollout_pct = 100
    session.commit()
    assert {latest(one, out) for one in people.values()} == {out.number}
    out.halted_at = clock.now()
    session.commit()
    everybody = [*people.values(), ANONYMOUS]
    assert {latest(one, out) for one in everybody} == {None}


def test_at_once_on_demand(session, out, tess, ben):
    commands.enrol(tess, out.train.channel)
    assert latest(tess, out) is None
    commands.get_early(tess, out)
    commands.get_early(tess, out)
    assert latest(tess, out) == out.number
    with pytest.raises(commands.NotInTest):
        commands.get_early(ben, out)
    commands.leave(tess, out.train.channel)
    assert latest(tess, out) is None


def test_nobody_wants_a_stopped_build_early(session, out, tess):
    commands.enrol(tess, out.train.channel)
    out.halted_at = clock.now()
    with pytest.raises(commands.BuildIsStopped):
        commands.get_early(tess, out)


def test_a_closed_test_stays_among_its_testers(session, out, tess):
    commands.enrol(tess, out.train.channel)
    out.rollout_pct = 100
    out.train.channel.joins = "invite"
    session.commit()
    assert latest(tess, out) == out.number
    assert latest(ANONYMOUS, out) is None


def test_what_was_before_serves_until_it_is_ones_turn(session, space, out, priya, tess):
    out.rollout_pct = 100
    monday = out.train.week_start + timedelta(days=7)
    commands.enrol(tess, out.train.channel)
    newer_train = commands.plan_train(priya, space, monday)
    newer = queries.of_train(newer_train.id)
    commands.add_item(priya, newer, commands.NewItem("fix", "Darker"))
    assert latest(tess, out) == out.number
    with clock.at(newer_train.publish_at):
        commands.publish(priya, newer_train)
        session.commit()
        assert latest(tess, out) == out.number
        newer.rollout_pct = 100
        session.commit()
        assert latest(tess, out) == newer.number


def test_who_may_have_its_files(session, out, build, tess, ben, eddy):
    commands.enrol(tess, out.train.channel)
    may = [policies.may_fetch(one, out) for one in (tess, eddy, ben, ANONYMOUS)]
    assert may == [True, True, False, False]
    out.rollout_pct = 100
    assert policies.may_fetch(ANONYMOUS, out)
    out.halted_at = clock.now()
    may = [policies.may_fetch(one, out) for one in (tess, eddy, ben, ANONYMOUS)]
    assert may == [False, True, False, False]


def test_the_migration_leaves_what_is_out_with_all_and_what_comes_with_nobody(world):
    train_id, _ = planned(world)
    with world.app_context():
        with clock.at(FRIDAY), atomic():
            commands.publish_due(SYSTEM)
            (coming,) = commands.plan_coming(SYSTEM)
        db.session.remove()
        command.downgrade(alembic_config(), "0025")
        command.upgrade(alembic_config(), "head")
        shares = [queries.of_train(one).rollout_pct for one in (train_id, coming.id)]
        assert shares == [100, 0]
        db.session.remove()
