"""One colour, both themes: everything is readable, or the colour is refused."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, strategies

from app.kernel import colour
from app.kernel.colour import DARK, LIGHT

pytestmark = pytest.mark.nodb
ROOT = Path(__file__).parents[2]
ANY = strategies.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_counted_as_wcag_does():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#ff7a1a", "#ffffff") == pytest.approx(2.6, abs=0.05)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(ANY)
@example("#1d4ed8")
@example("#000000")
@example("#ffffff")
def test_a_colour_is_readable_in_both_themes_or_refused(wanted):
    try:
        themes = colour.themes(wanted)
    except colour.ColourUnreadable:
        return
    for theme, grounds in zip(themes, (LIGHT, DARK), strict=True):
        for ink, ground, least in colour.pairs(theme, grounds):
            assert colour.contrast(ink, ground) >= least, (wanted, ink, ground)


@pytest.mark.parametrize("wanted", ["#7a7a7a", "#ffffff", "#fff200"])
def test_what_cannot_be_read_is_refused(wanted):
    with pytest.raises(colour.ColourUnreadable):
        colour.themes(wanted)


@pytest.mark.parametrize("wanted", ["", "red", "#fff", "#12345g", "#1D4ED8", "1d4ed8"])
def test_what_is_no_colour_is_refused(wanted):
    with pytest.raises(colour.NoColour):
        colour.themes(wanted)


def test_the_stylesheet_sets_tokens_that_exist():
    known = (ROOT / "static/css/tokens.css").read_text("utf-8")
    sheet = colour.css("#1d4ed8")
    names = re.findall(
        r"(--[a-z0-9-]+): light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)", sheet
    )
    assert len(names) == 9
    for name in names:
        assert f"{name}:" in known
    assert sheet.startswith("@layer tokens")
