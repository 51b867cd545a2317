"""Colours of the pictures: seven moods of the day and five of the night."""

from dataclasses import dataclass

from PIL import ImageColor

CREAM = "#fff3e2"
PAPER = "#fffaf2"
INK = "#2b3748"
STEEL = "#c3cad1"
IRON = "#7b8794"
SUN = "#f7c548"
NOON = "#ff9a3d"
LEAF = "#2f7d5b"
MINT = "#4b9c77"
WOOD = "#c98f5a"
BARK = "#8a5a30"
BRICK = "#e4572e"
WATER = "#5aa9d6"
GLOW = "#fff1c9"


def mix(one: str, other: str, share: float) -> str:
    """The first colour with a share of the other stirred in."""
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=False)
    parts = [round(a + (b - a) * share) for a, b in pairs]
    return "#" + "".join(f"{part:02x}" for part in parts[:3])


def lit(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#fff8ea", share)


def deep(colour: str, share: float = 0.22) -> str:
    return mix(colour, "#26130f", share)


def clear(colour: str, share: float) -> str:
    """The colour as glass: `share` of it hides what lies behind."""
    return f"{mix(colour, colour, 0)}{round(share * 255):02x}"


@dataclass(frozen=True, slots=True)
class Palette:
    wall: str
    desk: str
    main: str
    body: str
    pop: str

    @property
    def halo(self) -> str:
        return lit(self.wall, 0.34)

    @property
    def edge(self) -> str:
        return deep(self.desk, 0.14)

    @property
    def shade(self) -> str:
        return clear(deep(self.desk, 0.6), 0.34)


DAY = (
    Palette("#ffc98f", "#d9793a", "#e8590c", "#1f4447", "#f7c548"),
    Palette("#ffd3c9", "#f2a999", "#ff7a1a", "#3f5068", "#2a9d75"),
    Palette("#cfe6dc", "#8fbfae", "#e4572e", "#1f4447", "#f7c548"),
    Palette("#ffdf86", "#d99a62", "#2a9d75", "#2b3748", "#e4572e"),
    Palette("#cfe3ee", "#e2b98a", "#ff7a1a", "#2a5d86", "#f7c548"),
    Palette("#ddd0ee", "#a98fd0", "#7a5bb5", "#3a2d5c", "#ff9f45"),
    Palette("#f2d4c2", "#b98058", "#2f7d5b", "#4a2f22", "#e4572e"),
)
NIGHT = (
    Palette("#24406f", "#16264a", "#ff7a1a", "#17223c", "#e4572e"),
    Palette("#4a3a73", "#6b4a3a", "#ff8a3c", "#2a2145", "#f7d98b"),
    Palette("#1f5552", "#123434", "#f7a23b", "#0f2a2c", "#ff8f6b"),
    Palette("#5a3a34", "#3a221e", "#ff9f45", "#2a1815", "#f7c548"),
    Palette("#33406b", "#4d3350", "#f2693c", "#1d2440", "#8fd0c0"),
)
