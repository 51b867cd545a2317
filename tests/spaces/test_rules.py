"""Ladders, presets, and what one set of rules changes in another."""

import pytest
from hypothesis import given, strategies

from app.kernel import rules as kernel_rules
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


def test_every_setting_has_words_and_bounds_that_hold_its_usual_value(app):
    for setting in rules.settings():
        least, most = setting.bounds
        if type(setting.usual) is int:
            assert least <= setting.usual <= most, setting.key
        assert setting.words
    unknown = rules.Setting("ideas.some_new_days", 3)
    assert (unknown.words, unknown.bounds) == ("Some new days", (0, 3_650))


_NUMBERS = {
    setting.key: strategies.integers(*setting.bounds)
    for setting in map(rules.Setting, rules.WORDS, [0] * len(rules.WORDS))
    if setting.key.endswith(("_days", "_hours", "_bp"))
    and not setting.key.endswith("ladder_days")
}


@given(
    first=strategies.fixed_dictionaries({}, optional=_NUMBERS),
    second=strategies.fixed_dictionaries({}, optional=_NUMBERS),
)
def test_deviations_say_just_what_differs_from_the_usual(app, first, second):
    known = {setting.key for setting in rules.settings()}
    first, second = (
        {key: value for key, value in each.items() if key in known}
        for each in (first, second)
    )
    made = rules.with_values(rules.with_values({}, first), second)
    rules.check(made)
    book = kernel_rules.book(made)
    usual = {setting.key: setting.usual for setting in rules.settings()}
    for key, wanted in {**usual, **first, **second}.items():
        section, field = key.split(".")
        assert getattr(getattr(book, section), field) == wanted
        assert (field in made.get(section, {})) == (wanted != usual[key])
    back = {change.name: change.before for change in rules.changes({}, made)}
    assert rules.with_values(made, back) == {}
