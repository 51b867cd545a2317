"""The ladder clock: the worked dates of the design, and what always holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ideas.rules import BadGate, BadLadder, IdeaRules, deadline, next_rung, stopped
from app.kernel import rules

pytestmark = pytest.mark.nodb


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 09:30+00:00")


ADD = IdeaRules()
RESET = IdeaRules(ladder_mode="reset")
PUBLISHED = at("2026-01-05")
REACHED = [at("2026-02-20"), at("2026-09-01"), at("2027-03-01")]


@pytest.mark.parametrize(
    ("crossed", "added", "reset"),
    [
        (0, "2026-03-06", "2026-03-06"),
        (1, "2027-03-06", "2027-02-20"),
        (2, "2027-09-04", "2027-03-02"),
        (3, "2028-03-04", "2027-08-30"),
    ],
)
def test_worked_dates(crossed, added, reset):
    reached = REACHED[:crossed]
    assert deadline(ADD, PUBLISHED, reached) == at(added)
    assert deadline(RESET, PUBLISHED, reached) == at(reset)


def test_hidden_time_is_given_back():
    gone = at("2027-04-01")
    stops = [(gone, gone + timedelta(days=3, hours=6))]
    more = timedelta(hours=6)
    assert deadline(ADD, PUBLISHED, REACHED, stops) == at("2028-03-07") + more
    assert deadline(RESET, PUBLISHED, REACHED, stops) == at("2027-09-02") + more


def test_reset_gives_back_only_what_came_after_the_last_goal():
    early = (at("2026-01-10"), at("2026-01-20"))
    assert deadline(RESET, PUBLISHED, REACHED, [early]) == at("2027-08-30")
    assert deadline(ADD, PUBLISHED, REACHED, [early]) == at("2028-03-14")


def test_longest_in_add_is_789_days():
    top = [*REACHED, at("2027-09-01")]
    assert deadline(ADD, PUBLISHED, top) == PUBLISHED + timedelta(days=789)


def test_no_days_no_clock():
    assert deadline(IdeaRules(ladder_days=()), PUBLISHED, []) is None


def test_single_goal():
    single = IdeaRules(ladder=(10_000,), ladder_days=(365,))
    assert deadline(single, PUBLISHED, []) == PUBLISHED + timedelta(days=365)
    assert next_rung(single, 0) == next_rung(single, 1) == 10_000


def test_the_next_goal():
    assert [next_rung(ADD, n) for n in range(5)] == [100, 1000, 5000, 10000, 10000]
    assert next_rung(IdeaRules(ladder=(), ladder_days=()), 0) is None


@pytest.mark.parametrize(
    "bad",
    [
        {"ladder": (5, 5), "ladder_days": (1, 1)},
        {"ladder": (1, 2), "ladder_days": (1,)},
        {"ladder": (0,), "ladder_days": (1,)},
        {"ladder": (1,), "ladder_days": (0,)},
        {"ladder_mode": "sometimes"},
    ],
)
def test_bad_ladders_are_refused(bad):
    with pytest.raises(BadLadder):
        IdeaRules(**bad)


def test_a_gate_is_one_of_three():
    with pytest.raises(BadGate):
        IdeaRules(gate="sometimes")


def test_rule_sets_carry_lists():
    book = rules.book({"ideas": {"ladder": [1, 2, 3], "ladder_days": [1, 1, 1]}})
    assert book.ideas.ladder == (1, 2, 3)
    assert book.ideas.pictures_for("product") == 1
    assert book.ideas.pictures_for("improvement") == 0


instants = st.integers(0, 730 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)
spans = st.lists(st.tuples(instants, instants).map(sorted).map(tuple), max_size=5)


@given(st.lists(instants, max_size=4).map(sorted), spans, st.sampled_from([ADD, RESET]))
def test_a_stop_never_shortens_the_time(reached, stops, game):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert deadline(game, start, reached, stops) >= deadline(game, start, reached)


@given(st.lists(instants, min_size=1, max_size=4).map(sorted), spans)
def test_a_goal_never_shortens_the_time_in_add(reached, stops):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    fewer = deadline(ADD, start, reached[:-1], stops)
    assert deadline(ADD, start, reached, stops) >= fewer


@given(spans, instants)
def test_stopped_time_counts_each_moment_once(stops, since):
    total = stopped(stops, since)
    assert timedelta() <= total <= sum((b - a for a, b in stops), timedelta())
    assert stopped(stops + stops, since) == total
    assert stopped(list(reversed(stops)), since) == total
