"""A reached goal: the report, the cooling, the clearance."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.ideas import queries as ideas
from app.kernel import clock, relay
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.people.models import Person
from app.support import commands, queries
from app.support.models import RungAudit
from tests import cast
from tests.support import making

START = clock.parse("2026-03-01 09:00Z")
COOL = {
    "ideas": {"ladder": [4], "ladder_days": [60]},
    "support": {"least_supporters": 4},
}


def test_a_goal_that_nobody_reached_has_no_report(session):
    with pytest.raises(Missing):
        queries.get_audit(0, 1)


@pytest.fixture
def bench(session, ana, people):
    """An idea with one goal of 4, in a space where goals of 4 cool."""
    made = making.idea(
        ana,
        cast.space(people, slug="cool", **COOL),
        title="A bench",
        published_at=START,
    )
    made.deadline_at = START + timedelta(days=60)
    session.commit()
    return made


def reach(idea, *, young: int):
    """Four people reach the goal, an hour apart; so many joined the day before."""
    fans = making.crowd(4)
    for k, fan in enumerate(fans):
        joined = START - timedelta(days=1 if k < young else 30)
        db.session.execute(
            update(Person).where(Person.id == fan.id).values(created_at=joined)
        )
        with clock.at(START + timedelta(hours=k)):
            commands.give(fan, idea)
    commands.fold(idea.id)
    return START + timedelta(hours=3)


def test_the_report_counts_who_was_new_and_when_they_came(bench):
    reached = reach(bench, young=1)
    report = commands.audit_rung(SYSTEM, bench, 1)
    assert (report.counted, report.young, report.reached_at) == (4, 1, reached)
    assert report.curve == [0] * 44 + [1, 1, 1, 1]
    assert report.cooling_until == reached + timedelta(days=7), "25 % is above 20 %"


def test_old_accounts_cool_two_days(bench):
    reached = reach(bench, young=0)
    report = commands.audit_rung(SYSTEM, bench, 1)
    assert report.cooling_until == reached + timedelta(hours=48)


def test_only_those_who_made_the_goal_are_looked_at(bench, ben, tess):
    with clock.at(START):
        support = commands.give(ben, bench)
        commands.hold(SYSTEM, bench, [support.id], "young")
    reached = reach(bench, young=0)
    with clock.at(reached + timedelta(hours=1)):
        commands.give(tess, bench)
    assert commands.audit_rung(SYSTEM, bench, 1).counted == 4


def test_a_report_is_written_once_by_itself(bench):
    reach(bench, young=0)
    db.session.commit()
    relay.drain()
    (report,) = db.session.scalars(select(RungAudit))
    assert commands.audit_rung(SYSTEM, bench, 1).id == report.id
    with pytest.raises(Missing):
        commands.audit_rung(SYSTEM, bench, 2)


def test_a_goal_is_not_signed_while_it_cools(bench, mo, priya):
    reached = reach(bench, young=4)
    almost = reached + timedelta(days=6, hours=23)
    with clock.at(almost), pytest.raises(commands.StillCooling):
        commands.sign_goal(mo, bench)
    with clock.at(reached + timedelta(days=7)):
        commands.sign_goal(mo, bench)
        commands.sign_goal(priya, bench)
    assert bench.state == "achieved"


def test_a_small_goal_is_signed_at_once(stool, ben, tess, mei, mo, priya):
    for fan in (ben, tess, mei):
        commands.give(fan, stool)
    commands.fold(stool.id)
    commands.sign_goal(mo, stool)
    commands.sign_goal(priya, stool)
    assert stool.state == "achieved"


def test_a_moderator_finds_it_clean_and_clears_the_last_goal(bench, mo):
    reach(bench, young=0)
    report = commands.audit_rung(SYSTEM, bench, 1)
    commands.find_clean(mo, bench, report)
    first = report.clean_at
    commands.find_clean(mo, bench, report)
    assert (report.clean_by_id, report.clean_at) == (mo.id, first)
    assert ideas.clearances_of(bench.id) == {"audit_clean"}


def test_an_early_goal_that_is_clean_clears_nothing(stool, ben, mo):
    commands.give(ben, stool)
    commands.fold(stool.id)
    commands.find_clean(mo, stool, commands.audit_rung(SYSTEM, stool, 1))
    assert ideas.clearances_of(stool.id) == set()


@pytest.mark.parametrize("name", ["priya", "ana", "ben", "finn"])
def test_only_a_moderator_without_a_part_finds_it_clean(name, bench, people):
    reach(bench, young=0)
    report = commands.audit_rung(SYSTEM, bench, 1)
    with pytest.raises(NotAllowed, match="may_find_clean"):
        commands.find_clean(people[name], bench, report)


def test_a_moderator_who_supports_it_does_not(bench, mo):
    reach(bench, young=0)
    commands.give(mo, bench)
    report = commands.audit_rung(SYSTEM, bench, 1)
    with pytest.raises(NotAllowed, match="may_find_clean"):
        commands.find_clean(mo, bench, report)


def test_the_reports_with_whoever_looked(bench, mo, assert_queries):
    reach(bench, young=0)
    report = commands.audit_rung(SYSTEM, bench, 1)
    with assert_queries(1):
        assert queries.audits_of(bench.id) == [(report, None)]
    commands.find_clean(mo, bench, report)
    assert queries.audits_of(bench.id) == [(report, mo)]


@pytest.mark.parametrize(
    ("changed", "times"),
    [
        ({"young": 5}, 1),
        ({"cooling_until": START - timedelta(seconds=1)}, 1),
        ({"clean_at": START}, 1),
        ({}, 2),
    ],
)
def test_the_database_keeps_reports_sound(changed, times, bench, session):
    row = {
        "idea_id": bench.id,
        "n": 1,
        "threshold": 4,
        "reached_at": START,
        "counted": 4,
        "young": 1,
        "curve": [4],
        "cooling_until": START,
        "made_at": START,
    }
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(RungAudit), [row | changed] * times)
