"""Where a thing stands: a room with a desk, a plain wall, the night outside.

What hangs behind the thing follows `canvas.look`, so variants differ in it.
"""

from collections.abc import Callable

from app.setup.demo.art import outlines
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Point
from app.setup.demo.art.palettes import CREAM, clear, deep, lit

FAR = 700  # beyond the frame of any picture


def wall(c: Canvas) -> None:
    """A wall only; the thing floats or hangs before it."""
    c.fade(lit(c.p.wall, 0.1), deep(c.p.wall, 0.03))
    BACKDROPS[c.look % len(BACKDROPS)](c)


def room(c: Canvas, floor: float = 286) -> None:
    """A wall and the desk before it, whose far edge lies at `floor`."""
    wall(c)
    c.box((-FAR, floor, 480 + 2 * FAR, FAR), c.p.desk)
    c.box((-FAR, floor, 480 + 2 * FAR, 8), c.p.edge)


def garden(c: Canvas) -> None:
    c.fade(lit(c.p.wall, 0.1), deep(c.p.wall, 0.03))
    _hills(c)


def night(c: Canvas, moon: Point = (412, 66)) -> None:
    """The sky after dark. The moon and its stars move a little with the look."""
    c.fade(deep(c.p.wall, 0.34), lit(c.p.wall, 0.08))
    shift = c.look % 4 * 9
    for x, y, r in ((44, 52, 2.6), (112, 28, 2), (196, 58, 2.2), (300, 30, 2.8)):
        c.circle((x + shift, y + shift / 3), r, "#fdf3d2")
    for x, y, r in ((356, 96, 2), (452, 132, 2.4), (24, 126, 2), (250, 96, 1.8)):
        c.circle((x - shift, y), r, clear("#fdf3d2", 0.7))
    crescent(c, moon, 26)


def crescent(c: Canvas, at: Point, r: float, fill: str = "#ffe9b8") -> None:
    x, y = at
    # where a smaller circle, half a radius up and to the left, cuts the moon
    outer = outlines.oval(at, r, r, (-71, 161))
    bite = (x - r * 0.354, y - r * 0.354)
    inner = outlines.oval(bite, r * 0.9, r * 0.9, (131, -41))
    c.shape(outer + inner, fill)


def under(c: Canvas, at: Point, rx: float, ry: float = 9) -> None:
    """The shadow a thing casts where it stands."""
    c.soft(outlines.oval(at, rx, ry), c.p.shade, 4)


def lifted(c: Canvas, points: list[Point], by: float = 10) -> None:
    """The shadow of a thing that lies flat or floats a little."""
    c.soft([(x + by / 3, y + by) for x, y in points], c.p.shade, 7)


def _sun(c: Canvas) -> None:
    c.circle((330, 140), 168, c.p.halo)


def _rings(c: Canvas) -> None:
    for radius in (330, 262, 194, 126):
        c.ring((240, 176), radius, 17, lit(c.p.wall, 0.2))


def _window(c: Canvas) -> None:
    c.box((36, -20, 190, 214), lit(c.p.wall, 0.18), 12)
    c.box((46, -20, 170, 204), c.p.halo, 8)
    c.shape([(46, 120), (216, 30), (216, 104), (46, 184)], clear(CREAM, 0.4))
    c.box((126, -20, 9, 204), lit(c.p.wall, 0.14))
    c.box((46, 88, 170, 9), lit(c.p.wall, 0.14))


def _ray(c: Canvas) -> None:
    c.shape([(-FAR, -FAR), (330, -FAR), (150, FAR), (-FAR, FAR)], c.p.halo)
    c.circle((404, 78), 44, lit(c.p.wall, 0.2))


def _hills(c: Canvas) -> None:
    c.circle((96, 86), 46, c.p.halo)
    c.oval((380, 330), 300, 150, lit(c.p.wall, 0.18))
    c.oval((40, 350), 280, 128, c.p.halo)


BACKDROPS: tuple[Callable[[Canvas], None], ...] = (_sun, _rings, _window, _ray, _hills)
