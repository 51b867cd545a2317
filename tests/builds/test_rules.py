"""The week of a train by worked examples."""

from datetime import date

import pytest

from app.builds import rules
from app.builds.rules import BuildRules
from app.kernel import clock

pytestmark = pytest.mark.nodb
GAME = rules.BuildRules()
INNER = BuildRules(inner=True)
MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("zone", "out", "closes"),
    [
        ("UTC", "2026-11-06 17:00Z", "2026-11-10 12:00Z"),
        ("Europe/Berlin", "2026-11-06 16:00Z", "2026-11-10 11:00Z"),
        ("Asia/Shanghai", "2026-11-06 09:00Z", "2026-11-10 04:00Z"),
    ],
)
def test_out_on_friday_at_five_reports_close_tuesday_noon(zone, out, closes):
    publish_at = rules.publish_time(GAME, MONDAY, zone)
    assert publish_at == clock.parse(out)
    assert rules.close_time(GAME, publish_at, zone) == clock.parse(closes)


def test_the_hour_on_the_wall_survives_the_end_of_summer_time():
    before = rules.publish_time(GAME, date(2026, 10, 19), "Europe/Berlin")
    after = rules.publish_time(GAME, date(2026, 10, 26), "Europe/Berlin")
    assert before == clock.parse("2026-10-23 15:00Z")
    assert after == clock.parse("2026-10-30 16:00Z")


def test_a_build_out_on_tuesday_evening_closes_a_week_later():
    late = clock.parse("2026-11-10 18:00Z")
    assert rules.close_time(GAME, late, "UTC") == clock.parse("2026-11-17 12:00Z")


def test_what_was_held_back_is_tried_on_monday():
    friday = clock.parse("2026-11-06 17:00Z")
    assert rules.retry_time(GAME, friday, "UTC") == clock.parse("2026-11-09 17:00Z")


def test_version_is_the_day_on_the_wall():
    at = clock.parse("2026-11-06 23:30Z")
    assert rules.version_of(at, "UTC") == "26.11.6"
    assert rules.version_of(at, "Asia/Tokyo") == "26.11.7"


def test_any_day_names_its_week():
    assert rules.week_of(date(2026, 11, 8)) == MONDAY
    assert rules.week_of(MONDAY) == MONDAY


def test_the_whole_week_of_a_train_with_inner_testers():
    week = rules.times(INNER, "weekly", MONDAY, "UTC")
    assert week.freeze_at == clock.parse("2026-11-02 10:00Z")
    assert week.question_close_at == clock.parse("2026-11-03 12:00Z")
    assert week.preview_at == clock.parse("2026-11-04 17:00Z")
    assert week.rc_at == clock.parse("2026-11-05 17:00Z")
    assert week.gate_at == clock.parse("2026-11-06 12:00Z")
    assert week.publish_at == clock.parse("2026-11-06 17:00Z")
    assert week.report_close_at == clock.parse("2026-11-10 12:00Z")
    assert week.standings_at == clock.parse("2026-11-10 14:00Z")
    assert week.awards_at == clock.parse("2026-11-10 17:00Z")


def test_without_inner_testers_there_is_no_candidate_and_no_gate():
    week = rules.times(GAME, "weekly", MONDAY, "UTC")
    assert (week.rc_at, week.gate_at) == (None, None)
    assert week.freeze_at == clock.parse("2026-11-02 10:00Z")


def test_a_build_on_tuesday_takes_its_steps_along():
    moved = BuildRules(inner=True, publish_weekday=1)
    week = rules.times(moved, "weekly", MONDAY, "UTC")
    assert week.publish_at == clock.parse("2026-11-03 17:00Z")
    assert week.gate_at == clock.parse("2026-10-30 12:00Z")
    assert week.rc_at == clock.parse("2026-10-29 17:00Z")
    assert week.preview_at == clock.parse("2026-10-28 17:00Z")
    assert week.freeze_at == clock.parse("2026-10-26 10:00Z")


def test_results_at_the_closing_hour_come_the_same_hour():
    game = BuildRules(standings_hour=12, awards_hour=12)
    week = rules.times(game, "weekly", MONDAY, "UTC")
    assert week.report_close_at == week.standings_at == week.awards_at


def test_an_hour_that_summer_time_leaves_out_is_an_hour_later():
    game = BuildRules(publish_weekday=6, publish_hour=2)
    out = rules.publish_time(game, date(2026, 3, 23), "Europe/Berlin")
    assert out == clock.parse("2026-03-29 01:00Z")  # 3:00 on the wall


def test_an_hour_that_exists_twice_is_the_first_of_the_two():
    game = BuildRules(publish_weekday=6, publish_hour=2)
    out = rules.publish_time(game, date(2026, 10, 19), "Europe/Berlin")
    assert out == clock.parse("2026-10-25 00:00Z")


def test_nightly_builds_come_from_monday_to_thursday():
    game = BuildRules(nightly=True)
    found = rules.starts(game, "nightly", clock.parse("2026-11-03 23:00Z"), "UTC")
    assert found[:3] == [date(2026, 11, 4), date(2026, 11, 5), date(2026, 11, 9)]
    night = rules.times(game, "nightly", found[0], "UTC")
    assert night.publish_at == clock.parse("2026-11-04 22:00Z")
    assert night.freeze_at is None


def test_weeks_are_announced_four_ahead():
    friday = clock.parse("2026-11-06 16:00Z")
    this = [date(2026, 11, day) for day in (2, 9, 16, 23, 30)]
    assert rules.starts(GAME, "weekly", friday, "UTC") == this
    later = clock.parse("2026-11-06 17:00Z")
    assert rules.starts(GAME, "weekly", later, "UTC") == this[1:]


def test_a_stable_build_comes_every_six_weeks_and_has_soaked_for_two():
    weeks = [MONDAY + n * rules.WEEK for n in range(18)]
    stable = [week for week in weeks if rules.is_stable_week(GAME, week)]
    assert stable == [date(2026, 11, 16), date(2026, 12, 28), date(2027, 2, 8)]
    out = rules.publish_time(GAME, stable[0], "UTC")
    assert rules.soaked_before(GAME, out) == clock.parse("2026-11-06 17:00Z")


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-10-30 17:00Z", True), ("2026-10-30 17:01Z", False)],
)
def test_a_holiday_is_in_time_a_week_before(now, expected):
    friday = clock.parse("2026-11-06 17:00Z")
    assert rules.is_in_time(friday, clock.parse(now)) is expected


def test_a_holiday_is_a_day_on_the_wall_of_the_site():
    late = clock.parse("2026-11-06 17:00Z")
    assert not rules.is_holiday(late, "Asia/Tokyo", {date(2026, 11, 6)})
    assert rules.is_holiday(late, "Asia/Tokyo", {date(2026, 11, 7)})


def test_the_next_try_waits_for_the_holidays_to_end():
    free = {date(2026, 11, 9), date(2026, 11, 10)}
    friday = clock.parse("2026-11-06 17:00Z")
    again = rules.retry_time(GAME, friday, "UTC", free)
    assert again == clock.parse("2026-11-11 17:00Z")


@pytest.mark.parametrize(
    ("testers", "needed"),
    [(0, 0), (1, 1), (2, 2), (5, 3), (33, 20), (34, 20), (500, 20)],
)
def test_the_gate_needs_sixty_percent_but_never_more_than_twenty(testers, needed):
    assert rules.gate_needs(GAME, testers) == needed
