"""One brand colour becomes the pairs of both themes, or is refused.

The colour itself is the ground of the main button; everything else is derived from its
hue and moved in lightness until it can be read. The tokens are those of tokens.css.
"""

import colorsys
import re
from dataclasses import dataclass

from app.kernel.errors import Invalid
from app.kernel.words import N_

STANDARD = "#ff7a1a"
TEXT, GRAPHIC, SEEN = 4.5, 3.0, 1.3
_HEX = re.compile(r"#[0-9a-f]{6}")
_INKS = ("#211000", "#ffffff")
_STEPS = 200


class NoColour(Invalid):
    code = "no_colour"
    text = N_("Give the colour as # and six digits, such as #1d5fb8.")


class ColourUnreadable(Invalid):
    code = "colour_unreadable"
    text = N_(
        "This colour cannot be read well enough: its contrast is %(ratio)s to 1, needed"
        " is %(least)s. Take a lighter or a darker one."
    )


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the colours of a theme stand on."""

    surface: str
    surface_2: str
    is_dark: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """The brand's tokens in one theme."""

    brand: str
    brand_hover: str
    on_brand: str
    brand_soft: str
    on_brand_soft: str
    link: str
    graph: str
    glow: str
    c1: str


LIGHT = Grounds("#ffffff", "#f3efe9", is_dark=False)
DARK = Grounds("#1d1a17", "#282420", is_dark=True)


def themes(colour: str) -> tuple[Theme, Theme]:
    """The light and the dark theme of a colour; refused where one cannot be read."""
    if not _HEX.fullmatch(colour):
        raise NoColour
    found = tuple(_theme(colour, grounds) for grounds in (LIGHT, DARK))
    for theme, grounds in zip(found, (LIGHT, DARK), strict=True):
        _refuse_unreadable(theme, grounds)
    return found[0], found[1]


def css(colour: str) -> str:
    """The stylesheet that puts a colour in place of the standard one."""
    light, dark = themes(colour)
    lines = [
        f"--{name.replace('_', '-')}: "
        f"light-dark({getattr(light, name)}, {getattr(dark, name)});"
        for name in Theme.__dataclass_fields__
    ]
    return "@layer tokens { :root { " + " ".join(lines) + " } }\n"


def contrast(one: str, other: str) -> float:
    """How well one colour is seen on another: 1 to 21, as WCAG counts it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs(theme: Theme, grounds: Grounds) -> list[tuple[str, str, float]]:
    """Each pair of a theme with the contrast that it must have."""
    return [
        (theme.on_brand, theme.brand, TEXT),
        (theme.on_brand, theme.brand_hover, TEXT),
        (theme.on_brand_soft, theme.brand_soft, TEXT),
        (theme.link, grounds.surface, TEXT),
        (theme.link, grounds.surface_2, TEXT),
        (theme.graph, grounds.surface, GRAPHIC),
        (theme.graph, grounds.surface_2, GRAPHIC),
        (theme.c1, grounds.surface, TEXT),
        (theme.brand, grounds.surface, SEEN),
    ]


def _refuse_unreadable(theme: Theme, grounds: Grounds) -> None:
    for ink, ground, least in pairs(theme, grounds):
        ratio = contrast(ink, ground)
        if ratio < least:
            raise ColourUnreadable(ratio=f"{ratio:.1f}", least=least, field="colour")


def _theme(colour: str, grounds: Grounds) -> Theme:
    # what is dark on paper would sink into the dark theme's ground
    brand = _moved(colour, grounds.surface, GRAPHIC) if grounds.is_dark else colour
    ink = max(_INKS, key=lambda one: contrast(one, brand))
    soft = _mixed(colour, grounds.surface, 0.18 if grounds.is_dark else 0.1)
    return Theme(
        brand=brand,
        brand_hover=_mixed("#000000" if ink == "#ffffff" else "#ffffff", brand, 0.12),
        on_brand=ink,
        brand_soft=soft,
        on_brand_soft=_moved(colour, soft, 6.0),
        link=_moved(colour, grounds.surface_2, 5.5),
        graph=_moved(colour, grounds.surface_2, 3.4),
        glow=_mixed(colour, grounds.surface, 0.14),
        c1=_moved(colour, grounds.surface_2, 4.6),
    )


def _moved(colour: str, ground: str, least: float) -> str:
    """A colour made lighter or darker, away from its ground, until it is seen on it."""
    hue, lightness, depth = colorsys.rgb_to_hls(*_parts(colour))
    end = 0.0 if _luminance(ground) > 0.18 else 1.0
    for step in range(_STEPS + 1):
        part = step / _STEPS
        moved = _hex(
            *colorsys.hls_to_rgb(hue, lightness + (end - lightness) * part, depth)
        )
        if contrast(moved, ground) >= least:
            return moved
    return _hex(end, end, end)


def _mixed(colour: str, ground: str, part: float) -> str:
    """So much of a colour on a ground."""
    both = zip(_parts(colour), _parts(ground), strict=True)
    return _hex(*(one * part + other * (1 - part) for one, other in both))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
