"""Wishes for the app: what a phone could show, and what lamps could do."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Point
from app.setup.demo.art.palettes import (
    BRICK,
    GLOW,
    INK,
    IRON,
    LEAF,
    MINT,
    NIGHT,
    NOON,
    PAPER,
    STEEL,
    SUN,
    WOOD,
    clear,
    deep,
    lit,
    mix,
)
from app.setup.demo.art.registry import motif


def _table_lamp(c: Canvas, foot: Point, colour: str, scale: float = 1) -> None:
    """A lamp with a shade, lit."""
    with c.placed(foot, scale=scale):
        c.shape([(-34, -78), (34, -78), (74, 0), (-74, 0)], clear("#ffe3a3", 0.4))
        c.box((-4, -80, 8, 76), INK, 3)
        c.box((-24, -8, 48, 9), INK, 4)
        c.shape([(-24, -124), (24, -124), (40, -76), (-40, -76)], colour)
        c.box((-40, -82, 80, 7), lit(colour, 0.4), 3)


@motif("dawn", NIGHT, first=1, look=0)
def dawn(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.1), "#ffb26b")
    c.oval((240, 300), 190, 130, "#ffd08a", (180, 360))
    c.oval((240, 300), 128, 90, "#ffe7b8", (180, 360))
    c.box((-scenes.FAR, 296, 480 + 2 * scenes.FAR, scenes.FAR), deep(WOOD, 0.3))
    scenes.under(c, (240, 316), 76, 9)
    c.box((200, 298, 80, 18), c.p.body, 8)
    c.box((230, 210, 20, 92), c.p.body, 6)
    with c.turned(-18, (240, 190)):
        c.circle((240, 172), 74, lit(c.p.main, 0.2))
        c.circle((240, 172), 54, GLOW)
        c.ring((240, 172), 78, 9, c.p.body)
        for turn in range(0, 360, 20):
            ends = [outlines.oval((240, 172), r, r, (turn, turn))[0] for r in (70, 77)]
            c.line(ends, 3, PAPER)
    c.arc((240, 172), 104, (196, 252), 8, PAPER)
    tip = outlines.oval((240, 172), 104, 104, (256, 256))[0]
    c.shape(
        [
            (tip[0] - 10, tip[1] - 14),
            (tip[0] + 16, tip[1] - 1),
            (tip[0] - 10, tip[1] + 14),
        ],
        PAPER,
    )
    c.box((352, 252, 92, 52), INK, 10)
    c.figures("6:40", (364, 264), 27, NOON)


@motif("undo", first=1, look=1)
def undo(c: Canvas) -> None:
    scenes.room(c, 296)
    for x, is_on in ((66, True), (152, True), (328, False), (414, False)):
        if is_on:
            props.glow(c, (x, 120), 46, "#ffe3a3")
        c.line([(x, -20), (x, 74)], 4, INK)
        c.oval((x, 112), 40, 40, c.p.pop if is_on else IRON, (180, 360))
        c.oval((x, 113), 28, 7, GLOW if is_on else deep(IRON, 0.2))
    c.soft(outlines.oval((240, 216), 92, 92), c.p.shade, 8)
    c.circle((240, 206), 92, PAPER)
    c.arc((240, 210), 50, (-140, 130), 16, c.p.main)
    c.shape([(168, 178), (224, 152), (222, 206)], c.p.main)
    c.box((52, 300, 376, 14), lit(WOOD, 0.1), 5)
    for x in (80, 120, 360, 400):
        c.oval((x, 300), 17, 5, PAPER)


@motif("scenefile", first=2, look=3)
def scene_file(c: Canvas) -> None:
    scenes.wall(c)
    sheet: list[Point] = [(136, 34), (292, 34), (348, 92), (348, 308), (136, 308)]
    scenes.lifted(c, sheet, 14)
    c.shape(sheet, PAPER)
    c.shape([(292, 34), (348, 92), (292, 92)], deep(PAPER, 0.16))
    for i, colour in enumerate((NOON, "#7a5bb5", MINT, "#3f7cc4", BRICK, SUN)):
        x, y = 160 + i % 3 * 60, 118 + i // 3 * 62
        c.box((x, y, 48, 50), colour, 12)
        c.circle((x + 24, y + 21), 9, lit(colour, 0.7))
    for y, long in ((254, 150), (272, 110)):
        c.box((160, y, long, 8), "#cfc4ad", 4)
    c.circle((362, 270), 54, c.p.main)
    c.line([(362, 240), (362, 290)], 12, PAPER)
    c.line([(340, 272), (362, 294), (384, 272)], 12, PAPER)
    c.line([(336, 308), (388, 308)], 9, PAPER)


@motif("awayhouse", NIGHT, first=0, look=0)
def away_house(c: Canvas) -> None:
    scenes.night(c, (402, 60))
    c.oval((240, 372), 420, 74, deep(LEAF, 0.6))
    c.shape([(92, 156), (240, 52), (388, 156)], deep(BRICK, 0.1))
    c.box((316, 70, 30, 60), deep(BRICK, 0.3))
    c.box((112, 154, 256, 168), lit(c.p.wall, 0.34))
    lights = (GLOW, "#33406b", GLOW, "#33406b", GLOW, "#33406b")
    for i, colour in enumerate(lights):
        x, y = 136 + i % 3 * 78, 176 + i // 3 * 72
        if colour == GLOW:
            props.glow(c, (x + 24, y + 24), 40, "#ffd98a")
        c.box((x, y, 50, 50), PAPER, 4)
        c.box((x + 5, y + 5, 40, 40), colour, 2)
        c.line([(x + 25, y + 4), (x + 25, y + 46)], 4, PAPER)
    c.box((294, 250, 48, 74), deep(c.p.main, 0.2), 4)
    c.circle((332, 290), 4, SUN)
    c.blob([(178, 222), (176, 196), (190, 190), (204, 222)], clear(INK, 0.55))
    c.box((52, 268, 10, 60), WOOD)
    c.box((34, 246, 56, 30), c.p.main, 10)
    for i in range(3):
        c.box((66 + i * 5, 230 - i * 9, 34, 22), PAPER, 2)


@motif("kidclock", NIGHT, first=3, look=0)
def kid_clock(c: Canvas) -> None:
    c.fade(lit(c.p.wall, 0.14), c.p.wall)
    c.box((-scenes.FAR, 300, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    props.glow(c, (184, 190), 150, MINT)
    for x in (116, 252):
        c.circle((x, 84), 32, MINT)
        c.circle((x, 84), 17, "#f6b8a8")
    c.circle((184, 194), 116, MINT)
    c.circle((184, 194), 92, "#eafff4")
    for hour in range(12):
        end = outlines.oval((184, 194), 78, 78, (hour * 30, hour * 30))[0]
        c.circle(end, 4, LEAF)
    c.line([(184, 194), (184, 146)], 9, INK)
    c.line([(184, 194), (216, 212)], 9, INK)
    for x in (158, 210):
        c.circle((x, 168), 6, INK)
    c.arc((184, 214), 22, (25, 155), 6, INK)
    for x in (112, 256):
        c.oval((x, 308), 28, 12, deep(MINT, 0.2))
    c.box((336, 250, 120, 52), PAPER, 16)
    c.circle((366, 236), 27, "#d9a06b")
    c.pie((366, 230), 28, (180, 360), deep(WOOD, 0.5))
    c.curve([(352, 240), (358, 244), (363, 240)], 3.4, INK)
    c.curve([(370, 240), (375, 244), (381, 240)], 3.4, INK)
    c.blob([(346, 300), (366, 262), (430, 258), (470, 300)], c.p.main)


@motif("coin", first=3, look=1)
def coin(c: Canvas) -> None:
    scenes.room(c, 292)
    props.glow(c, (160, 138), 80, "#fff1c9")
    props.bulb(c, (160, 150), 2.1, lit(SUN, 0.3))
    c.ring((160, 240), 12, 6, INK)
    for stack, (x, many) in enumerate(((276, 2), (334, 4), (392, 7))):
        scenes.under(c, (x, 316), 32, 6)
        for i in range(many):
            y = 308 - i * 17
            c.oval((x, y + 7), 30, 10, deep(SUN, 0.24))
            c.oval((x, y), 30, 10, SUN)
            c.oval((x, y), 20, 6, lit(SUN, 0.4))
        c.line(
            [(x - 20, 270 - many * 17), (x + 20, 270 - many * 17)],
            5,
            c.p.main if stack == 2 else MINT,
        )
    c.curve([(262, 216), (320, 176), (352, 158), (404, 96)], 7, c.p.main)
    c.shape([(394, 92), (420, 78), (414, 108)], c.p.main)


@motif("nametags", first=5, look=0)
def name_tags(c: Canvas) -> None:
    scenes.room(c, 290)
    for x, colour, scale in (
        (98, c.p.main, 1.2),
        (240, c.p.pop, 1.6),
        (386, MINT, 1.1),
    ):
        scenes.under(c, (x, 306), 50 * scale, 8)
        _table_lamp(c, (x, 306), colour, scale)
        eye = 306 - 96 * scale
        for dx in (-11, 11):
            c.circle((x + dx * scale, eye), 3.6 * scale, INK)
        c.arc((x, eye + 5 * scale), 7 * scale, (25, 155), 3, INK)
        with c.turned(-7, (x + 34 * scale, 286)):
            c.box((x + 8, 264, 74, 34), PAPER, 7)
            c.circle((x + 18, 281), 4, INK)
            c.box((x + 28, 272, 42, 6), "#8d99ab", 3)
            c.box((x + 28, 284, 28, 6), "#cfc4ad", 3)


@motif("offline", NIGHT, first=2, look=1)
def offline(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.2), c.p.wall)
    c.box((-scenes.FAR, 300, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    for x, y, r in ((100, 112, 34), (146, 88, 46), (196, 110, 36)):
        c.circle((x, y), r, "#93a1b5")
    c.box((98, 106, 102, 42), "#93a1b5", 20)
    c.line([(78, 170), (226, 54)], 15, BRICK)
    props.glow(c, (362, 186), 100, "#ffe3a3")
    _table_lamp(c, (362, 306), c.p.main, 1.6)
    props.phone(c, (120, 186, 104, 150), PAPER)
    c.box((142, 224, 60, 60), MINT, 18)
    c.ring((172, 254), 18, 7, PAPER)
    for i in range(6):
        t = i / 6
        c.circle((236 + 86 * t, 250 - 60 * t + 40 * t * t), 5, GLOW)


@motif("bubbles", first=1, look=3)
def bubbles(c: Canvas) -> None:
    scenes.wall(c)
    for box, colour, tail in (
        ((44, 50, 212, 130), c.p.main, [(92, 170), (82, 218), (134, 176)]),
        ((222, 156, 214, 136), c.p.body, [(386, 284), (402, 328), (340, 286)]),
    ):
        scenes.lifted(c, outlines.rounded(box, 34), 9)
        c.shape(tail, colour)
        c.box(box, colour, 34)
    for at in ((96, 76), (272, 184)):
        _middle(c, at)
    for at in ((164, 76), (340, 184)):
        _writing(c, at)


def _middle(c: Canvas, at: Point) -> None:
    """The first sign of the word for Chinese."""
    with c.placed(at):
        c.line([(2, 20), (46, 20), (46, 50), (2, 50), (2, 20)], 7, PAPER)
        c.line([(24, 0), (24, 78)], 7, PAPER)


def _writing(c: Canvas, at: Point) -> None:
    """The second one."""
    with c.placed(at):
        c.line([(28, 0), (28, 12)], 7, PAPER)
        c.line([(2, 18), (54, 18)], 7, PAPER)
        c.line([(44, 22), (6, 74)], 7, PAPER)
        c.line([(12, 22), (52, 74)], 7, PAPER)


@motif("doorlamp", NIGHT, first=1, look=1)
def door_lamp(c: Canvas) -> None:
    c.fade(c.p.wall, lit(c.p.wall, 0.1))
    c.box((-scenes.FAR, 310, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    c.box((36, 26, 150, 288), lit(WOOD, 0.1), 4)
    c.box((52, 42, 118, 272), "#9cc7e0")
    c.shape([(52, 42), (128, 66), (128, 338), (52, 314)], deep(c.p.main, 0.1))
    c.circle((116, 196), 6, SUN)
    c.blob([(146, 312), (150, 240), (162, 232), (172, 312)], INK)
    c.circle((161, 214), 17, INK)
    props.glow(c, (384, 150), 100, "#ffe3a3")
    _table_lamp(c, (384, 314), c.p.main, 1.5)
    c.box((208, 96, 116, 72), PAPER, 20)
    c.shape([(222, 162), (208, 190), (250, 166)], PAPER)
    props.bulb(c, (240, 132), 0.62, NOON)
    c.line([(272, 112), (290, 112), (290, 130), (280, 136), (280, 142)], 6, INK)
    c.circle((280, 154), 4, INK)


@motif("guestcard", first=6, look=3)
def guest_card(c: Canvas) -> None:
    scenes.wall(c)
    with c.turned(-6, (240, 180)):
        card = outlines.rounded((86, 62, 300, 236), 20)
        scenes.lifted(c, card, 14)
        c.shape(card, PAPER)
        c.box((86, 62, 300, 54), c.p.main, (20, 20, 0, 0))
        c.box((110, 82, 128, 13), PAPER, 6)
        with c.placed((112, 134)):
            _code(c)
        for y, long in ((146, 84), (168, 66), (190, 76)):
            c.box((278, y, long, 9), "#cfc4ad", 4)
        props.bulb(c, (318, 244), 0.8, SUN)
    c.ring((92, 84), 22, 8, SUN)
    c.line([(92, 104), (92, 190)], 9, SUN)
    for y in (160, 180):
        c.line([(92, y), (110, y)], 8, SUN)


def _code(c: Canvas) -> None:
    """Nine rows of squares with three eyes, as a camera likes them."""
    for place in range(81):
        row, column = divmod(place, 9)
        is_eye = ((row < 3 or row > 5) and column < 3) or (row < 3 and column > 5)
        if is_eye or (row * 5 + column * 3 + row * column) % 4 < 2:
            c.box((column * 16, row * 16, 14, 14), INK, 2)
    for x, y in ((16, 16), (112, 16), (16, 112)):
        c.box((x, y, 14, 14), c.p.main, 2)


@motif("redroom", NIGHT, first=3, look=1)
def red_room(c: Canvas) -> None:
    c.fade("#2a0f12", "#5c1c1a")
    c.box((214, 24, 232, 176), "#0d1020", 6)
    for i in range(34):
        at = (224 + (i * 67 + c.look * 9) % 212, 34 + i * 43 % 156)
        c.circle(at, 1 + i % 3 * 0.7, "#fdf3d2")
    for box in (
        (206, 16, 248, 12),
        (206, 196, 248, 12),
        (206, 16, 12, 192),
        (442, 16, 12, 192),
        (324, 24, 9, 176),
    ):
        c.box(box, "#7d2a22", 3)
    c.box((-scenes.FAR, 296, 480 + 2 * scenes.FAR, scenes.FAR), "#3a1513")
    props.glow(c, (110, 190), 150, "#ff4b33")
    with c.placed((110, 306), scale=1.7):
        c.shape([(-34, -78), (34, -78), (74, 0), (-74, 0)], clear("#ff5a3c", 0.4))
        c.box((-4, -80, 8, 76), "#1b0a0b", 3)
        c.box((-24, -8, 48, 9), "#1b0a0b", 4)
        c.shape([(-24, -124), (24, -124), (40, -76), (-40, -76)], "#e23b26")
        c.box((-40, -82, 80, 7), "#ff8b6b", 3)
    with c.turned(-28, (340, 250)):
        c.box((262, 228, 130, 34), lit(c.p.body, 0.5), 12)
        c.box((372, 220, 36, 50), "#d9d3e2", 8)
        c.box((248, 234, 22, 22), "#5d566b", 5)
    c.line([(330, 266), (296, 350)], 8, "#1b0a0b")
    c.line([(336, 266), (372, 350)], 8, "#1b0a0b")


@motif("fader", first=6, look=0)
def fader(c: Canvas) -> None:
    scenes.wall(c)
    panel = outlines.rounded((56, 40, 368, 282), 24)
    scenes.lifted(c, panel, 14)
    c.shape(panel, c.p.body)
    for i in range(40):
        share = i / 39
        c.box(
            (84 + i * 7.8, 66, 8.4, 96), mix(deep(c.p.body, 0.4), GLOW, share * share)
        )
    c.curve([(88, 158), (180, 150), (290, 124), (396, 70)], 6, c.p.main)
    for i, at in enumerate((0.24, 0.52, 0.8)):
        y = 196 + i * 44
        c.box((90, y, 300, 10), deep(c.p.body, 0.4), 5)
        c.box((90, y, 300 * at, 10), (c.p.main, SUN, MINT)[i], 5)
        c.box((90 + 300 * at - 17, y - 12, 34, 34), PAPER, 9)
        c.line([(90 + 300 * at, y - 5), (90 + 300 * at, y + 15)], 4, STEEL)
    for x in (74, 406):
        for y in (58, 304):
            props.screw(c, (x, y), 5, x)
