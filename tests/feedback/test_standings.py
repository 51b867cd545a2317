"""The ranking as pure functions, and the week counted for good."""

from decimal import Decimal, getcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.builds import commands as builds
from app.feedback import commands, queries, tasks
from app.feedback.models import MOODS, Standing
from app.feedback.rules import rank, wilson_low
from app.kernel import clock, duties
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed
from app.spaces import commands as spaces
from tests import cast
from tests.feedback.reporting import (
    CLOSES,
    COUNTED,
    close,
    crowd_says,
    hide,
    idea,
    say,
    week_of,
)
from tests.feedback.test_commands import events

VOICES = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))


def placed(standings):
    return [(each.item_id, each.best_n, each.worst_n) for each in standings]


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("best", "worst", "low"),
    [(42, 8, 0.715), (5, 0, 0.566), (0, 0, 0.0), (0, 7, 0.0), (1, 0, 0.207)],
)
def test_examples_by_hand(best, worst, low):
    assert round(wilson_low(best, worst), 3) == low


@pytest.mark.nodb
@given(VOICES)
def test_the_bound_is_a_share_below_the_one_seen(voices):
    best, worst = voices
    low = wilson_low(best, worst)
    assert 0 <= low <= 1
    assert best + worst == 0 or low <= best / (best + worst)


@pytest.mark.nodb
@given(VOICES)
def test_a_voice_more_lifts_it_and_one_against_lowers_it(voices):
    best, worst = voices
    low = wilson_low(best, worst)
    assert wilson_low(best + 1, worst) > low
    assert wilson_low(best, worst + 1) <= low


@pytest.mark.nodb
@given(VOICES)
def test_it_is_where_the_score_is_off_by_z(voices):
    """The bound solves (share - p)^2 = z^2 p (1 - p) / n, told exactly."""
    best, worst = voices
    if best + worst == 0:
        return
    getcontext().prec = 40
    n, p = Decimal(best + worst), Decimal(wilson_low(best, worst))
    off = (Decimal(best) / n - p) ** 2 - Decimal("1.96") ** 2 * p * (1 - p) / n
    assert abs(off) < Decimal("1e-12")


@pytest.mark.nodb
def test_many_voices_beat_few_from_the_least_number_on():
    counts = {1: (5, 0), 2: (42, 8)}
    assert [each.item_id for each in rank(counts, 55, 30)] == [2, 1]
    few = {1: (5, 0), 2: (6, 3)}
    assert [each.item_id for each in rank(few, 29, 30)] == [1, 2]
    assert [each.item_id for each in rank({1: (3, 0), 2: (20, 5)}, 30, 30)] == [2, 1]


@pytest.mark.nodb
def test_ties_go_by_best_then_by_fewer_weakest_then_by_age():
    assert [e.item_id for e in rank({3: (2, 1), 2: (1, 0), 1: (1, 0)}, 5, 30)] == [
        3,
        1,
        2,
    ]
    assert [e.item_id for e in rank({1: (0, 9), 2: (0, 0), 3: (0, 0)}, 40, 30)] == [
        2,
        3,
        1,
    ]
    assert [e.place for e in rank({7: (0, 0), 5: (0, 0)}, 0, 30)] == [1, 2]
    assert rank({}, 0, 30) == []


@pytest.mark.nodb
@given(
    st.dictionaries(st.integers(1, 40), VOICES, max_size=12),
    st.integers(0, 60),
    st.randoms(),
)
def test_the_order_is_whole_and_the_same_however_it_is_asked(counts, n, random):
    shuffled = list(counts.items())
    random.shuffle(shuffled)
    found = rank(counts, n, 30)
    assert rank(dict(shuffled), n, 30) == found
    assert [each.place for each in found] == list(range(1, len(counts) + 1))
    assert {each.item_id: (each.best, each.worst) for each in found} == counts
    scores = [each.wilson_low if n >= 30 else each.best - each.worst for each in found]
    assert scores == sorted(scores, reverse=True)


def test_the_week_is_counted_once_for_good(session, week, people):
    lamp, dial, hum = (item.id for item in queries.items_out(week.id))
    crowd_says(week, (3, 0, 1), (1, 2, 0))
    say(people["tess"], week, None, None)
    standings = close(week)
    assert placed(standings) == [(lamp, 3, 1), (hum, 1, 0), (dial, 0, 3)]
    assert {(each.respondents, each.few_voices) for each in standings} == {(5, True)}
    assert standings[0].closed_at == clock.parse(COUNTED)
    told = [{"build_id": week.id, "respondents": 5}]
    assert events(session, "feedback.standings_closed") == told
    close(week)
    assert events(session, "feedback.standings_closed") == told
    assert len(queries.standings_of(week.id)) == 3
    assert duties.find("build_awards", ("build", week.id)).due_at == clock.parse(
        "2026-11-10 17:00Z"
    )


def test_a_recount_equals_the_closed_standings(session, week, people):
    crowd_says(week, (20, 0, 1), (9, 1, None), (4, None, 2), (2, None, None))
    standings = close(week)
    places, respondents = queries.count_standings(week)
    assert respondents == 35
    assert [
        (each.item_id, each.place, each.best_n, each.worst_n, each.wilson_low)
        for each in standings
    ] == [(p.item_id, p.place, p.best, p.worst, p.wilson_low) for p in places]
    assert not standings[0].few_voices
    assert round(standings[0].wilson_low, 3) == round(wilson_low(20, 0), 3)


def test_a_late_report_changes_nothing(session, week, people):
    say(people["tess"], week, 0, 1)
    with clock.at(CLOSES), pytest.raises(commands.ReportsClosed):
        say(people["ben"], week, 1, 0)
    before = placed(close(week))
    with clock.at(CLOSES), pytest.raises(commands.ReportsClosed):
        say(people["tess"], week, 1, 0)
    # nor while the clock of some machine is behind
    with pytest.raises(commands.ReportsClosed):
        say(people["ben"], week, 1, 0)
    with clock.at(CLOSES), pytest.raises(builds.VotesClosed):
        builds.retract_install(people["tess"], week)
    places, respondents = queries.count_standings(week)
    assert [(p.item_id, p.best, p.worst) for p in places] == before
    assert respondents == 1


def test_without_reports_and_with_none_of_all(session, week, people):
    other = week_of(people, cast.space(people, slug="chairs"))
    crowd_says(other, (6, None, None))
    assert [(s.place, s.best_n, s.respondents) for s in close(week)] == [
        (1, 0, 0),
        (2, 0, 0),
        (3, 0, 0),
    ]
    assert {(s.best_n, s.worst_n, s.respondents) for s in close(other)} == {(0, 0, 6)}
    assert duties.find("build_awards", ("build", week.id)) is None
    assert duties.find("build_awards", ("build", other.id)) is not None
    found = queries.results_of(people["olaf"], other)
    assert (found.favourites, found.respondents, found.moods["good"]) == ([], 6, 6)
    assert queries.results_of(people["olaf"], week).moods == dict.fromkeys(MOODS, 0)


def test_not_before_its_time_and_only_by_the_clock(week, eddy):
    with clock.at("2026-11-10 13:59Z"):
        with pytest.raises(commands.StillOpen):
            commands.close_standings(SYSTEM, week)
        assert commands.close_due_standings(SYSTEM) == []
    with clock.at(COUNTED), pytest.raises(NotAllowed, match="may_close_standings"):
        commands.close_standings(eddy, week)


def test_whoever_took_back_that_he_ran_it_is_not_counted(session, week, people):
    say(people["tess"], week, 0, 1, why_best="It glows")
    said = queries.own_foursquare(people["tess"], week.id)
    commands.conceal_why(people["mo"], week, said, "Rude")
    say(people["ben"], week, 1)
    builds.retract_install(people["tess"], week)
    assert [s.respondents for s in close(week)] == [1, 1, 1]
    assert queries.own_foursquare(people["tess"], week.id) is None


def test_who_ran_it_is_settled_when_reports_close(session, week, people):
    tess, ben = people["tess"], people["ben"]
    say(tess, week, 0, 1)
    say(ben, week, 1, 0)
    builds.retract_install(ben, week)
    with clock.at(CLOSES):
        with pytest.raises(builds.VotesClosed):
            builds.retract_install(tess, week)
        # said again after all: too late to be counted
        builds.report_install(ben, week)
        assert queries.respondents_of(week.id) == 1
    assert [(s.best_n, s.worst_n, s.respondents) for s in close(week)] == [
        (1, 0, 1),
        (0, 0, 1),
        (0, 1, 1),
    ]
    assert queries.own_foursquare(ben, week.id) is None


def test_the_task_finds_what_is_due(session, week, space):
    with clock.at(COUNTED):
        space.has_builds = False
        session.flush()
        tasks.close_due_standings()
        assert not queries.are_closed(week.id)
        space.has_builds = True
        session.flush()
        tasks.close_due_standings()
        assert queries.are_closed(week.id)
        assert queries.builds_to_close() == []


def test_the_rules_when_it_went_out_say_how_many_it_takes(people, week, space):
    before, after = (clock.parse(f"2026-11-{day} 09:00Z") for day in ("02", "07"))
    for least, at in ((2, before), (40, after)):
        game = {"feedback": {"least_respondents": least}}
        spaces.add_rule_set(people["ada"], space, game, effective_at=at)
    crowd_says(week, (2, 0, None))
    assert not close(week)[0].few_voices


def test_standings_are_append_only(session, week, tess):
    say(tess, week, 0)
    close(week)
    for change in (
        "UPDATE standings SET best_n = 9",
        "DELETE FROM standings",
    ):
        with session.begin_nested() as nested:
            with pytest.raises(DBAPIError, match="append-only"):
                session.execute(text(change))
            nested.rollback()


@pytest.mark.parametrize(
    "changed",
    [
        {"place": 0},
        {"best_n": -1},
        {"best_n": 2, "worst_n": 1},
        {"wilson_low": 1.5},
    ],
)
def test_the_database_knows_what_can_be(session, week, changed):
    item = queries.items_out(week.id)[0]
    values = {
        "build_id": week.id,
        "item_id": item.id,
        "place": 1,
        "best_n": 1,
        "worst_n": 0,
        "respondents": 2,
        "wilson_low": 0.2,
        "few_voices": True,
    }
    session.add(Standing(**(values | changed)))
    with pytest.raises(IntegrityError):
        session.flush()


def test_results_with_moods_and_what_is_awaited(
    session, people, week, space, assert_queries
):
    wish = idea(people["ana"], space, "A timer")
    hidden = idea(people["ana"], space, "A secret")
    say(people["tess"], week, 0, 1, mood="love", want_idea_id=wish.id)
    say(people["ben"], week, 0, mood="broken", want_idea_id=wish.id)
    say(people["ana"], week, 1, mood="love", want_idea_id=hidden.id)
    hide(hidden)
    session.commit()
    close(week)
    session.expunge_all()
    with assert_queries(6):
        found = queries.results_of(people["olaf"], week)
        names = [
            [credit.person.display_name for credit in row.item.credits]
            for row in found.rows
        ]
    assert [row.item.title for row in found.favourites] == ["Dim lamp", "Slow dial"]
    assert names[0] == ["Eddy", "Ana", "Mei"]
    assert found.moods == {"love": 2, "good": 0, "so_so": 0, "meh": 0, "broken": 1}
    assert [(each.title, count) for each, count in found.awaited] == [("A timer", 2)]
    assert (found.respondents, found.few_voices) == (3, True)
    assert [s.place for s in queries.top_places(week.id, 1)] == [1]
