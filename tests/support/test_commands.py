"""Giving, taking back, folding: one person, one support, one true count."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.ideas.models import IdeaRung
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from app.support import commands, queries
from app.support.models import Support, SupportEvent, Tally, TallyEntry
from tests.support import making


def counted(idea) -> int:
    rows = select(func.count()).where(
        Support.idea_id == idea.id, Support.state == "counted"
    )
    return db.session.scalar(rows)


def kinds(idea) -> list[str]:
    rows = select(SupportEvent.kind).join(
        Support, Support.id == SupportEvent.support_id
    )
    mine = rows.where(Support.idea_id == idea.id)
    return list(db.session.scalars(mine.order_by(SupportEvent.id)))


def test_support_is_one_row_one_event_one_entry(ben, lamp):
    support = commands.give(ben, lamp)
    assert (support.state, support.provenance) == ("counted", "self")
    assert len(bytes.fromhex(support.receipt)) == 32
    assert kinds(lamp) == ["cast"]
    assert db.session.scalars(select(TallyEntry.delta)).all() == [1]
    assert queries.count_of(lamp.id) == 1
    assert lamp.support_count == 0, "the fold, not the tap, brings the idea its count"


def test_giving_twice_is_giving_once(ben, lamp):
    first = commands.give(ben, lamp)
    again = commands.give(ben, lamp)
    assert again.id == first.id
    assert again.receipt == first.receipt
    assert kinds(lamp) == ["cast"]
    assert queries.count_of(lamp.id) == 1


def test_withdrawing_takes_it_back_and_twice_is_once(ben, tess, lamp):
    commands.give(tess, lamp)
    commands.give(ben, lamp)
    commands.withdraw(ben, lamp)
    commands.withdraw(ben, lamp)
    assert kinds(lamp) == ["cast", "cast", "withdraw"]
    assert queries.count_of(lamp.id) == counted(lamp) == 1
    assert queries.supporters_of(lamp.id) == [tess.id]


def test_withdrawing_without_support_changes_nothing(ben, lamp):
    commands.withdraw(ben, lamp)
    assert kinds(lamp) == []


def test_whoever_returns_counts_from_then_on(ben, lamp):
    with clock.at("2026-11-01 09:00Z"):
        first = commands.give(ben, lamp)
        commands.withdraw(ben, lamp)
    with clock.at("2026-11-05 09:00Z"):
        back = commands.give(ben, lamp)
    assert back.id == first.id
    assert back.state == "counted"
    assert back.created_at == clock.parse("2026-11-01 09:00Z")
    assert back.counted_at == clock.parse("2026-11-05 09:00Z")
    assert kinds(lamp) == ["cast", "withdraw", "cast"]
    assert queries.count_of(lamp.id) == 1


def test_nobody_supports_his_own_idea(ana, lamp):
    with pytest.raises(commands.OwnIdea, match="may_support"):
        commands.give(ana, lamp)


@pytest.mark.parametrize("actor", [ANONYMOUS, SYSTEM])
def test_only_a_person_supports(actor, lamp):
    with pytest.raises(NotAllowed, match="may_support"):
        commands.give(actor, lamp)


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "expired", "declined", "launched", "withdrawn"]
)
def test_an_idea_that_gathers_none_takes_none(state, ben, ana, space):
    closed = making.idea(ana, space, state=state)
    with pytest.raises(commands.NotOpen):
        commands.give(ben, closed)


def test_support_at_the_deadline_counts_and_a_second_later_does_not(ben, tess, lamp):
    with clock.at(lamp.deadline_at):
        commands.give(ben, lamp)
    with (
        clock.at(lamp.deadline_at + timedelta(seconds=1)),
        pytest.raises(commands.TooLate),
    ):
        commands.give(tess, lamp)
    assert counted(lamp) == 1


def test_no_clock_runs_after_the_last_goal_and_without_a_ladder(ben, ana, space):
    late = clock.now() + timedelta(days=900)
    done = making.idea(ana, space, topped_at=clock.now())
    free = making.idea(ana, space, deadline_at=None, source="csv", source_id="7")
    with clock.at(late):
        commands.give(ben, done)
        commands.give(ben, free)
    assert counted(done) == counted(free) == 1


def test_support_stays_once_the_idea_is_out(ben, ana, space):
    idea = making.idea(ana, space)
    commands.give(ben, idea)
    idea.state = "launched"
    with pytest.raises(commands.OnSale):
        commands.withdraw(ben, idea)


def test_a_visitor_has_nothing_to_withdraw(lamp):
    with pytest.raises(NotAllowed, match="may_withdraw"):
        commands.withdraw(ANONYMOUS, lamp)


def test_the_fold_moves_entries_into_the_tally_and_tells_the_idea(ben, tess, lamp):
    commands.give(ben, lamp)
    commands.give(tess, lamp)
    commands.fold(lamp.id)
    assert db.session.scalars(select(TallyEntry)).all() == []
    assert db.session.get(Tally, lamp.id).counted == 2
    assert lamp.support_count == 2
    commands.withdraw(ben, lamp)
    commands.fold(lamp.id)
    commands.fold(lamp.id)
    assert lamp.support_count == queries.count_of(lamp.id) == counted(lamp) == 1


def test_each_goal_is_dated_by_the_support_that_reached_it(ben, tess, mei, stool):
    start = clock.now()
    for day, person in enumerate((ben, tess, mei), start=1):
        with clock.at(start + timedelta(days=day)):
            commands.give(person, stool)
    with clock.at(start + timedelta(days=40)):
        commands.fold(stool.id)
    rungs = db.session.scalars(select(IdeaRung).order_by(IdeaRung.n)).all()
    days = [(rung.n, (rung.reached_at - start).days) for rung in rungs]
    assert days == [(1, 1), (2, 2), (3, 3)]


def test_a_goal_whose_makers_left_before_the_fold_is_still_reached(ben, stool):
    start = clock.now()
    with clock.at(start + timedelta(days=1)):
        commands.give(ben, stool)
    with clock.at(start + timedelta(days=2)):
        commands.withdraw(ben, stool)
        commands.fold(stool.id)
    rung = db.session.scalars(select(IdeaRung)).one()
    assert (rung.n, rung.reached_at) == (1, start + timedelta(days=1))
    assert stool.support_count == 0


def test_a_seeded_crowd_equals_as_many_taps(ana, small, people):
    tapped, sown = making.idea(ana, small), making.idea(ana, small)
    fans = making.crowd(4)
    start = clock.now()
    times = [start + timedelta(hours=k) for k in range(4)]
    for fan, at in zip(fans, times, strict=True):
        with clock.at(at):
            commands.give(fan, tapped)
    commands.fold(tapped.id)
    rows = [
        commands.Seed(sown.id, fan.id, at) for fan, at in zip(fans, times, strict=True)
    ]
    assert commands.seed(rows) == 4
    assert commands.seed(rows) == 0, "one row a person, however often it is sown"
    assert sown.support_count == tapped.support_count == 4
    assert kinds(sown) == kinds(tapped)
    reached = select(IdeaRung.n, IdeaRung.reached_at).order_by(IdeaRung.n)
    of = [
        db.session.execute(reached.where(IdeaRung.idea_id == idea.id)).all()
        for idea in (tapped, sown)
    ]
    assert of[0] == of[1]
    assert len(of[0]) == 3


def test_a_seed_refuses_the_author_and_an_unknown_kind(ana, ben, lamp, session):
    with pytest.raises(commands.OwnIdea):
        commands.seed([commands.Seed(lamp.id, ana.id, clock.now())])
    with pytest.raises(IntegrityError), session.begin_nested():
        commands.seed([commands.Seed(lamp.id, ben.id, clock.now(), "bought")])
    assert commands.seed([]) == 0


def test_a_support_costs_four_statements(ben, lamp, assert_queries):
    with assert_queries(4):
        commands.give(ben, lamp)


def test_the_event_says_who_and_what(ben, lamp):
    support = commands.give(ben, lamp)
    commands.withdraw(ben, lamp)
    rows = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)).all()
    said = [(row.name, row.body) for row in rows if row.name.startswith("support.")]
    body = {"support_id": support.id, "idea_id": lamp.id, "person_id": ben.id}
    assert said == [("support.given", body), ("support.withdrawn", body)]


def test_the_database_keeps_one_row_a_person(ben, lamp, session):
    commands.give(ben, lamp)
    twin = insert(Support).values(
        idea_id=lamp.id,
        person_id=ben.id,
        state="counted",
        provenance="self",
        receipt="f" * 64,
        created_at=clock.now(),
        counted_at=clock.now(),
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(twin)


@pytest.mark.parametrize(
    "change",
    ["UPDATE support_events SET kind = 'void'", "DELETE FROM support_events"],
)
def test_what_happened_to_a_support_is_never_rewritten(change, ben, lamp, session):
    commands.give(ben, lamp)
    with (
        pytest.raises(DBAPIError, match="support_events is append-only"),
        session.begin_nested(),
    ):
        session.execute(text(change))


steps = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["give", "withdraw", "fold"])),
    max_size=25,
)


@given(steps)
def test_tally_and_entries_always_equal_the_counted_rows(session, ana, space, steps):
    idea = making.idea(ana, space)
    fans = making.crowd(4)
    for who, what in steps:
        if what == "fold":
            commands.fold(idea.id)
        else:
            getattr(commands, what)(fans[who], idea)
        assert queries.count_of(idea.id) == counted(idea)
    commands.fold(idea.id)
    assert idea.support_count == counted(idea)
