"""Ladders, presets, and what one set of rules changes in another."""

import pytest

from app.kernel.errors import Invalid
from app.kernel.rules import UnknownRule
from app.spaces import rules
from app.spaces.rules import CUSTOM, PRESETS, Change, Ladder


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_found_again(app, name):
    kept = rules.with_ladder({}, PRESETS[name])
    assert rules.ladder_of(kept) == PRESETS[name]
    assert rules.preset_of(rules.ladder_of(kept)) == name


def test_own_numbers_are_custom_and_the_default_is_no_deviation(app):
    own = rules.with_ladder({"ideas": {"open_drafts": 9}}, Ladder((1, 2, 3), (1, 1, 1)))
    assert own["ideas"] == {
        "open_drafts": 9,
        "ladder": [1, 2, 3],
        "ladder_days": [1, 1, 1],
    }
    assert rules.preset_of(rules.ladder_of(own)) == CUSTOM
    back = rules.with_ladder(own, PRESETS["default"])
    assert back == {"ideas": {"open_drafts": 9}}
    assert (
        rules.with_ladder(rules.with_ladder({}, PRESETS["small"]), PRESETS["default"])
        == {}
    )


def test_changes_are_named_with_defaults_filled_in(app):
    small = rules.with_ladder({}, PRESETS["small"])
    assert rules.changes({}, small) == [
        Change("ideas.ladder", (100, 1000, 5000, 10000), (10, 50, 250, 500))
    ]
    assert rules.changes(small, small) == []
    assert rules.changes({"ideas": {"open_drafts": 5}}, {}) == []


def test_numbers_that_make_no_ladder_are_refused(app):
    for ladder in (Ladder((3, 2), (1, 1)), Ladder((1, 2), (1,)), Ladder((0,), (1,))):
        with pytest.raises(Invalid, match="bad_ladder"):
            rules.changes({}, rules.with_ladder({}, ladder))
    with pytest.raises(UnknownRule):
        rules.ladder_of({"ideas": {"no such": 1}})
