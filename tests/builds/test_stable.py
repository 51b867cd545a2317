"""Stable builds are cut from weekly ones that have soaked."""

from datetime import date

import pytest
from sqlalchemy import select

from app.builds import commands, queries
from app.builds.models import BuildItemCredit, Channel, Train
from app.kernel import clock
from app.kernel.actor import SYSTEM
from tests.builds.conftest import EVENING, MONDAY

STABLE_WEEK = date(2026, 11, 16)
STABLE = "2026-11-20 17:00Z"


@pytest.fixture
def stable(session, out, space):
    """The stable train that the calendar announces after the first weekly build."""
    with clock.at(EVENING):
        commands.plan_coming(SYSTEM)
        session.commit()
    found = select(Train).join(Channel).where(Channel.code == "stable")
    return session.scalars(found).one()


def test_a_stable_week_is_announced_once_something_will_have_soaked(stable):
    assert stable.week_start == STABLE_WEEK
    assert stable.publish_at == clock.parse(STABLE)


def test_it_brings_what_came_two_weeks_before(session, out, item, stable):
    with clock.at(STABLE):
        found = [b for b in commands.publish_due(SYSTEM) if b.train_id == stable.id]
    (build,) = found
    assert (build.version, build.artifact_url) == (out.version, out.artifact_url)
    assert build.body_plain == out.body_plain
    assert build.number != out.number
    assert [(one.title, one.state) for one in build.items] == [(item.title, "in")]
    assert stable.cut_from_id == out.train_id
    # nobody is credited twice for one thing
    credited = select(BuildItemCredit.item_id).distinct()
    assert set(session.scalars(credited)) == {item.id}


def test_a_halted_build_does_not_become_stable(out, stable, eddy):
    with clock.at(EVENING):
        commands.halt(eddy, out, "It drains the battery.")
    with clock.at(STABLE):
        assert commands.publish_due(SYSTEM) == []
    assert (stable.state, stable.reason_code) == ("skipped", "unsoaked")


def test_what_was_cut_is_not_cut_again(session, out, stable):
    with clock.at(STABLE):
        commands.publish_due(SYSTEM)
    way = queries.channel_by_id(stable.channel_id)
    assert queries.soaked(way, clock.parse("2027-01-01 00:00Z")) is None


def test_the_home_page_goes_on_with_the_weekly_build(out, stable, ana):
    with clock.at(STABLE):
        commands.publish_due(SYSTEM)
        assert queries.latest(ana).id == out.id


def test_a_young_space_announces_no_stable_week(session, space):
    with clock.at("2026-11-17 09:00Z"):
        commands.plan_coming(SYSTEM)
    found = select(Train).join(Channel).where(Channel.code == "stable")
    assert session.scalars(found).all() == []
    assert MONDAY < STABLE_WEEK
