"""Things for the kitchen: what boils, drains, keeps and cuts."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BARK,
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
    WATER,
    WOOD,
    clear,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("wallscale", first=2, look=0)
def wall_scale(c: Canvas) -> None:
    scenes.room(c, 300)
    scenes.lifted(c, outlines.rounded((96, 46, 196, 216), 22), 12)
    c.box((96, 46, 196, 216), c.p.main, 22)
    c.box((108, 58, 172, 62), deep(c.p.body, 0.3), 12)
    c.figures("248", (136, 70), 38, "#bff3e4")
    c.box((108, 132, 172, 118), deep(c.p.main, 0.1), 14)
    c.box((84, 226, 222, 18), CREAM, 9)
    c.box((84, 236, 222, 8), deep(CREAM, 0.12), 4)
    c.oval((196, 226), 84, 58, lit(WATER, 0.55), (180, 360))
    c.oval((196, 226), 70, 46, "#f4dfb4", (180, 360))
    for x, y, r in ((162, 204, 13), (190, 194, 16), (222, 202, 14), (204, 212, 10)):
        c.circle((x, y), r, lit("#f4dfb4", 0.5))
    for y in (150, 166):
        c.line([(124, y), (140, y)], 4, clear(CREAM, 1)[:7])
    scenes.under(c, (384, 316), 54, 8)
    c.shape([(342, 180), (426, 180), (432, 312), (336, 312)], lit(WOOD, 0.5))
    c.box((342, 172, 84, 16), lit(WOOD, 0.3), 5)
    c.box((356, 224, 56, 46), PAPER, 8)
    c.curve([(384, 262), (384, 246), (384, 232)], 4, LEAF)
    for lean in (-1, 1):
        for y in (238, 248, 258):
            c.shape(outlines.leaf((384, y), (384 + lean * 13, y - 9), 7), LEAF)


@motif("tofu", first=0, look=2)
def tofu(c: Canvas) -> None:
    scenes.room(c, 282)
    scenes.under(c, (238, 320), 184, 12)
    c.box((74, 286, 328, 30), deep(WOOD, 0.2), (6, 6, 16, 16))
    c.box((74, 280, 328, 14), lit(WOOD, 0.2), 7)
    for x in range(104, 386, 20):
        c.line([(x, 296), (x, 306)], 4, deep(WOOD, 0.4))
    c.box((126, 176, 222, 106), "#fffdf6", 12)
    c.box((126, 244, 222, 38), "#f1ead9", (0, 0, 12, 12))
    for x in (181, 237, 293):
        c.line([(x, 180), (x, 276)], 2.4, "#e6dcc6")
    c.line([(130, 228), (344, 228)], 2.4, "#e6dcc6")
    c.box((104, 138, 266, 38), lit(WOOD, 0.34), 10)
    c.box((104, 162, 266, 14), lit(WOOD, 0.08), (0, 0, 10, 10))
    c.oval((237, 138), 70, 48, IRON, (180, 360))
    c.oval((226, 116), 30, 14, lit(IRON, 0.3))
    for x, y in ((138, 328), (252, 336), (334, 326)):
        c.circle((x, y), 5, WATER)
        c.shape([(x - 4.4, y - 2), (x, y - 12), (x + 4.4, y - 2)], WATER)
    c.curve([(64, 262), (44, 214), (58, 172), (40, 120)], 6, LEAF)
    for y, side in ((226, 34), (194, -30), (160, 32), (132, -28)):
        c.shape(outlines.leaf((50, y), (50 + side, y - 26), 16), MINT)


@motif("colander", first=3, look=1)
def colander(c: Canvas) -> None:
    scenes.wall(c)
    for x in (168, 200, 232, 264, 296, 316):
        wave = [(x, 196), (x + 12, 244), (x - 8, 288), (x + 6, 330), (x - 4, 420)]
        c.curve(wave, 9, "#fff0c2")
        c.curve([(a + 4, b) for a, b in wave], 3, "#f0d690")
    c.line([(330, 150), (452, 74)], 20, c.p.body)
    c.line([(338, 142), (446, 74)], 5, lit(c.p.body, 0.3))
    c.circle((448, 77), 6, c.p.wall)
    c.oval((230, 142), 132, 118, c.p.main, (0, 180))
    c.oval((230, 142), 132, 30, deep(c.p.main, 0.2))
    c.oval((230, 146), 112, 22, "#fff0c2")
    for dx in (-70, -36, 0, 36, 70):
        c.curve([(212 + dx, 142), (226 + dx, 128), (244 + dx, 146)], 8, "#ffe3a0")
    for row, (y, many) in enumerate(((182, 6), (206, 5), (228, 4))):
        for i in range(many):
            at = (230 + (i - (many - 1) / 2) * 32, y)
            c.circle(at, 6 - row * 0.6, deep(c.p.main, 0.34))
    c.arc((230, 142), 122, (112, 158), 7, lit(c.p.main, 0.4))
    props.steam(c, (214, 104), 84, 0.8)


@motif("breadbox", first=0, look=3)
def bread_box(c: Canvas) -> None:
    scenes.room(c, 290)
    scenes.under(c, (236, 316), 178, 11)
    c.box((66, 130, 340, 184), WOOD, (96, 96, 12, 12))
    c.box((66, 130, 340, 172), lit(WOOD, 0.22), (96, 96, 12, 12))
    c.box((96, 168, 280, 122), deep(BARK, 0.3), (60, 60, 8, 8))
    loaf = [(120, 288), (116, 232), (160, 200), (240, 196), (284, 218), (292, 288)]
    c.blob(loaf, "#c9803f")
    c.blob([(x * 0.96 + 8, y * 0.98 + 2) for x, y in loaf], "#dd9a55")
    for x in (166, 206, 246):
        c.curve([(x - 12, 252), (x, 228), (x + 14, 210)], 7, "#f4d3a0")
    for i, x in enumerate((306, 324, 342)):
        c.box((x, 222 + i * 6, 13, 66 - i * 6), "#dd9a55", (8, 8, 2, 2))
        c.box((x + 3, 228 + i * 6, 7, 58 - i * 6), "#fff0d0", (6, 6, 2, 2))
    c.box((96, 168, 280, 40), lit(WOOD, 0.36), (60, 60, 4, 4))
    for y in (180, 191):
        c.line([(118, y), (354, y)], 2.6, WOOD)
    c.box((204, 200, 64, 13), c.p.body, 6)
    for i in range(7):
        colour = c.p.main if i == 3 else lit(WOOD, 0.5)
        c.circle((170 + i * 22, 302), 5.4, colour)


@motif("kettle", first=1, look=1)
def kettle(c: Canvas) -> None:
    scenes.room(c, 292)
    scenes.under(c, (230, 316), 130, 11)
    c.box((108, 296, 244, 20), INK, 10)
    c.curve([(320, 230), (374, 214), (384, 172), (416, 152)], 27, deep(c.p.main, 0.12))
    body = outlines.smooth(
        [
            (126, 296),
            (112, 232),
            (156, 164),
            (230, 148),
            (304, 164),
            (348, 232),
            (334, 296),
        ]
    )
    c.shaded([*body, (126, 296)], lit(c.p.main, 0.16), deep(c.p.main, 0.08))
    c.curve([(140, 256), (144, 216), (170, 184)], 9, lit(c.p.main, 0.5))
    c.arc((230, 162), 92, (200, 340), 16, c.p.body)
    c.box((186, 140, 88, 17), deep(c.p.main, 0.2), 8)
    c.circle((230, 132), 13, c.p.body)
    for i, (x, y) in enumerate(((418, 116), (450, 84), (404, 62))):
        r = 9 - i
        c.oval((x, y), r * 1.3, r, c.p.body)
        c.line([(x + r, y), (x + r, y - 36)], 4, c.p.body)
    c.curve([(422, 80), (436, 88), (440, 70)], 4, c.p.body)
    props.cup(c, (66, 322), PAPER, c.p.pop)


@motif("spices", first=3, look=3)
def spices(c: Canvas) -> None:
    scenes.wall(c)
    scenes.lifted(c, outlines.rounded((58, 58, 364, 248), 16), 14)
    c.box((58, 58, 364, 248), deep(WOOD, 0.12), 16)
    c.box((70, 70, 340, 224), deep(BARK, 0.3), 10)
    fills = ("#d9531e", "#e9b21f", "#8a5a30", "#7a8f3c", "#b0331d", "#5a3b22")
    for i, colour in enumerate(fills):
        x, y = 78 + i % 3 * 111, 78 + i // 3 * 108
        c.box((x, y, 102, 100), lit(WOOD, 0.3), 8)
        c.box((x + 9, y + 9, 84, 60), "#fff6e6", 6)
        heap = [
            (x + 12, y + 66),
            (x + 30, y + 38),
            (x + 52, y + 30),
            (x + 74, y + 40),
            (x + 90, y + 66),
        ]
        c.shape(outlines.smooth(heap), colour)
        for dx, dy in ((34, 52), (52, 44), (66, 56)):
            c.circle((x + dx, y + dy), 2.6, lit(colour, 0.4))
        c.box((x + 34, y + 78, 34, 11), c.p.main if i == 4 else c.p.body, 5)
    with c.turned(24, (380, 300)):
        c.oval((352, 316), 24, 15, STEEL)
        c.oval((352, 313), 18, 9, "#e9b21f")
        c.line([(374, 316), (452, 316)], 9, STEEL)


@motif("chopsticks", first=2, look=2)
def chopsticks(c: Canvas) -> None:
    scenes.room(c, 288)
    scenes.under(c, (236, 322), 112, 10)
    pairs = (
        (176, 52, -9, BRICK),
        (212, 34, -3, INK),
        (250, 40, 4, WOOD),
        (290, 60, 10, LEAF),
    )
    for x, top, lean, colour in pairs:
        for dx in (0, 13):
            with c.turned(lean + dx / 9, (x, 230)):
                c.shape(
                    [
                        (x + dx - 4, top),
                        (x + dx + 4, top),
                        (x + dx + 5, 240),
                        (x + dx - 5, 240),
                    ],
                    colour,
                )
                c.box((x + dx - 4.4, top + 14, 8.8, 9), SUN)
    body = outlines.rounded((148, 158, 176, 160), (14, 14, 26, 26))
    c.shaded(body, "#fffdf6", "#e9e2d2")
    c.box((148, 158, 176, 18), "#ddd3be", (14, 14, 4, 4))
    for row in range(3):
        for i in range(5):
            c.circle(
                (180 + i * 28, 212 + row * 28),
                6,
                WATER if (row + i) % 4 == 2 else "#cfc4ad",
            )
    c.box((104, 312, 264, 16), c.p.main, 8)
    for x, y in ((202, 300), (258, 306)):
        c.circle((x, y), 6, WATER)
        c.shape([(x - 5, y - 3), (x, y - 14), (x + 5, y - 3)], WATER)
    c.curve([(52, 322), (64, 306), (92, 304), (104, 300)], 4, deep(c.p.desk, 0.2))


@motif("donabe", first=6, look=1)
def donabe(c: Canvas) -> None:
    scenes.room(c, 288)
    scenes.under(c, (236, 322), 150, 11)
    c.box((150, 296, 172, 26), INK, 8)
    for x in (176, 206, 236, 266, 296):
        c.shape(outlines.leaf((x, 302), (x, 272), 13), NOON)
    c.oval((236, 206), 146, 84, "#5f4331", (0, 180))
    c.oval((236, 206), 146, 84, "#6d4e3a", (90, 180))
    for x in (84, 388):
        c.oval((x, 212), 22, 11, "#5f4331")
    c.box((84, 194, 304, 20), "#7d5a43", 10)
    c.oval((236, 194), 136, 82, c.p.main, (180, 360))
    c.curve([(118, 176), (142, 146), (184, 128)], 8, lit(c.p.main, 0.4))
    for x, y in ((180, 164), (236, 148), (292, 164)):
        c.circle((x, y), 7, CREAM)
        for dx, dy in ((0, -13), (12, -4), (8, 10), (-8, 10), (-12, -4)):
            c.circle((x + dx, y + dy), 5, CREAM)
    c.box((206, 96, 60, 22), deep(c.p.main, 0.2), 10)
    c.circle((296, 128), 5, deep(c.p.main, 0.5))
    props.steam(c, (300, 112), 76, 0.7)
    c.line([(26, 330), (120, 306)], 7, BRICK)
    c.line([(34, 340), (126, 314)], 7, BRICK)


@motif("knifeblock", first=4, look=1)
def knife_block(c: Canvas) -> None:
    scenes.room(c, 290)
    scenes.under(c, (226, 320), 130, 11)
    with c.turned(12, (226, 300)):
        for x, high in ((150, 92), (186, 104), (222, 96), (258, 78)):
            _handle(c, x, high)
        c.shape([(132, 144), (306, 144), (306, 306), (132, 306)], WOOD)
        c.shape([(132, 144), (306, 144), (306, 180), (132, 180)], lit(WOOD, 0.18))
        for i, x in enumerate((163, 199, 235, 271)):
            c.circle((x, 162), 7.4, BRICK if i == 2 else MINT)
        for y in (214, 246, 276):
            c.curve(
                [(142, y), (200, y + 7), (250, y - 5), (298, y + 4)],
                2.6,
                deep(WOOD, 0.16),
            )
    with c.turned(-8, (400, 312)):
        c.box((346, 304, 108, 14), LEAF, 7)
        for x in range(356, 446, 12):
            c.line([(x, 304), (x, 318)], 2, deep(LEAF, 0.2))
    for x, y in ((60, 318), (84, 322), (40, 324)):
        c.circle((x, y), 13, BRICK)
        c.circle((x, y), 9, lit(BRICK, 0.34))


def _handle(c: Canvas, x: float, high: float) -> None:
    c.box((x, 162 - high, 26, high), INK, (11, 11, 4, 4))
    for y in (180 - high, 206 - high):
        c.circle((x + 13, y), 3.6, STEEL)
    c.box((x - 2, 130, 30, 16), STEEL, 3)


@motif("ricecooker", first=5, look=0)
def rice_cooker(c: Canvas) -> None:
    scenes.room(c, 288)
    scenes.under(c, (216, 318), 124, 11)
    body = outlines.rounded((106, 176, 220, 142), (24, 24, 50, 50))
    c.shaded(body, PAPER, "#e9e2d8")
    c.box((96, 164, 240, 24), c.p.main, 12)
    c.oval((216, 164), 100, 58, "#fffdf8", (180, 360))
    c.curve([(134, 150), (152, 130), (182, 120)], 7, "#ffffff")
    c.box((192, 96, 48, 18), c.p.main, 9)
    c.box((170, 218, 92, 60), deep(c.p.body, 0.3), 12)
    c.figures("1", (186, 232), 32, SUN)
    c.circle((232, 236), 9, BRICK)
    c.circle((232, 260), 6, lit(c.p.body, 0.4))
    for x in (92, 326):
        c.box((x, 196, 16, 34), deep(PAPER, 0.16), 7)
    props.steam(c, (244, 90), 62, 0.7)
    scenes.under(c, (398, 320), 46, 7)
    c.oval((398, 262), 46, 22, "#fffdf8", (180, 360))
    for x, y in ((376, 256), (398, 246), (420, 256)):
        c.circle((x, y), 13, "#fffdf8")
    c.oval((398, 262), 54, 54, c.p.pop, (0, 180))
    c.box((380, 306, 36, 12), deep(c.p.pop, 0.2), 4)
    c.line([(362, 232), (452, 196)], 5, BARK)
    c.line([(366, 242), (456, 208)], 5, BARK)
