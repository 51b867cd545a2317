"""The week of a train by worked examples."""

from datetime import date

import pytest

from app.builds import rules
from app.kernel import clock

GAME = rules.BuildRules()
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
