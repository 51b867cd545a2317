"""Promises of the static files: what is vendored, what is readable, what it weighs."""

import base64
import gzip
import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
VENDORED = sorted((STATIC / "vendor").glob("*/VENDOR.toml"))
FACTS = {
    "name",
    "version",
    "integrity",
    "licence",
    "file",
    "sha384",
    "source",
    "made",
}

CSS_LIMIT = 12 * 1024
OWN_CSS_LIMIT = 9_700
BOARD_JS_LIMIT = 40 * 1024
ICONS_LIMIT = 4 * 1024
FONT_LIMIT = 20 * 1024

TEXT = 4.5
GRAPHIC = 3.0
GROUNDS = ("bg", "surface", "surface-2")
TONES = ("good", "warn", "bad", "info", "money")


def _pairs() -> Iterator[tuple[str, str, float]]:
    for ground in GROUNDS:
        yield from ((ink, ground, TEXT) for ink in ("text", "text-2", "text-3", "link"))
        yield ground, "text", TEXT
        yield "graph", ground, GRAPHIC
        yield "line-strong", ground, GRAPHIC
        yield "info", ground, GRAPHIC
    for tone in TONES:
        yield tone, "surface", TEXT
        yield tone, f"{tone}-soft", TEXT
        for ink in ("text", "text-2", "link"):
            yield ink, f"{tone}-soft", TEXT
    for ground in ("brand", "brand-hover"):
        yield "on-brand", ground, TEXT
    for ink in ("on-brand-soft", "text", "text-2", "link"):
        yield ink, "brand-soft", TEXT
    yield "bad", "surface-2", TEXT
    yield "surface", "good", GRAPHIC
    yield from ((f"c{number}", "surface", TEXT) for number in range(1, 7))


def _tokens(theme: str) -> dict[str, str]:
    source = (STATIC / "css/tokens.css").read_text("utf-8")
    found = re.findall(r"--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", source)
    side = 0 if theme == "light" else 1
    return {name: (light, dark)[side] or both for name, light, dark, both in found}


def _luminance(colour: str) -> float:
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), list(_pairs()))
def test_tokens_are_readable(theme: str, ink: str, ground: str, least: float) -> None:
    tokens = _tokens(theme)
    assert contrast(tokens[ink], tokens[ground]) >= least


def _facts(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text("utf-8"))


def test_there_is_vendored_code() -> None:
    names = {_facts(path)["name"] for path in VENDORED}
    assert {"htmx.org", "sortablejs", "lucide-static"} < names


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.parent.name)
def test_vendored_file_is_the_recorded_one(path: Path) -> None:
    facts = _facts(path)
    digest = hashlib.sha384((STATIC / facts["file"]).read_bytes()).digest()
    assert facts["sha384"] == f"sha384-{base64.b64encode(digest).decode()}"
    assert facts["integrity"].startswith("sha512-")
    assert set(facts) == FACTS
    assert (path.parent / "LICENSE").stat().st_size > 100


def test_nothing_is_vendored_without_a_record() -> None:
    recorded = {_facts(path)["file"] for path in VENDORED}
    files = (p for p in (STATIC / "vendor").rglob("*") if p.is_file())
    code = {p for p in files if p.name not in ("LICENSE", "VENDOR.toml")}
    assert {p.relative_to(STATIC).as_posix() for p in code} <= recorded


def _weight(*names: str) -> int:
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


def _css(names: list[str]) -> bytes:
    return b"\n".join((STATIC / "css" / name).read_bytes() for name in names)


def test_all_css_stays_light() -> None:
    names = sorted(path.name for path in (STATIC / "css").glob("*.css"))
    assert len(brotli.compress(_css(names))) <= CSS_LIMIT


def test_shared_css_leaves_room_for_the_domains() -> None:
    own = ["reset.css", "tokens.css", "base.css", "ui.css"]
    assert len(gzip.compress(_css(own), 9)) <= OWN_CSS_LIMIT


def test_css_is_layered() -> None:
    for path in (STATIC / "css").glob("*.css"):
        layer = (
            path.stem if path.stem in ("reset", "tokens", "base", "ui") else "domain"
        )
        assert f"@layer {layer} {{" in path.read_text("utf-8"), path.name


def _behaviours() -> list[str]:
    return sorted(
        f"js/behaviours/{p.name}" for p in (STATIC / "js/behaviours").iterdir()
    )


def test_board_scripts_stay_light() -> None:
    frame = ["js/tt.js", "vendor/htmx/htmx.min.js", "js/app.js"]
    sortable = "vendor/sortable/Sortable.min.js"
    assert _weight(*frame, *_behaviours(), sortable) <= BOARD_JS_LIMIT


def test_icons_and_font_stay_light() -> None:
    assert _weight("icons/sprite.svg") <= ICONS_LIMIT
    font = STATIC / "vendor/bricolage-grotesque/display.woff2"
    assert font.stat().st_size <= FONT_LIMIT


def _pages() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def test_every_behaviour_named_has_its_file() -> None:
    known = {Path(name).stem for name in _behaviours()}
    for path in _pages():
        named = re.findall(r'data-behaviour="([a-z -]+)"', path.read_text("utf-8"))
        assert {one for names in named for one in names.split()} <= known, path.name


def test_every_icon_named_is_in_the_sprite() -> None:
    sprite = (STATIC / "icons/sprite.svg").read_text("utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    for path in _pages():
        source = path.read_text("utf-8")
        named = set(re.findall(r"icon\(['\"]([\w-]+)['\"]", source))
        named |= set(re.findall(r"icon=['\"]([\w-]+)['\"]", source))
        assert named <= known, path.relative_to(TEMPLATES)


def test_no_inline_style_script_or_handler() -> None:
    forbidden = re.compile(
        r"""\sstyle=["']|<style|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:"""
    )
    for path in _pages():
        if "mail" in path.parts:
            continue
        assert not forbidden.search(path.read_text("utf-8")), path.relative_to(
            TEMPLATES
        )


def test_every_button_has_a_type() -> None:
    for path in _pages():
        buttons = re.findall(r"<button\b[^>]*", path.read_text("utf-8"))
        assert all("type=" in button for button in buttons), path.relative_to(TEMPLATES)
