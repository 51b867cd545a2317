"""A crowd written at once is what as many taps would have been."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.builds import commands
from app.builds.models import BuildVote, Install, ItemVote
from app.kernel import clock
from app.kernel.db import db
from tests.builds.conftest import EVENING

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


def _rows(build, item):
    """All that was said of a build, without keys."""
    now = clock.now()
    seen = select(Install.person_id, Install.first_seen, Install.last_seen)
    votes = select(BuildVote.person_id, BuildVote.verdict, BuildVote.ran, BuildVote.at)
    tastes = select(ItemVote.person_id, ItemVote.value, ItemVote.ran, ItemVote.at)
    return [
        sorted(map(tuple, db.session.execute(statement)))
        for statement in (
            seen.where(Install.build_id == build.id, Install.first_seen <= now),
            votes.where(BuildVote.build_id == build.id),
            tastes.where(ItemVote.item_id == item.id),
        )
    ]


def _seeds(out, item, ben, mei):
    now = clock.now()
    return [
        commands.Seed(ben.id, now, "keep", ran=True, items=((item.id, "like"),)),
        commands.Seed(mei.id, now, "needs_work"),
    ]


def test_a_seeded_crowd_equals_as_many_taps(session, out, item, ben, mei):
    within = session.begin_nested()
    commands.vote(ben, out, "keep", ran=True)
    commands.vote_item(ben, item, "like", ran=True)
    commands.vote(mei, out, "needs_work", ran=False)
    tapped = _rows(out, item)
    within.rollback()
    commands.seed(out, _seeds(out, item, ben, mei))
    assert _rows(out, item) == tapped
    assert [len(rows) for rows in tapped] == [1, 2, 1]


def test_whoever_said_before_that_he_ran_it_did(out, item, ben, mei):
    commands.report_install(ben, out)
    before = _rows(out, item)[0]
    with clock.at(clock.now() + HOUR):
        commands.seed(out, _seeds(out, item, ben, mei))
    assert _rows(out, item)[0] == before


def test_nobody_says_nothing(out, item):
    commands.seed(out, [])
    assert _rows(out, item) == [[], [], []]


@pytest.mark.parametrize("late", [timedelta(days=-1), timedelta(days=4)])
def test_a_seed_counts_only_while_votes_did(out, ben, late):
    row = commands.Seed(ben.id, out.published_at + late, "keep")
    with pytest.raises(commands.VotesClosed):
        commands.seed(out, [row])


def test_a_build_to_come_has_no_crowd(build, ben):
    with pytest.raises(commands.VotesClosed):
        commands.seed(build, [commands.Seed(ben.id, clock.now(), "keep")])


def test_a_seed_likes_only_what_came_out(out, item, ben):
    row = commands.Seed(ben.id, clock.now(), "keep", items=((item.id + 99, "like"),))
    with pytest.raises(commands.NotInBuild):
        commands.seed(out, [row])
