"""Pictures that stand for an idea elsewhere: a card for links, a poster to hang up.

They show figures and people's own words, so a card needs no translation. Drawn when
first asked for and kept under a hash of what they show.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex
import segno
from flask import current_app
from PIL import Image, ImageDraw, ImageFont, ImageOps

from app.kernel import storage

CARD = (1200, 630)
POSTER = (1080, 1440)
# Another number draws every picture anew.
_DRAWN_AS = 1
_NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
_SIMPLIFIED = 2
_SIZES = (64, 56, 48, 42)
_PAPER, _INK, _QUIET = "#faf8f5", "#1c1917", "#675e54"
_BRAND, _RING, _TRACK = "#ff7a1a", "#d4580a", "#e2dad0"
_PICTOGRAPH = regex.compile(r"[\p{Extended_Pictographic}\u200d\ufe0f]")
# What a line may be broken after: each East Asian sign, each other word.
_PIECES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\u3000-\u303f\uff00-\uffef]|\s*"
    r"[^\s\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\u3000-\u303f\uff00-\uffef]+"
)
Font = ImageFont.FreeTypeFont
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Face:
    """What a picture shows of an idea; equal faces are one picture."""

    number: int
    title: str
    site: str
    supporters: int
    goal: int | None
    percent: int
    cover: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A JPEG and the hash of what it shows."""

    content: bytes
    digest: str


def card(face: Face) -> Drawn:
    """1200 by 630, for the preview of a link."""
    return _kept(f"card-{face.number}", (face,), lambda: _card(face))


def poster(face: Face, url: str, invitation: str) -> Drawn:
    """1080 by 1440 with a code to scan, to show on a screen or on paper."""
    name = f"poster-{face.number}"
    return _kept(name, (face, url, invitation), lambda: _poster(face, url, invitation))


def _kept(name: str, shown: tuple[Any, ...], draw: Callable[[], Image.Image]) -> Drawn:
    """Read it if it was drawn before; a new one takes the place of the old."""
    digest = hashlib.sha256(repr((_DRAWN_AS, shown)).encode()).hexdigest()[:32]
    folder = Path(current_app.config["FILES"]).parent / "cards"
    path = folder / f"{name}-{digest}.jpg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-*.jpg"):
            old.unlink(missing_ok=True)
        out = io.BytesIO()
        draw().save(out, "JPEG", quality=88, optimize=True, subsampling=0)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(out.getvalue())
        fresh.replace(path)
    return Drawn(path.read_bytes(), digest)


def _card(face: Face) -> Image.Image:
    picture = Image.new("RGB", CARD, _PAPER)
    pen = ImageDraw.Draw(picture)
    _cover(picture, face, (0, 0, 560, CARD[1]))
    _brand(pen, face, (616, 56))
    _words(pen, face.title, (616, 136), (528, 290))
    _figures(pen, face, (616, 448))
    return picture


def _poster(face: Face, url: str, invitation: str) -> Image.Image:
    picture = Image.new("RGB", POSTER, _PAPER)
    pen = ImageDraw.Draw(picture)
    _cover(picture, face, (0, 0, POSTER[0], 720))
    _brand(pen, face, (72, 768))
    _words(pen, face.title, (72, 844), (936, 240))
    _figures(pen, face, (72, 1130))
    _code(picture, url, (684, 1072), 324)
    _line(pen, invitation, (72, 1330), 34, _INK)
    return picture


def _cover(picture: Image.Image, face: Face, box: tuple[int, int, int, int]) -> None:
    size = (box[2] - box[0], box[3] - box[1])
    if face.cover is None:
        picture.paste(_BRAND, box)
        return
    with Image.open(storage.find(face.cover)) as cover:
        picture.paste(ImageOps.fit(cover.convert("RGB"), size), box[:2])


def _brand(pen: ImageDraw.ImageDraw, face: Face, at: Point) -> None:
    x, y = at
    pen.rounded_rectangle((x, y, x + 48, y + 48), 14, _BRAND)
    pen.rectangle((x + 12, y + 22, x + 36, y + 36), "#211000")
    for stud in (17, 27):
        pen.rectangle((x + stud, y + 18, x + stud + 5, y + 22), "#211000")
    _line(pen, face.site, (x + 64, y + 8), 30, _INK)


def _figures(pen: ImageDraw.ImageDraw, face: Face, at: Point) -> None:
    """The ring of the next goal, and how many stand behind it."""
    x, y = at
    if face.goal is not None:
        ring = (x, y, x + 128, y + 128)
        pen.arc(ring, 0, 360, _TRACK, 14)
        pen.arc(ring, -90, -90 + 360 * face.percent // 100, _RING, 14)
        middle = (x + 64, y + 64)
        pen.text(middle, f"{face.percent}%", _INK, _display(34), anchor="mm")
        x += 164
    pen.text((x, y + 8), f"{face.supporters:,}", _INK, _display(64))
    if face.goal is not None:
        pen.text((x, y + 84), f"/ {face.goal:,}", _QUIET, _display(34))


def _code(picture: Image.Image, url: str, at: Point, size: int) -> None:
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="png", scale=8, border=4)
    with Image.open(out) as code:
        square = code.convert("RGB").resize((size, size), Image.Resampling.NEAREST)
    picture.paste(square, at)


def _words(pen: ImageDraw.ImageDraw, words: str, at: Point, room: Point) -> None:
    """As large as the room allows; words that no font here can write are left out."""
    said = _PICTOGRAPH.sub("", words).strip()
    for size in _SIZES:
        font = _font_for(said, size)
        if font is None:
            return
        lines = list(_broken(said, font, room[0]))
        step = round(size * 1.2)
        if len(lines) * step <= room[1] or size == _SIZES[-1]:
            for n, line in enumerate(lines[: room[1] // step]):
                pen.text((at[0], at[1] + n * step), line, _INK, font)
            return


def _line(pen: ImageDraw.ImageDraw, words: str, at: Point, size: int, ink: str) -> None:
    font = _font_for(words, size)
    if font is not None:
        pen.text(at, words, ink, font)


def _broken(words: str, font: Font, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECES.findall(words):
        if line and font.getlength((line + piece).strip()) > width:
            yield line.strip()
            line = ""
        line += piece
    yield line.strip()


def _font_for(words: str, size: int) -> Font | None:
    """The first font here that has every sign of these words."""
    return next((font for font in _fonts(size) if _covers(font, words)), None)


def _fonts(size: int) -> Iterator[Font]:
    yield _display(size)
    given = current_app.config.get("OG_FONT")
    if given:
        yield ImageFont.truetype(given, size)
    if _NOTO.exists():
        yield ImageFont.truetype(_NOTO, size, index=_SIMPLIFIED)


def _display(size: int) -> Font:
    static: Path = current_app.extensions["assets"]["root"]
    path = static / "vendor/bricolage-grotesque/display.woff2"
    return ImageFont.truetype(path, size)


def _covers(font: Font, words: str) -> bool:
    """Whether no sign comes out as the box that stands for what is missing."""
    missing = bytes(font.getmask("\uffff"))
    return all(
        bytes(font.getmask(sign)) != missing for sign in set(words) if sign.strip()
    )
