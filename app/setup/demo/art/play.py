"""Things to play with: pocket synth, board game."""

import math

from app.setup.demo.art import outlines, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Point
from app.setup.demo.art.palettes import (
    BARK,
    BRICK,
    CREAM,
    INK,
    MINT,
    STEEL,
    SUN,
    WOOD,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("synth", first=5, look=1)
def synth(c: Canvas) -> None:
    c.fade(deep(c.p.body, 0.05), lit(c.p.body, 0.12))
    for radius in (320, 252, 184, 116):
        c.ring((240, 180), radius, 16, lit(c.p.body, 0.16 + c.look % 3 * 0.03))
    with c.turned(-8, (240, 180)):
        _crank(c)
        case = outlines.rounded((72, 84, 318, 206), 24)
        c.soft([(x + 4, y + 16) for x, y in case], deep(c.p.body, 0.6) + "90", 8)
        c.shape(case, deep(CREAM, 0.18))
        c.box((72, 78, 318, 202), CREAM, 24)
        _screen(c)
        for x, angle in ((246, -60), (296, 20), (346, 80)):
            _knob(c, (x, 122), angle)
        pads = (SUN, BRICK, c.p.main, MINT, "#e86a92", SUN)
        for i, colour in enumerate(pads):
            c.box((92 + i * 47, 174, 39, 26), deep(colour), 7)
            c.box((92 + i * 47, 172, 39, 23), colour, 7)
        _keys(c)
    for at in ((54, 72), (424, 306)):
        _note(c, at)


def _crank(c: Canvas) -> None:
    c.box((384, 136, 24, 26), STEEL, 5)
    c.line([(412, 148), (412, 90)], 12, INK)
    c.line([(412, 88), (436, 88)], 12, INK)
    c.box((426, 72, 30, 32), c.p.pop, 11)


def _screen(c: Canvas) -> None:
    c.box((92, 98, 124, 60), INK, 10)
    wave = [
        (102 + i * 2.6, 128 + 18 * math.sin(i / 40 * 4 * math.pi)) for i in range(41)
    ]
    c.line(wave, 4, "#8ff0cf")


def _knob(c: Canvas, at: Point, angle: float) -> None:
    c.circle(at, 20, deep(CREAM, 0.14))
    c.circle(at, 16, INK)
    with c.placed(at, angle):
        c.line([(0, -4), (0, -12)], 4, SUN)
    c.oval((at[0], at[1] + 28), 12, 3, deep(CREAM, 0.2))


def _keys(c: Canvas) -> None:
    c.box((90, 208, 282, 60), INK, 8)
    for i in range(9):
        c.box((93 + i * 31, 210, 28, 55), "#ffffff", (0, 0, 6, 6))
    for i in (0, 1, 3, 4, 5, 7):
        c.box((113 + i * 31, 208, 18, 32), INK, (0, 0, 5, 5))


def _note(c: Canvas, at: Point) -> None:
    with c.placed(at, -8):
        for x in (0, 32):
            c.oval((x, 0), 10, 8, SUN)
            c.line([(x + 8, -2), (x + 8, -44)], 4, SUN)
        c.line([(8, -44), (40, -44)], 8, SUN)


@motif("boardgame", first=2, look=0)
def boardgame(c: Canvas) -> None:
    scenes.room(c, 150)
    scenes.lifted(c, [(240, 112), (458, 212), (240, 326), (22, 212)], 16)
    c.shape([(22, 212), (240, 312), (240, 338), (22, 236)], deep(BARK, 0.1))
    c.shape([(458, 212), (240, 312), (240, 338), (458, 236)], deep(BARK, 0.3))
    c.shape([(240, 112), (458, 212), (240, 312), (22, 212)], BARK)
    for square in range(36):
        _square(c, square % 6, square // 6)
    c.box((231, 318, 18, 15), SUN, 4)
    light, dark = lit(CREAM, 0.4), c.p.body
    _pawn(c, _spot(0, 2), dark)
    _rook(c, _spot(3, 0), dark)
    _king(c, _spot(2, 2), c.p.main)
    _pawn(c, _spot(1, 4), light)
    _rook(c, _spot(4, 2), light)
    _pawn(c, _spot(3, 4), light)
    _pawn(c, _spot(5, 4), dark)


def _grid(file: float, rank: float) -> Point:
    return 240 + (file - rank) * 33.5, 119.5 + (file + rank) * 15.4


def _spot(file: float, rank: float) -> Point:
    return _grid(file + 0.5, rank + 0.5)


def _square(c: Canvas, file: int, rank: int) -> None:
    corners = ((0, 0), (1, 0), (1, 1), (0, 1))
    colour = "#f3dcb4" if (file + rank) % 2 else WOOD
    c.shape([_grid(file + dx, rank + dy) for dx, dy in corners], colour)


def _foot(c: Canvas, fill: str) -> None:
    c.soft(outlines.oval((5, 3), 24, 10), "#3a1d0c70", 4)
    c.oval((0, 0), 21, 10, deep(fill))
    c.oval((0, -6), 21, 9, fill)


def _stem(c: Canvas, top: float, fill: str) -> None:
    c.shape([(-15, -8), (-7, top), (7, top), (15, -8)], fill)
    c.shape([(3, -6), (2, top), (7, top), (15, -8)], deep(fill, 0.16))
    c.oval((0, top), 13, 5, deep(fill, 0.1))


def _pawn(c: Canvas, at: Point, fill: str) -> None:
    with c.placed(at):
        _foot(c, fill)
        _stem(c, -36, fill)
        c.circle((0, -48), 14, fill)
        c.circle((-4, -53), 4, lit(fill, 0.45))


def _rook(c: Canvas, at: Point, fill: str) -> None:
    with c.placed(at, scale=1.05):
        _foot(c, fill)
        _stem(c, -46, fill)
        c.box((-16, -64, 32, 18), fill, 3)
        for x in (-16, -5, 6):
            c.box((x, -73, 10, 14), fill, 2)
        c.box((6, -64, 10, 18), deep(fill, 0.16), 2)


def _king(c: Canvas, at: Point, fill: str) -> None:
    with c.placed(at, scale=1.15):
        _foot(c, fill)
        _stem(c, -58, fill)
        c.shape([(-9, -60), (-17, -84), (17, -84), (9, -60)], fill)
        c.oval((0, -84), 17, 6, lit(fill, 0.25))
        c.line([(0, -88), (0, -108)], 6, fill)
        c.line([(-8, -100), (8, -100)], 6, fill)
