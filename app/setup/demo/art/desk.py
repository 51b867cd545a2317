"""Things on a desk: tray, cable clips, calendar, keyboard, weather display."""

from app.setup.demo.art import outlines, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BRICK,
    CREAM,
    INK,
    IRON,
    LEAF,
    MINT,
    NOON,
    PAPER,
    STEEL,
    SUN,
    WOOD,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif

E_PAPER = "#f3f1e7"
E_INK = "#2d302d"


@motif("tray", first=6, look=3)
def tray(c: Canvas) -> None:
    scenes.wall(c)
    with c.turned(-7, (240, 180)):
        outer = outlines.rounded((60, 86, 360, 196), 26)
        scenes.lifted(c, outer, 16)
        c.shape(outer, deep(WOOD, 0.16))
        c.box((60, 82, 360, 188), lit(WOOD, 0.2), 26)
        for well in ((80, 102, 150, 148), (246, 102, 154, 66), (246, 184, 154, 66)):
            c.box(well, deep(WOOD, 0.14), 15)
            c.box((well[0] + 6, well[1] + 8, well[2] - 12, well[3] - 10), WOOD, 11)
        _charging_phone(c)
        _pencils_and_keys(c)
    c.soft(outlines.oval((424, 74), 44, 44), c.p.shade, 6)
    c.circle((420, 64), 43, PAPER)
    c.circle((420, 64), 32, "#7a4526")
    c.curve([(404, 60), (420, 50), (434, 62)], 5, "#d9a878")


def _charging_phone(c: Canvas) -> None:
    scenes.lifted(c, outlines.rounded((116, 92, 80, 152), 14), 6)
    c.box((114, 88, 82, 156), INK, 14)
    c.box((121, 97, 68, 138), "#3c7f86", 8)
    c.ring((155, 166), 27, 6, "#bff3e4")
    bolt = [(158, 148), (143, 170), (153, 170), (151, 185), (167, 163), (156, 163)]
    c.shape(bolt, "#bff3e4")


def _pencils_and_keys(c: Canvas) -> None:
    for y, long, colour in ((117, 118, BRICK), (141, 106, MINT)):
        c.box((260, y, long, 13), colour, 5)
        c.box((260, y + 8, long, 5), deep(colour, 0.16), 2)
        c.shape([(260 + long, y), (276 + long, y + 6.5), (260 + long, y + 13)], CREAM)
    c.ring((284, 216), 24, 8, CREAM)
    c.line([(308, 216), (354, 216)], 8, CREAM)
    for x in (340, 353):
        c.line([(x, 218), (x, 229)], 8, CREAM)
    for x, y, r in ((380, 204, 10), (376, 230, 8)):
        c.circle((x, y), r, SUN)
        c.circle((x, y), r * 0.55, deep(SUN, 0.12))


@motif("clips", first=3)
def clips(c: Canvas) -> None:
    scenes.wall(c)
    c.box((-scenes.FAR, 164, 480 + 2 * scenes.FAR, 36), lit(WOOD, 0.24))
    c.box((-scenes.FAR, 196, 480 + 2 * scenes.FAR, 56), deep(WOOD, 0.1))
    c.box((-scenes.FAR, 246, 480 + 2 * scenes.FAR, 10), deep(WOOD, 0.3))
    c.box((-scenes.FAR, 256, 480 + 2 * scenes.FAR, scenes.FAR), deep(c.p.wall, 0.16))
    for x, colour in ((38, BRICK), (184, MINT), (330, "#7a5bb5")):
        _clip(c, x, colour)
    for path, colour in (
        ([(94, 150), (94, 300), (72, 352), (20, 640)], INK),
        ([(240, 150), (240, 300), (262, 352), (250, 640)], PAPER),
        ([(386, 150), (386, 304), (420, 352), (460, 640)], "#2a7fa8"),
    ):
        c.curve(path, 14, colour)
    _plugs(c)


def _clip(c: Canvas, x: float, colour: str) -> None:
    scenes.lifted(c, outlines.rounded((x, 180, 112, 88), 18), 10)
    for arm, lean in ((x + 6, 5), (x + 68, -5)):
        with c.turned(lean, (arm + 19, 198)):
            c.box((arm, 120, 38, 78), colour, 15)
    c.box((x, 168, 112, 100), deep(colour), 18)
    c.box((x, 168, 112, 90), colour, 18)
    c.box((x + 44, 172, 24, 96), deep(colour, 0.34))
    for y in (190, 202, 214, 226):
        for start in (x + 12, x + 78):
            c.line([(start, y), (start + 22, y)], 2.6, lit(colour, 0.45))


def _plugs(c: Canvas) -> None:
    c.box((80, 52, 28, 38), STEEL, 9)
    c.box((87, 60, 14, 8), IRON, 4)
    c.box((72, 84, 44, 66), INK, 12)
    c.box((82, 100, 6, 34), lit(INK, 0.2), 3)
    c.box((222, 34, 36, 40), STEEL, 4)
    for x in (229, 243):
        c.box((x, 44, 8, 10), IRON)
    c.box((214, 70, 52, 80), PAPER, 14)
    c.box((252, 74, 14, 72), deep(PAPER, 0.1), 7)
    c.box((376, 46, 20, 50), SUN, (10, 10, 0, 0))
    for y in (66, 78):
        c.box((376, y, 20, 5), INK)
    c.box((366, 90, 40, 60), "#2a7fa8", 10)
    for y in (118, 130):
        c.box((366, y, 40, 6), deep("#2a7fa8"))


@motif("calendar", first=2, look=3)
def calendar(c: Canvas) -> None:
    scenes.room(c, 300)
    scenes.under(c, (236, 306), 160, 10)
    _frame(c, (88, 40, 288, 262))
    c.box((110, 62, 244, 218), E_PAPER, 6)
    c.box((110, 62, 92, 218), E_INK, (6, 0, 0, 6))
    c.box((132, 84, 48, 9), E_PAPER, 4.5)
    c.figures("24", (124, 120), 50, E_PAPER)
    for x, y, w in ((126, 216, 60), (134, 234, 44), (140, 252, 32)):
        c.box((x, y, w, 7), E_PAPER, 3.5)
    for day in range(20):
        at = (220 + day % 5 * 25, 80 + day // 5 * 24)
        c.box((*at, 17, 17), {7: E_INK, 13: c.p.main}.get(day, "#bab8ad"), 4)
    for y, w, colour in ((194, 114, c.p.main), (216, 84, E_INK), (238, 100, E_INK)):
        c.circle((225, y + 5), 5, colour)
        c.box((238, y, w - 16, 10), colour, 5)
    _potted_plant(c)
    scenes.under(c, (46, 316), 36, 6)
    c.ring((74, 288), 15, 7, PAPER)
    c.box((18, 262, 52, 52), PAPER, (3, 3, 14, 14))
    c.box((18, 270, 52, 8), c.p.main)


def _frame(c: Canvas, box: outlines.Box) -> None:
    x, y, w, h = box
    c.box(box, deep(WOOD, 0.2), 16)
    c.box((x, y, w, h - 7), lit(WOOD, 0.14), 16)
    c.box((x + 8, y + 8, w - 16, h - 20), deep(WOOD, 0.06), 12)


def _potted_plant(c: Canvas) -> None:
    scenes.under(c, (424, 316), 42, 7)
    for tip, width, colour in (
        ((392, 150), 34, LEAF),
        ((456, 140), 34, LEAF),
        ((424, 128), 32, MINT),
        ((372, 206), 26, MINT),
        ((468, 202), 26, MINT),
    ):
        c.shape(outlines.leaf((422, 258), tip, width), colour)
    c.shape([(392, 258), (454, 258), (444, 314), (402, 314)], BRICK)
    c.box((388, 250, 70, 16), deep(BRICK, 0.12), 4)


@motif("keyboard", first=5, look=3)
def keyboard(c: Canvas) -> None:
    scenes.wall(c)
    c.curve([(120, 110), (96, 60), (150, 30), (140, -40), (160, -400)], 9, c.p.body)
    with c.turned(-9, (240, 190)):
        outer = outlines.rounded((30, 92, 420, 206), 26)
        scenes.lifted(c, outer, 18)
        c.shape(outer, deep(c.p.body, 0.3))
        c.box((30, 86, 420, 200), c.p.body, 26)
        c.box((44, 100, 392, 172), deep(c.p.body, 0.3), 14)
        for row, widths in enumerate(KEY_ROWS):
            _key_row(c, 108 + row * 32, row, widths)
        c.circle((414, 120), 15, c.p.pop)
        c.circle((414, 120), 9, lit(c.p.pop, 0.4))
        c.line([(414, 120), (420, 111)], 3, INK)


KEY_ROWS = (
    (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    (1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.75),
    (1.75, 1, 1, 1, 1, 1, 1, 1, 1, 2.5),
    (2.25, 1, 1, 1, 1, 1, 1, 1, 1, 2),
    (1.25, 1.25, 1.25, 5.5, 1, 1, 1),
)
ACCENT_KEYS = {(0, 0), (2, 9), (4, 3)}


def _key_row(c: Canvas, y: float, row: int, widths: tuple[float, ...]) -> None:
    x = 50.0
    for place, wide in enumerate(widths):
        edge = place in {0, len(widths) - 1}
        colour = lit(c.p.wall, 0.2) if edge else PAPER
        if (row, place) in ACCENT_KEYS:
            colour = c.p.pop if row == 0 else c.p.main
        w = wide * 31 - 4
        c.box((x, y, w, 28), deep(colour, 0.24), 6)
        c.box((x, y, w, 23), colour, 6)
        c.box((x + 5, y + 3, w - 10, 15), lit(colour, 0.35), 4)
        x += wide * 31


@motif("weather", first=4, look=2)
def weather(c: Canvas) -> None:
    scenes.room(c, 292)
    scenes.under(c, (240, 304), 176, 11)
    c.shape([(150, 300), (168, 262), (312, 262), (330, 300)], deep(WOOD, 0.36))
    _frame(c, (66, 44, 348, 236))
    c.box((90, 66, 300, 186), E_PAPER, 6)
    _sun_and_cloud(c)
    c.figures("21", (280, 88), 58, E_INK)
    c.ring((352, 92), 10, 5, E_INK)
    c.line([(108, 180), (372, 180)], 2, "#bab8ad")
    for i, (kind, height) in enumerate(zip("srscr", (24, 12, 20, 16, 9), strict=True)):
        _forecast(c, 112 + i * 56, kind, height)
    c.box((430, 262, 30, 46), c.p.main, (4, 4, 10, 10))
    c.shape(outlines.leaf((444, 264), (432, 206), 20), LEAF)
    c.shape(outlines.leaf((446, 264), (462, 216), 18), MINT)


def _sun_and_cloud(c: Canvas) -> None:
    for angle in range(0, 360, 45):
        ends = [outlines.oval((168, 112), r, r, (angle, angle))[0] for r in (34, 44)]
        c.line(ends, 6, E_INK)
    c.circle((168, 112), 26, NOON)
    for x, y, r in ((180, 136, 22), (206, 126, 28), (232, 140, 19)):
        c.circle((x, y), r + 5, E_PAPER)
    for x, y, r in ((180, 136, 22), (206, 126, 28), (232, 140, 19)):
        c.circle((x, y), r, E_INK)
    c.box((176, 136, 60, 23), E_INK, 10)


def _forecast(c: Canvas, x: float, kind: str, height: float) -> None:
    if kind == "s":
        c.circle((x + 16, 200), 9, NOON)
    else:
        c.circle((x + 11, 202), 7, E_INK)
        c.circle((x + 20, 199), 9, E_INK)
    if kind == "r":
        for drop in (8, 16, 24):
            c.line([(x + drop, 213), (x + drop - 2, 218)], 2.4, E_INK)
    c.box((x + 6, 246 - height, 20, height), "#bab8ad", (4, 4, 0, 0))
