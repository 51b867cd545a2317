"""Small things that stand beside the thing itself, in more than one picture."""

from app.setup.demo.art import outlines, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Box, Point
from app.setup.demo.art.palettes import (
    BRICK,
    INK,
    IRON,
    LEAF,
    MINT,
    PAPER,
    STEEL,
    clear,
    deep,
    lit,
)


def phone(c: Canvas, box: Box, screen: str) -> None:
    """A phone seen from the front, its screen in one colour."""
    x, y, w, h = box
    scenes.lifted(c, outlines.rounded(box, 28), 14)
    c.box(box, lit(INK, 0.12), 28)
    c.box((x + 4, y + 4, w - 8, h - 8), deep(INK, 0.5), 25)
    c.box((x + 8, y + 8, w - 16, h - 16), screen, 21)
    c.box((x + w / 2 - 26, y + 15, 52, 9), INK, 4.5)


def steam(c: Canvas, at: Point, high: float = 60, share: float = 0.75) -> None:
    """Two soft lines of steam that rise from a point."""
    x, y = at
    step = high / 4
    colour = lit(c.p.wall, share)
    for dx, lift in ((-12, 0.0), (14, step * 0.7)):
        bend = [(0, 0), (9, -step), (-5, -2 * step), (7, -3 * step), (0, -4 * step)]
        c.curve([(x + dx + px, y + py - lift) for px, py in bend], 7, colour)


def plant(c: Canvas, foot: Point, scale: float = 1, pot: str = BRICK) -> None:
    """A pot with five leaves."""
    with c.placed(foot, scale=scale):
        for tip, wide, colour in (
            ((-44, -112), 30, LEAF),
            ((42, -116), 30, LEAF),
            ((0, -138), 30, MINT),
            ((-58, -70), 24, MINT),
            ((56, -72), 24, MINT),
        ):
            c.shape(outlines.leaf((0, -42), tip, wide), colour)
        c.shape([(-32, -48), (32, -48), (22, 0), (-22, 0)], pot)
        c.box((-36, -54, 72, 14), deep(pot, 0.12), 4)


def cup(c: Canvas, foot: Point, colour: str = PAPER, band: str = BRICK) -> None:
    """A cup with its handle to the right."""
    x, y = foot
    scenes.under(c, foot, 34, 6)
    c.ring((x + 26, y - 26), 15, 7, colour)
    c.box((x - 26, y - 52, 52, 52), colour, (3, 3, 14, 14))
    c.box((x - 26, y - 40, 52, 9), band)


def screw(c: Canvas, at: Point, radius: float = 8, turn: float = 35) -> None:
    """The head of a screw."""
    c.circle(at, radius, deep(STEEL, 0.18))
    c.circle(at, radius * 0.82, STEEL)
    with c.turned(turn, at):
        x, y = at
        c.line([(x - radius * 0.5, y), (x + radius * 0.5, y)], radius * 0.3, INK)


def glow(c: Canvas, at: Point, radius: float, colour: str = "#ffe3a3") -> None:
    """Light around a lamp, without an edge."""
    c.soft(outlines.oval(at, radius, radius), clear(colour, 0.5), radius / 2)


def bulb(c: Canvas, at: Point, size: float, colour: str) -> None:
    """A bulb with its screw cap below."""
    with c.placed(at, scale=size):
        c.circle((0, -14), 30, colour)
        c.shape([(-18, 6), (18, 6), (13, 24), (-13, 24)], colour)
        c.box((-13, 22, 26, 20), IRON, 5)
        c.circle((-10, -22), 7, lit(colour, 0.6))
