"""Screens of an app: dark mode, lamp scenes, battery history."""

from app.setup.demo.art import outlines, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Point
from app.setup.demo.art.palettes import (
    CREAM,
    GLOW,
    INK,
    MINT,
    NOON,
    PAPER,
    SUN,
    clear,
    deep,
    lit,
)
from app.setup.demo.art.props import phone
from app.setup.demo.art.registry import motif

DIM = "#c9b9a6"


@motif("app-dark", first=5, look=0)
def app_dark(c: Canvas) -> None:
    c.fade(lit(c.p.wall, 0.2), c.p.wall)
    far = scenes.FAR
    night = [(330, -far), (480 + far, -far), (480 + far, far), (150 - 100, far)]
    c.shape(night, deep(c.p.body, 0.12))
    _sunlit_corner(c)
    scenes.crescent(c, (404, 86), 32)
    for x, y in ((440, 170), (376, 150), (448, 44), (420, 262), (372, 318)):
        c.circle((x, y), 3, "#fdf3d2")
    phone(c, (152, 30, 176, 312), "#191522")
    c.box((170, 70, 70, 12), CREAM, 6)
    c.box((272, 66, 38, 20), c.p.main, 10)
    c.circle((300, 76), 7.5, PAPER)
    for i, (colour, long) in enumerate(((c.p.main, 66), (MINT, 52), (c.p.pop, 72))):
        y = 104 + i * 54
        c.box((168, y, 144, 44), "#2d2740", 12)
        c.circle((191, y + 22), 12, colour)
        c.box((212, y + 12, long, 7), CREAM, 3.5)
        c.box((212, y + 25, long * 0.7, 6), "#6b6285", 3)
    c.box((168, 270, 144, 38), c.p.main, 19)
    c.box((206, 284, 68, 9), CREAM, 4.5)


def _sunlit_corner(c: Canvas) -> None:
    for angle in range(0, 360, 45):
        ends = [outlines.oval((76, 96), r, r, (angle, angle))[0] for r in (46, 60)]
        c.line(ends, 8, NOON)
    c.circle((76, 96), 34, NOON)


@motif("app-scenes")
def app_scenes(c: Canvas) -> None:
    scenes.wall(c)
    _little_lamp(c)
    phone(c, (142, 24, 196, 324), PAPER)
    c.box((162, 62, 84, 12), INK, 6)
    c.box((162, 82, 56, 8), DIM, 4)
    c.box((290, 62, 28, 28), lit(c.p.main, 0.75), 14)
    c.circle((304, 76), 6, c.p.main)
    tiles = ("#f5a623", "#2a9d8f", "#e86a92", "#7a5bb5", "#3f7cc4", "#e4572e")
    for i, colour in enumerate(tiles):
        at = (162 + i % 2 * 82, 104 + i // 2 * 76)
        with c.placed(at):
            c.shaded(outlines.rounded((0, 0, 74, 68), 15), lit(colour, 0.12), colour)
            c.box((12, 51, 34, 6), clear(PAPER, 0.9), 3)
            c.circle((62, 54), 4, clear(PAPER, 0.9 if i == 0 else 0.35))
        _tile_icon(c, i, (at[0] + 28, at[1] + 26))
    c.soft(outlines.oval((402, 128), 36, 36), c.p.shade, 6)
    c.circle((400, 120), 36, PAPER)
    c.line([(384, 121), (396, 133), (418, 108)], 9, "#2a9d75")


def _tile_icon(c: Canvas, which: int, at: Point) -> None:
    with c.placed(at):
        (_rising_sun, _leaf, _heart, _moon, _wave, _flame)[which](c)


def _rising_sun(c: Canvas) -> None:
    c.oval((0, 9), 11, 11, PAPER, (180, 360))
    for angle in (195, 232, 270, 308, 345):
        ends = [outlines.oval((0, 9), r, r, (angle, angle))[0] for r in (16, 20)]
        c.line(ends, 3.4, PAPER)
    c.line([(-16, 12), (16, 12)], 3.4, PAPER)


def _leaf(c: Canvas) -> None:
    c.shape(outlines.leaf((-11, 12), (13, -13), 19), PAPER)
    c.line([(-14, 15), (0, 0)], 3, PAPER)


def _heart(c: Canvas) -> None:
    c.circle((-6.5, -4), 8, PAPER)
    c.circle((6.5, -4), 8, PAPER)
    c.shape([(-13.4, 0), (0, 14), (13.4, 0), (0, -5)], PAPER)


def _moon(c: Canvas) -> None:
    scenes.crescent(c, (0, 0), 14, PAPER)


def _wave(c: Canvas) -> None:
    for y in (-8, 2, 12):
        c.curve([(-15, y), (-7, y - 5), (1, y), (9, y + 5), (16, y)], 4, PAPER)


def _flame(c: Canvas) -> None:
    c.blob([(0, -17), (9, -3), (10, 8), (0, 15), (-10, 8), (-8, -2)], PAPER)
    c.blob([(1, 0), (4, 6), (0, 11), (-4, 6)], "#e4572e")


def _little_lamp(c: Canvas) -> None:
    c.shape([(62, 206), (124, 212), (148, 320), (22, 320)], clear(GLOW, 0.85))
    c.soft(outlines.oval((80, 332), 60, 7), c.p.shade, 4)
    c.oval((80, 330), 42, 18, c.p.body, (180, 360))
    c.line([(80, 314), (58, 252), (92, 196)], 12, c.p.body)
    c.circle((58, 252), 11, CREAM)
    c.circle((58, 252), 5, c.p.main)
    with c.placed((94, 206), 8):
        c.oval((0, 0), 38, 36, c.p.main, (180, 360))
        c.box((-42, -3, 84, 9), deep(c.p.main), 4.5)


@motif("app-battery", first=4, look=3)
def app_battery(c: Canvas) -> None:
    scenes.wall(c)
    card = outlines.rounded((58, 50, 364, 260), 28)
    scenes.lifted(c, card, 14)
    c.shape(card, PAPER)
    c.box((90, 82, 120, 14), INK, 7)
    c.box((90, 106, 76, 9), "#b9b3ad", 4.5)
    _battery(c, (316, 78))
    levels = (178, 192, 152, 204, 180, 200, 158)
    line = [(90 + i * 49.0, float(y)) for i, y in enumerate(levels)]
    soft = outlines.smooth(line)
    c.shaded([*soft, (384, 260), (90, 260)], lit(c.p.main, 0.5), PAPER)
    for y in (158, 198, 238):
        c.line([(90, y), (390, y)], 2, "#eadfd0")
    c.line(soft, 8, c.p.main)
    for at in line[:-1]:
        c.circle(at, 5, PAPER)
        c.circle(at, 3, c.p.main)
    c.circle(line[-1], 13, deep(c.p.main, 0.1))
    c.circle(line[-1], 7, PAPER)
    for i in range(7):
        c.box((79 + i * 49, 276, 22, 7), "#cfc7bd" if i < 6 else c.p.main, 3.5)


def _battery(c: Canvas, at: Point) -> None:
    with c.placed(at):
        c.box((0, 0, 66, 34), INK, 10)
        c.box((67, 10, 8, 14), INK, 4)
        c.box((5, 5, 56, 24), PAPER, 6)
        c.box((9, 9, 34, 16), "#2a9d75", 3)
        bolt = [(35, 3), (22, 19), (31, 19), (28, 31), (43, 14), (34, 14)]
        c.shape(bolt, SUN)
