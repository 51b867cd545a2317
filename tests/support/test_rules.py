"""How long a goal cools, worked out by hand."""

from datetime import timedelta

import pytest

from app.support.rules import SupportRules


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("counted", "young", "hours"),
    [
        (19, 19, 0),
        (20, 0, 48),
        (100, 20, 48),
        (100, 21, 7 * 24),
        (1_000, 1_000, 7 * 24),
    ],
)
def test_young_accounts_ripen(counted, young, hours):
    assert SupportRules().cooling(counted, young) == timedelta(hours=hours)


@pytest.mark.nodb
def test_a_space_may_choose_its_own_times():
    game = SupportRules(least_supporters=1, cooling_hours=5, young_percent=50)
    assert game.cooling(4, 2) == timedelta(hours=5)
    assert game.cooling(4, 3) == timedelta(days=7)
