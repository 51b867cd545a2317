"""Light for the night: a bunk, a drawer, a dish, a wheel, a porch."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BARK,
    BRICK,
    CREAM,
    GLOW,
    INK,
    IRON,
    MINT,
    NIGHT,
    NOON,
    PAPER,
    STEEL,
    SUN,
    WATER,
    WOOD,
    clear,
    deep,
    lit,
    mix,
)
from app.setup.demo.art.registry import motif


@motif("bunk", NIGHT, first=2)
def bunk(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.2), c.p.wall)
    c.box((-scenes.FAR, 334, 480 + 2 * scenes.FAR, scenes.FAR), deep(c.p.desk, 0.2))
    for y, fill in ((74, 0.34), (216, 0.1)):
        c.box((44, y + 66, 392, 22), WOOD, 4)
        c.box((56, y + 34, 368, 34), lit(c.p.wall, 0.5 - fill), 10)
    c.box((60, 30, 360, 110), deep(c.p.wall, 0.1))
    c.box((64, 100, 352, 40), CREAM, 10)
    props.glow(c, (150, 92), 84, "#ffd98a")
    c.box((78, 84, 84, 34), PAPER, 14)
    c.shape([(182, 116), (248, 100), (314, 116), (248, 132)], "#fff6df")
    c.line([(248, 101), (248, 130)], 3, "#d6c49a")
    c.curve([(214, 140), (300, 92), (414, 110), (416, 140)], 40, c.p.main)
    c.box((100, 24, 12, 34), IRON, 4)
    c.shape([(84, 82), (92, 54), (120, 54), (128, 82)], c.p.pop)
    c.oval((106, 82), 22, 6, GLOW)
    for x in (326, 350, 374, 398, 420):
        c.box((x, 20, 22, 122), deep(c.p.main, 0.1 + x % 4 * 0.05), (6, 6, 10, 10))
    c.box((40, 14, 400, 9), STEEL, 4)
    c.box((78, 228, 80, 26), lit(c.p.wall, 0.5), 12)
    c.blob(
        [(150, 282), (170, 244), (260, 232), (390, 246), (416, 282)],
        deep(c.p.wall, 0.3),
    )
    for x in (44, 424):
        c.box((x, 10, 14, 330), deep(WOOD, 0.2), 4)
    for y in (180, 212, 244, 276, 308):
        c.line([(436, y), (470, y)], 8, deep(WOOD, 0.2))
    c.line([(472, 140), (472, 340)], 9, deep(WOOD, 0.2))


@motif("drawerlight", first=5, look=3)
def drawer_light(c: Canvas) -> None:
    c.fade(deep(c.p.body, 0.2), lit(c.p.body, 0.06))
    c.box((50, 26, 380, scenes.FAR), lit(WOOD, 0.06), 10)
    c.box((50, 26, 380, 22), lit(WOOD, 0.3), 10)
    c.box((72, 66, 336, 76), deep(BARK, 0.5), 4)
    props.glow(c, (240, 120), 120, "#ffe3a3")
    c.box((84, 70, 312, 8), GLOW, 4)
    c.shape([(84, 78), (396, 78), (430, 212), (50, 212)], "#f7dfae")
    c.shape([(84, 78), (108, 78), (80, 212), (50, 212)], "#e2c087")
    c.shape([(372, 78), (396, 78), (430, 212), (400, 212)], "#e2c087")
    c.box((112, 116, 62, 40), BRICK, 6)
    c.box((118, 122, 50, 10), PAPER, 3)
    c.line([(200, 104), (284, 150)], 9, INK)
    c.line([(204, 126), (262, 186)], 9, MINT)
    c.ring((330, 128), 23, 9, NOON)
    c.box((296, 158, 74, 30), STEEL, 6)
    for x in range(304, 366, 9):
        c.line([(x, 160), (x, 172)], 2, INK)
    c.ring((146, 186), 12, 4, IRON)
    c.box((40, 206, 400, 84), WOOD, 8)
    c.box((40, 206, 400, 14), lit(WOOD, 0.34), 8)
    c.box((204, 240, 72, 18), c.p.pop, 9)
    c.box((50, 300, 380, 70), deep(WOOD, 0.06), 8)
    c.box((204, 330, 72, 16), c.p.pop, 8)


@motif("nightdish", NIGHT, first=4)
def night_dish(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.3), c.p.wall)
    scenes.crescent(c, (404, 64), 24)
    c.box((-scenes.FAR, 250, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    c.box((-scenes.FAR, 250, 480 + 2 * scenes.FAR, 9), lit(c.p.desk, 0.14))
    props.glow(c, (230, 276), 150, lit(c.p.main, 0.4))
    c.oval((230, 300), 164, 36, deep(c.p.main, 0.3))
    c.oval((230, 288), 164, 38, lit(c.p.main, 0.3))
    c.oval((230, 286), 142, 30, GLOW)
    for x in (172, 288):
        c.oval((x, 264), 50, 42, INK)
        c.oval((x, 264), 40, 32, lit(WATER, 0.5))
        c.curve([(x - 24, 258), (x - 12, 244), (x + 6, 240)], 5, "#ffffff")
    c.arc((230, 262), 16, (195, 345), 9, INK)
    c.curve([(124, 252), (104, 236), (92, 262), (84, 290)], 9, INK)
    c.curve([(336, 252), (356, 236), (368, 262), (376, 290)], 9, INK)
    for i in range(4):
        with c.turned(-30 + i * 9, (440, 140)):
            c.shape(
                outlines.capsule((330 - i * 4, 118 + i * 5), (420, 140), 20), "#d9a06b"
            )
    c.shape(outlines.capsule((372, 168), (420, 152), 20), "#d9a06b")
    c.oval((446, 140), 56, 42, "#d9a06b")
    c.box((452, 108, 200, 66), c.p.body, 12)


@motif("spokes", NIGHT, first=2)
def spokes(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.34), lit(c.p.wall, 0.05))
    c.shape(
        [
            (-scenes.FAR, 250),
            (480 + scenes.FAR, 372),
            (480 + scenes.FAR, 900),
            (-scenes.FAR, 900),
        ],
        c.p.desk,
    )
    with c.turned(6, (220, 180)):
        c.line([(220, 180), (330, 40), (420, 60)], 14, BRICK)
        c.line([(330, 40), (312, 10), (352, 0)], 9, INK)
        c.ring((220, 184), 142, 17, "#0d1220")
        c.ring((220, 184), 124, 5, STEEL)
        for turn in range(0, 360, 20):
            end = outlines.oval((220, 184), 122, 122, (turn, turn))[0]
            c.line([(220, 184), end], 1.8, IRON)
        for i in range(9):
            start = -100 + i * 17
            c.arc(
                (220, 184),
                106,
                (start, start + 19),
                15,
                mix(c.p.main, c.p.wall, 0.9 - i * 0.11),
            )
        for i in range(9):
            start = 80 + i * 17
            c.arc(
                (220, 184),
                80,
                (start, start + 19),
                11,
                mix(SUN, c.p.wall, 0.9 - i * 0.11),
            )
        c.circle((220, 184), 24, STEEL)
        c.circle((220, 184), 15, c.p.main)
        c.circle((220, 184), 6, PAPER)
    for y, long in ((96, 60), (150, 90), (214, 54)):
        c.line([(22, y), (22 + long, y + 4)], 4, lit(c.p.wall, 0.3))


@motif("porch", NIGHT, first=0, look=1)
def porch(c: Canvas) -> None:
    c.fade("#0b1430", lit(c.p.wall, 0.05))
    for i in range(70):
        x, y = i * 97 % 480, i * 61 % 236
        c.circle((x, y), 1 + i % 4 * 0.7, clear("#fdf3d2", 0.5 + i % 3 * 0.2))
    with c.turned(-32, (240, 100)):
        c.soft(outlines.oval((220, 76), 330, 34), clear("#8fa3d9", 0.4), 16)
    c.oval((60, 326), 260, 56, "#0a1122")
    c.oval((400, 340), 280, 84, "#0a1122")
    c.box((-scenes.FAR, 318, 480 + 2 * scenes.FAR, scenes.FAR), "#0a1122")
    c.shape([(250, 150), (330, 84), (410, 150)], deep(BARK, 0.3))
    c.box((264, 150, 132, 172), deep(WOOD, 0.4))
    c.box((306, 212, 52, 110), deep(c.p.main, 0.34), (6, 6, 0, 0))
    c.circle((348, 268), 4, SUN)
    c.line([(264, 176), (216, 176)], 6, IRON)
    c.shape([(170, 190), (216, 166), (262, 190)], IRON)
    c.shape([(180, 190), (252, 190), (300, 322), (132, 322)], clear("#ffcf7a", 0.6))
    c.box((204, 188, 24, 10), GLOW, 5)
    c.oval((216, 320), 84, 8, clear("#ffe3a3", 0.8))
    for x, high in ((42, 90), (88, 60), (448, 76)):
        c.shape([(x, 324 - high), (x + 26, 326), (x - 26, 326)], "#0d1a2c")
