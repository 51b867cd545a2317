"""Planning, moving and letting out a week's build."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands, queries
from app.builds.commands import NewItem
from app.builds.models import Build, BuildBlock, Channel, Train
from app.comments.models import Thread
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from tests.builds.conftest import EVENING, FRIDAY, MONDAY, TUESDAY


def events(session, name):
    return list(
        session.scalars(select(OutboxEvent.body).where(OutboxEvent.name == name))
    )


def test_a_week_has_one_train_with_build_and_hidden_thread(
    session, space, priya, train, build
):
    with clock.at(TUESDAY):
        again = commands.plan_train(priya, space, MONDAY + timedelta(days=3))
    assert again.id == train.id
    assert session.scalar(select(func.count()).select_from(Train)) == 1
    assert (build.version, build.train_id) == ("26.11.6", train.id)
    assert train.publish_at == clock.parse(FRIDAY)
    assert session.get(Thread, build.thread_id).hidden_at is not None
    assert len(events(session, "builds.train_planned")) == 1


def test_only_the_crew_plans(space, ana):
    with pytest.raises(NotAllowed, match="may_plan"):
        commands.plan_train(ana, space, MONDAY)


def test_a_week_that_has_passed_is_not_planned(space, priya):
    with clock.at(EVENING), pytest.raises(commands.WeekIsOver):
        commands.plan_train(priya, space, MONDAY)


def test_a_space_without_builds_has_no_train(space, priya, session):
    space.has_builds = False
    session.flush()
    with clock.at(TUESDAY), pytest.raises(commands.NoBuildsHere, match="Lamps"):
        commands.plan_train(priya, space, MONDAY)


def test_the_stable_channel_is_another_train(space, priya, train, session):
    with clock.at(TUESDAY):
        other = commands.plan_train(priya, space, MONDAY, "stable")
    assert other.id != train.id
    assert set(session.scalars(select(Channel.code))) == {"weekly", "stable"}


def test_the_job_plans_this_week_until_friday_then_the_next(space):
    with clock.at(TUESDAY):
        (this,) = commands.plan_coming(SYSTEM)
        assert commands.plan_coming(SYSTEM)[0].id == this.id
    with clock.at(EVENING):
        (following,) = commands.plan_coming(SYSTEM)
    assert this.week_start == MONDAY
    assert following.week_start == MONDAY + timedelta(days=7)


def test_never_early_by_hand(train, item, priya):
    with clock.at("2026-11-06 16:59:59Z"):
        with pytest.raises(commands.TooEarly, match=r"2026-11-06 17:00 \(UTC\)"):
            commands.publish(priya, train)
        assert commands.publish_due(SYSTEM) == []


def test_never_early_in_the_database(session, train, item):
    early = "UPDATE trains SET state = 'published', published_at = :at"
    with pytest.raises(IntegrityError, match="never_early"):
        session.execute(text(early), {"at": "2026-11-06 16:59:00.000000"})


def test_by_hand_from_the_announced_time_on(session, train, build, item, priya):
    with clock.at(FRIDAY):
        assert commands.publish(priya, train).id == build.id
    assert build.published_at == train.published_at == clock.parse(FRIDAY)
    assert item.state == "in"
    assert session.get(Thread, build.thread_id).hidden_at is None
    (event,) = events(session, "builds.published")
    assert event["build_id"] == build.id


def test_never_twice(session, train, item, priya):
    with clock.at(FRIDAY):
        first = commands.publish(priya, train)
    with clock.at(EVENING):
        again = commands.publish(priya, train)
        assert commands.publish_due(SYSTEM) == []
    assert again.published_at == first.published_at == clock.parse(FRIDAY)
    assert len(events(session, "builds.published")) == 1


def test_the_job_is_late_but_lets_out_everything(train, item):
    with clock.at("2026-11-07 08:00Z"):
        (build,) = commands.publish_due(SYSTEM)
    assert build.published_at == clock.parse("2026-11-07 08:00Z")


def test_only_the_crew_publishes(train, item, ana):
    with clock.at(FRIDAY), pytest.raises(NotAllowed, match="may_publish"):
        commands.publish(ana, train)


def test_nothing_to_publish(train, priya):
    with clock.at(FRIDAY), pytest.raises(commands.EmptyBuild):
        commands.publish(priya, train)


def test_the_job_skips_a_week_without_changes(session, train, priya):
    with clock.at(FRIDAY):
        assert commands.publish_due(SYSTEM) == []
        assert train.state == "skipped"
        with pytest.raises(commands.TrainIsOver):
            commands.publish(priya, train)
    assert events(session, "builds.published") == []


def test_another_time_needs_a_reason_and_is_announced(session, train, item, priya):
    monday = clock.parse("2026-11-09 17:00Z")
    with clock.at(TUESDAY):
        with pytest.raises(commands.ReasonMissing):
            commands.reschedule(priya, train, monday, "  ")
        with pytest.raises(commands.TimeIsPast):
            commands.reschedule(priya, train, clock.parse("2026-11-03 08:00Z"), "Now")
        commands.reschedule(priya, train, monday, "The lab is closed on Friday.")
        commands.reschedule(priya, train, monday, "The lab is closed on Friday.")
    assert (train.state, train.publish_at) == ("delayed", monday)
    assert train.report_close_at == clock.parse("2026-11-10 12:00Z")
    (event,) = events(session, "builds.train_rescheduled")
    assert event["publish_at"] == "2026-11-09T17:00:00+00:00"
    with clock.at(FRIDAY), pytest.raises(commands.TooEarly):
        commands.publish(priya, train)
    with clock.at(monday):
        assert commands.publish(priya, train).version == "26.11.6"


def test_an_earlier_time_counts_once_it_is_announced(train, item, priya):
    thursday = clock.parse("2026-11-05 12:00Z")
    with clock.at(TUESDAY):
        commands.reschedule(priya, train, thursday, "Friday is a holiday.")
    with clock.at(thursday):
        assert commands.publish(priya, train).published_at == thursday


def test_what_is_out_is_not_moved(train, out, priya):
    with clock.at(EVENING), pytest.raises(commands.TrainHasGone):
        commands.reschedule(priya, train, clock.parse("2026-11-09 17:00Z"), "Why not")


def test_only_the_crew_moves_a_train(train, ana):
    with pytest.raises(NotAllowed, match="may_publish"):
        commands.reschedule(ana, train, clock.parse("2026-11-09 17:00Z"), "Later")


def test_a_block_holds_the_build_back_until_lifted(
    session, train, build, item, priya, eddy
):
    commands.block(eddy, build, "bug:7", "Lamps go dark")
    commands.block(eddy, build, "bug:7", "Lamps go dark")
    with clock.at(FRIDAY):
        with pytest.raises(commands.Blocked, match="Lamps go dark"):
            commands.publish(priya, train)
        commands.unblock(SYSTEM, build, "bug:7")
        commands.unblock(SYSTEM, build, "bug:7")
        assert commands.publish(priya, train).is_published
    assert len(events(session, "builds.blocked")) == 1
    assert len(events(session, "builds.unblocked")) == 1


def test_a_lifted_block_can_come_back(session, build, eddy):
    commands.block(eddy, build, "bug:7", "Lamps go dark")
    commands.unblock(eddy, build, "bug:7")
    assert queries.open_blocks(build.id) == []
    commands.block(eddy, build, "bug:7", "Dark again")
    session.expire_all()
    (row,) = queries.open_blocks(build.id)
    assert (row.reason, row.lifted_by_id) == ("Dark again", None)
    assert session.scalar(select(func.count()).select_from(BuildBlock)) == 1
    assert [found.id for found in queries.blocked_by("bug:7")] == [build.id]


def test_a_block_says_why_and_is_the_crews(build, eddy, ana):
    with pytest.raises(commands.BlockNeedsReason):
        commands.block(eddy, build, "bug:7", " ")
    with pytest.raises(NotAllowed, match="may_block"):
        commands.block(ana, build, "bug:7", "I do not like it")
    with pytest.raises(NotAllowed, match="may_block"):
        commands.unblock(ana, build, "bug:7")


def test_the_job_announces_the_next_try_of_a_blocked_build(
    session, train, build, item, eddy
):
    commands.block(eddy, build, "bug:7", "Lamps go dark")
    with clock.at(FRIDAY):
        assert commands.publish_due(SYSTEM) == []
    assert train.publish_at == clock.parse("2026-11-09 17:00Z")
    assert train.reason == "Lamps go dark"
    commands.unblock(eddy, build, "bug:7")
    with clock.at("2026-11-09 17:00Z"):
        assert [out.id for out in commands.publish_due(SYSTEM)] == [build.id]


def test_one_blocked_build_holds_up_no_other(session, chairs, train, build, item, eddy):
    with clock.at(TUESDAY):
        second = queries.of_train(commands.plan_train(eddy, chairs, MONDAY).id)
        commands.add_item(eddy, second, NewItem("fix", "It stands"))
    commands.block(eddy, build, "bug:7", "Lamps go dark")
    with clock.at(FRIDAY):
        assert [out.id for out in commands.publish_due(SYSTEM)] == [second.id]


def test_a_published_train_keeps_its_time_in_the_database(session, out, train):
    late = "UPDATE trains SET publish_at = '2026-11-09 17:00:00.000000'"
    with pytest.raises(IntegrityError, match="never_early"):
        session.execute(text(late))


def test_a_space_sees_only_its_own_waiting_builds(chairs, space, build, eddy):
    with clock.at(TUESDAY):
        commands.plan_train(eddy, chairs, MONDAY)
    assert [found.id for found in queries.waiting_builds(space.id)] == [build.id]
    assert isinstance(build, Build)


def test_after_a_stop_of_weeks_one_build_brings_what_all_of_them_had(
    session, space, train, build, item, priya
):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        second = commands.plan_train(priya, space, MONDAY + timedelta(days=7))
        later = queries.of_train(second.id)
        commands.add_item(priya, later, NewItem("fix", "It hums no more"))
    with clock.at("2026-11-25 09:00Z"):
        assert [out.id for out in commands.publish_due(SYSTEM)] == [later.id]
        assert commands.publish_due(SYSTEM) == []
    assert len(events(session, "builds.published")) == 1
    assert (train.state, train.reason_code) == ("skipped", "joined")
    session.refresh(later, ["items"])
    assert {one.title for one in later.items} == {item.title, "It hums no more"}
    assert {one.state for one in later.items} == {"in"}
    assert {one.thread_id for one in later.items} == {later.thread_id}


def test_a_week_nobody_filled_is_not_let_out_late(session, space, train, item):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
    with clock.at("2026-11-25 09:00Z"):
        assert len(commands.publish_due(SYSTEM)) == 1
        assert train.state == "published"
    empty = [event["code"] for event in events(session, "builds.train_skipped")]
    assert set(empty) <= {"empty", "unsoaked"}
    assert len(empty) >= 2


def test_a_blocked_week_does_not_ride_in_the_next_one(
    session, space, train, build, item, priya, eddy
):
    with clock.at(TUESDAY):
        second = commands.plan_train(priya, space, MONDAY + timedelta(days=7))
        later = queries.of_train(second.id)
        commands.add_item(priya, later, NewItem("fix", "It hums no more"))
    commands.block(eddy, build, "bug:7", "Lamps go dark")
    with clock.at("2026-11-14 09:00Z"):
        assert [out.id for out in commands.publish_due(SYSTEM)] == [later.id]
    assert train.publish_at == clock.parse("2026-11-16 17:00Z")
    assert item.build_id == build.id


def test_a_move_to_an_earlier_time_takes_the_steps_along(train, item, priya):
    monday = clock.parse("2026-11-03 12:00Z")
    with clock.at(TUESDAY):
        commands.reschedule(priya, train, monday, "Friday is a holiday.")
    assert train.preview_at == train.question_close_at == monday
    assert train.report_close_at == clock.parse("2026-11-10 12:00Z")
    assert train.awards_at == clock.parse("2026-11-10 17:00Z")


def test_steps_after_the_build_are_refused_by_the_database(session, train):
    wrong = "UPDATE trains SET preview_at = report_close_at"
    with pytest.raises(IntegrityError, match="steps_before"):
        session.execute(text(wrong))
