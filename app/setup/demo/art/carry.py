"""Things to carry: earbuds, backpack, tool roll."""

from app.setup.demo.art import outlines, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BRICK,
    CREAM,
    INK,
    IRON,
    PAPER,
    STEEL,
    SUN,
    WOOD,
    clear,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("earbuds", first=1)
def earbuds(c: Canvas) -> None:
    scenes.room(c, 300)
    scenes.under(c, (136, 316), 104, 10)
    scenes.under(c, (366, 328), 84, 8)
    c.oval((136, 192), 90, 98, deep(PAPER, 0.1), (180, 360))
    c.oval((136, 192), 74, 80, c.p.body, (180, 360))
    c.curve([(84, 168), (96, 140), (124, 126)], 9, lit(c.p.body, 0.16))
    _bud_in_case(c, 96)
    _bud_in_case(c, 176)
    case = outlines.rounded((36, 190, 200, 120), (8, 8, 54, 54))
    c.shaded(case, PAPER, deep(PAPER, 0.1))
    c.box((36, 184, 200, 14), deep(PAPER, 0.14), 7)
    c.circle((136, 252), 7, "#2a9d75")
    for step in range(11):
        c.circle((276 + step * 17, 252 - step * 17.6), 2.6, deep(c.p.desk, 0.22))
    _open_bud(c)
    with c.placed((376, 312), 14):
        c.line([(-58, 0), (8, 0)], 14, BRICK)
        c.box((10, -3, 46, 6), IRON, 3)


def _bud_in_case(c: Canvas, x: float) -> None:
    c.box((x - 13, 150, 26, 44), deep(c.p.body), 13)
    c.circle((x, 142), 24, lit(c.p.body, 0.08))
    c.circle((x, 142), 11, c.p.main)
    c.circle((x - 7, 134), 5, lit(c.p.body, 0.4))


def _open_bud(c: Canvas) -> None:
    """Ear tip, body, battery and cap, pulled apart along one line."""
    with c.turned(-46, (360, 160)):
        c.blob([(246, 136), (274, 134), (286, 160), (274, 186), (246, 184)], PAPER)
        c.box((270, 138, 12, 44), deep(PAPER, 0.12), 6)
        c.box((330, 190, 24, 56), deep(c.p.body), 12)
        c.box((298, 126, 60, 68), c.p.body, 22)
        c.box((306, 134, 12, 50), lit(c.p.body, 0.22), 6)
        c.oval((398, 160), 15, 33, IRON)
        c.oval((389, 160), 15, 33, "#e3e9ee")
        c.line([(389, 150), (389, 170)], 5, IRON)
        c.line([(383, 160), (395, 160)], 5, IRON)
        c.oval((430, 160), 30, 32, c.p.main, (-90, 90))
        c.curve([(440, 140), (450, 150), (452, 162)], 6, lit(c.p.main, 0.5))


@motif("backpack", first=3, look=4)
def backpack(c: Canvas) -> None:
    scenes.room(c, 300)
    scenes.under(c, (240, 318), 132, 12)
    c.arc((240, 62), 30, (180, 360), 12, deep(c.p.body))
    for x in (118, 362):
        c.curve([(x, 150), (x + (x - 240) * 0.24, 220), (x, 296)], 18, deep(c.p.body))
    _bottle(c)
    body = outlines.rounded((120, 58, 240, 260), (92, 92, 36, 36))
    c.shaded(body, lit(c.p.main, 0.1), deep(c.p.main, 0.08))
    flap = outlines.rounded((120, 58, 240, 122), (92, 92, 40, 40))
    c.soft([(x, y + 8) for x, y in flap], clear(deep(c.p.main, 0.6), 0.3), 5)
    c.shaded(flap, lit(c.p.main, 0.24), c.p.main)
    c.curve([(150, 130), (162, 100), (192, 80)], 9, lit(c.p.main, 0.45))
    c.box((146, 214, 188, 90), deep(c.p.main, 0.16), 24)
    c.box((146, 208, 188, 90), lit(c.p.main, 0.06), 24)
    c.line([(166, 228), (314, 228)], 4, deep(c.p.main, 0.3))
    c.line([(300, 228), (300, 244)], 6, SUN)
    for x in (176, 280):
        c.box((x, 120, 24, 86), WOOD, 6)
        c.box((x - 5, 176, 34, 24), STEEL, 6)
        c.box((x + 2, 181, 20, 14), deep(WOOD), 3)
    c.soft(outlines.oval((240, 258), 110, 34), clear("#ff3b2f", 0.6), 16)
    c.box((158, 246, 164, 24), "#ff3b2f", 12)
    c.box((170, 253, 140, 8), "#ffd7c9", 4)
    c.shape(outlines.star((240, 96), 20), CREAM)


def _bottle(c: Canvas) -> None:
    c.box((362, 150, 34, 26), INK, 7)
    c.box((356, 170, 46, 130), "#7fb6d9", 16)
    c.box((364, 182, 8, 70), lit("#7fb6d9", 0.6), 4)
    c.box((352, 238, 56, 70), deep(c.p.main, 0.3), 14)


@motif("toolroll", first=2, look=3)
def toolroll(c: Canvas) -> None:
    scenes.wall(c)
    with c.turned(-5, (240, 180)):
        cloth = outlines.rounded((40, 56, 372, 248), 16)
        scenes.lifted(c, cloth, 14)
        c.shape(cloth, WOOD)
        c.box((50, 66, 352, 228), lit(WOOD, 0.16), 10)
        _tools(c)
        c.box((40, 192, 372, 112), deep(WOOD, 0.1), (0, 0, 16, 16))
        for x in range(52, 400, 13):
            c.line([(x, 200), (x + 6, 200)], 2.2, CREAM)
        for x in (102, 164, 226, 288, 350):
            c.line([(x, 202), (x, 296)], 3, deep(WOOD, 0.3))
        roll = outlines.rounded((400, 46, 52, 268), 24)
        c.soft([(x - 8, y + 4) for x, y in roll], c.p.shade, 6)
        c.shape(roll, deep(WOOD, 0.2))
        c.box((408, 50, 18, 260), WOOD, 9)
        for y in (110, 236):
            c.box((396, y, 60, 18), c.p.main, 4)
            c.box((418, y - 3, 20, 24), SUN, 4)
            c.box((423, y + 3, 10, 12), deep(c.p.main), 2)


def _tools(c: Canvas) -> None:
    _screwdriver(c, 71, BRICK)
    _spanner(c, 133)
    _pliers(c, 195)
    _ruler(c, 257)
    _screwdriver(c, 319, "#2a7fa8")
    _hex_keys(c, 376)


def _screwdriver(c: Canvas, x: float, colour: str) -> None:
    c.box((x - 13, 84, 26, 92), colour, 11)
    for dx in (-5, 4):
        c.line([(x + dx, 98), (x + dx, 150)], 3.4, lit(colour, 0.4))
    c.box((x - 9, 170, 18, 14), deep(colour), 4)
    c.box((x - 4, 182, 8, 60), STEEL)


def _spanner(c: Canvas, x: float) -> None:
    c.box((x - 9, 120, 18, 120), STEEL)
    c.circle((x, 106), 25, STEEL)
    c.shape(
        [(x - 10, 70), (x + 10, 70), (x + 10, 104), (x, 114), (x - 10, 104)],
        lit(WOOD, 0.16),
    )
    c.line([(x, 140), (x, 230)], 5, IRON)


def _pliers(c: Canvas, x: float) -> None:
    for side in (-1, 1):
        jaw = [(x + side * 3, 74), (x + side * 14, 98), (x + side * 12, 128), (x, 132)]
        c.shape([*jaw, (x + side * 1.5, 76)], IRON)
        c.curve(
            [(x - side * 4, 132), (x + side * 18, 176), (x + side * 13, 250)],
            13,
            c.p.main,
        )
    c.circle((x, 130), 12, STEEL)
    c.circle((x, 130), 5, INK)


def _ruler(c: Canvas, x: float) -> None:
    c.box((x - 15, 78, 30, 150), SUN, 4)
    for i in range(9):
        c.line(
            [(x - 15, 90 + i * 12), (x - (1 if i % 2 else 6), 90 + i * 12)], 2.4, INK
        )
    c.circle((x + 6, 88), 4, lit(WOOD, 0.16))


def _hex_keys(c: Canvas, x: float) -> None:
    for dx, top, reach in ((-14, 92, 20), (-1, 116, 16), (11, 138, 12)):
        c.line([(x + dx + reach, top), (x + dx, top), (x + dx, 230)], 6.4, INK)
