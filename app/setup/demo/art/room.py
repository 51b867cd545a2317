"""Things of a room: a clock for thumbs, book ends, two desks, a door."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Point
from app.setup.demo.art.palettes import (
    BARK,
    BRICK,
    CREAM,
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
)
from app.setup.demo.art.registry import motif


@motif("thumbclock", first=2, look=0)
def thumb_clock(c: Canvas) -> None:
    scenes.room(c, 290)
    scenes.under(c, (216, 320), 140, 11)
    c.circle((216, 184), 138, deep(WOOD, 0.16))
    c.circle((216, 180), 138, lit(WOOD, 0.16))
    c.circle((216, 180), 112, lit(WOOD, 0.4))
    for hour in range(12):
        at = outlines.oval((216, 180), 92, 92, (hour * 30, hour * 30))[0]
        size = 9 if hour % 3 == 0 else 5.6
        c.circle((at[0] + 1.6, at[1] + 2.6), size, deep(WOOD, 0.3))
        c.circle(at, size, c.p.main if hour == 9 else c.p.body)
    with c.turned(52, (216, 180)):
        c.box((208, 104, 16, 88), deep(c.p.body, 0.2), 8)
        c.box((208, 100, 16, 88), lit(c.p.body, 0.12), 8)
    with c.turned(-64, (216, 180)):
        c.box((206, 120, 20, 66), c.p.main, 10)
    c.circle((216, 180), 17, c.p.pop)
    c.shape(outlines.capsule((330, 214), (452, 330), 56), "#b97a4d")
    c.shape(outlines.capsule((316, 198), (372, 250), 44), "#c88a5c")
    c.oval((312, 196), 15, 12, lit("#c88a5c", 0.4))
    c.shape([(396, 300), (456, 246), (560, 400), (420, 420)], c.p.body)


@motif("pencil", first=6, look=3)
def pencil(c: Canvas) -> None:
    scenes.wall(c)
    with c.turned(-24, (240, 180)):
        scenes.lifted(c, outlines.rounded((60, 158, 320, 46), 10), 16)
        c.box((62, 156, 216, 46), WOOD, 10)
        c.box((62, 156, 216, 16), lit(WOOD, 0.3), (10, 10, 0, 0))
        for x in (92, 116, 140):
            c.line([(x, 164), (x, 194)], 3, deep(WOOD, 0.2))
        c.box((268, 152, 40, 54), SUN, 6)
        c.box((268, 164, 40, 7), deep(SUN, 0.2))
        c.box((268, 186, 40, 7), deep(SUN, 0.2))
        c.box((306, 162, 44, 34), LEAF)
        c.box((306, 173, 44, 12), lit(LEAF, 0.18))
        c.shape([(350, 162), (396, 179), (350, 196)], "#f4d9ae")
        c.shape([(380, 173), (396, 179), (380, 185)], INK)
    for x, y, lean, colour in (
        (96, 300, 12, BRICK),
        (150, 322, -18, MINT),
        (404, 290, 40, NOON),
    ):
        with c.turned(lean, (x, y)):
            c.box((x - 26, y - 8, 38, 16), colour, 3)
            c.shape([(x + 12, y - 8), (x + 32, y), (x + 12, y + 8)], "#f4d9ae")
            c.shape([(x + 25, y - 3), (x + 32, y), (x + 25, y + 3)], INK)
    c.curve(
        [(336, 62), (352, 46), (372, 60), (362, 82), (342, 76), (352, 60)],
        5,
        lit(WOOD, 0.4),
    )
    c.curve([(70, 70), (140, 56), (196, 74), (250, 60)], 4, INK)


@motif("bookends", first=1, look=2)
def bookends(c: Canvas) -> None:
    scenes.room(c, 292)
    scenes.under(c, (240, 302), 196, 8)
    books = (
        (118, 150, 30, BRICK),
        (150, 172, 24, "#2a5d86"),
        (176, 128, 38, SUN),
        (216, 160, 22, LEAF),
        (240, 142, 34, "#7a5bb5"),
        (276, 168, 26, NOON),
        (304, 138, 32, INK),
    )
    for x, high, wide, colour in books:
        c.box((x, 296 - high, wide, high), colour, 4)
        c.box((x, 296 - high + 18, wide, 8), lit(colour, 0.4))
        c.box((x, 296 - 34, wide, 6), lit(colour, 0.4))
    with c.turned(14, (360, 296)):
        c.box((346, 166, 22, 130), MINT, 4)
        c.box((346, 184, 22, 7), lit(MINT, 0.5))
    for x, side in ((112, -1), (392, 1)):
        with c.placed((x, 0)):
            c.box((-9, 172, 18, 126), c.p.body, 6)
            foot = (0, 286, 62, 14) if side > 0 else (-62, 286, 62, 14)
            c.box(foot, c.p.body, 6)
            c.pie(
                (0, 288), 66, (-90, 0) if side > 0 else (180, 270), lit(c.p.body, 0.16)
            )
            c.ring((side * 32, 304), 10, 5, STEEL)
    for x in (62, 86):
        c.line([(x, 224), (x + 16, 236), (x, 248)], 6, c.p.main)
    for x in (446, 422):
        c.line([(x, 224), (x - 16, 236), (x, 248)], 6, c.p.main)


@motif("deskmat", first=4, look=0)
def desk_mat(c: Canvas) -> None:
    scenes.wall(c)
    c.box((-scenes.FAR, 60, 480 + 2 * scenes.FAR, scenes.FAR), lit(WOOD, 0.2))
    c.box((-scenes.FAR, 60, 480 + 2 * scenes.FAR, 9), deep(WOOD, 0.1))
    mat = outlines.rounded((92, 104, 356, 208), 12)
    scenes.lifted(c, mat, 9)
    c.shape(mat, c.p.body)
    c.box((92, 104, 356, 208), c.p.body, 12)
    for y in (112, 304):
        for x in range(112, 440, 16):
            c.line([(x, y), (x + 8, y)], 2, lit(c.p.body, 0.4))
    c.box((52, 92, 66, 232), deep(c.p.body, 0.2), 26)
    c.box((52, 92, 50, 232), lit(c.p.body, 0.14), 25)
    for y in (140, 252):
        c.box((48, y, 74, 17), WOOD, 5)
        c.box((74, y - 3, 22, 23), SUN, 4)
    c.box((150, 134, 112, 148), PAPER, 5)
    for y in range(152, 262, 15):
        c.line([(164, y), (246 - y % 4 * 11, y)], 3, "#c9bfae")
    c.box((284, 124, 40, 170), deep(c.p.body, 0.24), 8)
    for x, colour in ((292, BRICK), (304, SUN), (315, MINT)):
        c.box((x - 3, 140, 7, 120), colour, 3)
        c.shape([(x - 3, 140), (x + 0.5, 128), (x + 4, 140)], CREAM)
    c.ring((386, 178), 36, 9, STEEL)
    c.box((352, 236, 72, 48), lit(c.p.main, 0.1), 8)
    c.box((364, 248, 48, 8), PAPER, 4)


@motif("footrest", first=6, look=2)
def footrest(c: Canvas) -> None:
    scenes.wall(c)
    c.box((-scenes.FAR, -20, 480 + 2 * scenes.FAR, 74), lit(WOOD, 0.1))
    c.box((-scenes.FAR, 54, 480 + 2 * scenes.FAR, 14), deep(WOOD, 0.2))
    c.box((-scenes.FAR, 296, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    for x in (26, 424):
        c.box((x, 66, 26, 238), deep(WOOD, 0.1), 4)
    props.glow(c, (238, 244), 130, "#ff9a3d")
    scenes.under(c, (238, 314), 140, 10)
    c.shape([(104, 300), (376, 300), (344, 226), (136, 226)], deep(BARK, 0.1))
    c.shape([(136, 226), (344, 226), (352, 246), (128, 246)], "#e8743b")
    for i in range(4):
        c.curve(
            [
                (150 + i * 54, 276),
                (162 + i * 54, 266),
                (174 + i * 54, 276),
                (186 + i * 54, 266),
            ],
            4,
            NOON,
        )
    for x, lean in ((178, -6), (268, 6)):
        with c.turned(lean, (x + 20, 200)):
            c.box((x, 68, 48, 84), "#3f5068", 4)
            c.box((x - 2, 140, 52, 76), c.p.main, 16)
            c.box((x - 8, 192, 64, 44), c.p.main, 21)
            for y in (152, 168, 184):
                c.box((x - 2, y, 52, 7), PAPER)
            c.box((x - 8, 222, 64, 14), lit(c.p.main, 0.4), 7)


@motif("keycaps", NIGHT, first=4, look=1)
def keycaps(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.3), c.p.wall)
    tops = (
        (66, 214),
        (166, 214),
        (266, 214),
        (366, 214),
        (116, 118),
        (216, 118),
        (316, 118),
    )
    for i, (x, y) in enumerate(tops):
        colour = c.p.main if i == 5 else lit(c.p.body, 0.26)
        c.soft(outlines.rounded((x - 8, y + 20, 96, 84), 14), clear("#000000", 0.5), 6)
        c.box((x - 8, y, 92, 92), deep(colour, 0.4), 14)
        c.box((x, y - 6, 76, 74), colour, 14)
        c.box((x + 7, y, 62, 58), lit(colour, 0.14), 12)
        _ridges(c, (x + 38, y + 30), i % 4)
    c.shape(outlines.capsule((254, 146), (330, -30), 40), "#d9a06b")
    c.oval((252, 150), 20, 17, "#d9a06b")
    c.oval((250, 158), 11, 8, lit("#d9a06b", 0.5))


def _ridges(c: Canvas, at: Point, which: int) -> None:
    """One step, two steps, a ridge, a dot."""
    x, y = at
    if which == 3:
        c.circle(at, 8, CREAM)
        return
    for i in range(which + 1):
        c.line(
            [(x - 18, y + i * 10 - which * 5), (x + 18, y + i * 10 - which * 5)],
            5,
            CREAM,
        )


@motif("shelflight", NIGHT, first=3, look=2)
def shelf_light(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.4), deep(c.p.wall, 0.1))
    c.shape([(150, 112), (330, 112), (440, 300), (40, 300)], clear("#ffd98a", 0.3))
    colours = (
        BRICK,
        "#2a5d86",
        SUN,
        MINT,
        "#7a5bb5",
        CREAM,
        NOON,
        LEAF,
        "#8a4a5b",
        STEEL,
    )
    x = 34.0
    for i, colour in enumerate(colours):
        wide, high = 30 + i * 7 % 18, 122 + i * 29 % 50
        far = min(abs(x + wide / 2 - 240) / 330, 0.6)
        shown = deep(colour, far)
        c.box((x, 300 - high, wide, high), shown, 3)
        c.box((x, 300 - high + 20, wide, 8), lit(shown, 0.34))
        c.line(
            [(x + wide / 2, 300 - high + 44), (x + wide / 2, 282)], 4, lit(shown, 0.26)
        )
        x += wide + 3
    for y in (74, 300):
        c.box((-scenes.FAR, y, 480 + 2 * scenes.FAR, 26), WOOD)
        c.box((-scenes.FAR, y, 480 + 2 * scenes.FAR, 7), lit(WOOD, 0.24))
    c.box((214, 56, 52, 46), c.p.main, 10)
    c.box((150, 98, 180, 18), c.p.main, 9)
    c.box((160, 110, 160, 7), GLOW, 3)
    c.shape(outlines.capsule((398, 196), (520, 250), 44), "#d9a06b")
    c.shape(outlines.capsule((352, 182), (404, 196), 17), "#d9a06b")


@motif("twodesks", first=4, look=1)
def two_desks(c: Canvas) -> None:
    scenes.wall(c)
    c.box((-scenes.FAR, 276, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    for x in (20, 266):
        c.box((x, 256, 194, 16), lit(WOOD, 0.16), 4)
        c.box((x, 266, 194, 8), deep(WOOD, 0.1), 4)
        for leg in (x + 10, x + 172):
            c.box((leg, 272, 12, 76), deep(WOOD, 0.2), 4)
    c.shape([(142, 104), (192, 104), (204, 256), (34, 256)], clear("#ffe3a3", 0.6))
    c.shape([(288, 104), (338, 104), (446, 256), (276, 256)], clear("#ffe3a3", 0.6))
    c.box((232, 60, 16, 216), c.p.body, 6)
    c.box((204, 266, 72, 14), c.p.body, 6)
    c.shape(outlines.capsule((240, 66), (168, 92), 13), c.p.body)
    c.shape(outlines.capsule((240, 66), (312, 92), 13), c.p.body)
    for x in (166, 314):
        c.oval((x, 104), 44, 34, c.p.main, (180, 360))
        c.oval((x, 104), 32, 7, GLOW)
    c.circle((240, 60), 15, c.p.pop)
    c.box((58, 238, 90, 18), PAPER, 3)
    c.box((70, 224, 64, 16), MINT, 3)
    c.box((330, 196, 92, 60), INK, 5)
    c.box((336, 202, 80, 46), lit(c.p.wall, 0.3), 3)
    props.cup(c, (300, 256), PAPER, c.p.pop)


@motif("hoplamp", first=0, look=0)
def hop_lamp(c: Canvas) -> None:
    scenes.room(c, 296)
    for i, x in enumerate((56, 148)):
        c.arc((x + 40, 300), 46, (190, 350), 4, lit(c.p.wall, 0.5))
        c.oval((x, 312), 26 + i * 4, 5, c.p.shade[:7])
    scenes.under(c, (262, 320), 70, 8)
    with c.turned(8, (262, 280)):
        c.oval((262, 278), 58, 14, IRON)
        c.oval((262, 272), 58, 14, STEEL)
        c.line([(262, 270), (216, 196), (292, 132)], 11, IRON)
        c.line([(228, 216), (280, 150)], 3, STEEL)
        c.circle((216, 196), 11, STEEL)
        c.circle((292, 132), 11, STEEL)
        c.shape(
            [(292, 108), (322, 136), (382, 164), (332, 196), (282, 148)],
            lit(c.p.body, 0.3),
        )
        c.shape([(382, 164), (332, 196), (352, 206), (392, 180)], GLOW)
    c.circle((408, 292), 24, SUN)
    c.pie((408, 292), 24, (200, 260), BRICK)
    c.shape(outlines.star((408, 292), 11), BRICK)


@motif("tuner", NIGHT, first=1, look=0)
def tuner(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.3), c.p.wall)
    c.box((-scenes.FAR, 306, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    for x, colour, is_off in (
        (88, MINT, False),
        (190, SUN, False),
        (292, BRICK, True),
        (394, "#5aa9d6", False),
    ):
        props.glow(c, (x, 108), 92 if is_off else 48, colour)
        c.line([(x, 128), (x, 308)], 8, IRON)
        c.line([(x - 26, 320), (x, 300), (x + 26, 320)], 7, IRON)
        c.box((x - 21, 62, 42, 74), colour, 20)
        c.box((x - 21, 62, 42, 42), lit(colour, 0.3), (20, 20, 4, 4))
        for y in (72, 82, 92):
            c.line([(x - 13, y), (x + 13, y)], 2.6, deep(colour, 0.3))
    c.curve(
        [(256, 48), (270, 26), (284, 50), (298, 22), (312, 50), (328, 28)], 6, BRICK
    )
    for x, y in ((136, 66), (240, 92), (346, 84)):
        c.oval((x, y), 8, 6, CREAM)
        c.line([(x + 7, y), (x + 7, y - 28)], 3.4, CREAM)


@motif("chair", first=3, look=0)
def chair(c: Canvas) -> None:
    scenes.room(c, 300)
    scenes.under(c, (240, 332), 110, 10)
    for x, y in ((150, 326), (240, 336), (330, 326)):
        c.line([(240, 262), (x, y)], 11, IRON)
        c.circle((x, y), 9, INK)
    c.box((232, 214, 16, 60), STEEL, 4)
    c.box((148, 188, 184, 34), c.p.main, 17)
    c.box((166, 34, 148, 140), c.p.main, 30)
    c.box((182, 50, 116, 108), deep(c.p.main, 0.12), 20)
    c.line([(240, 170), (240, 190)], 14, IRON)
    for x in (128, 352):
        c.line([(x, 196), (x, 150)], 10, IRON)
        c.box((x - 18, 138, 36, 16), INK, 8)
    with c.turned(9, (390, 96)):
        c.box((356, 60, 84, 66), PAPER, 8)
        c.figures("-50", (368, 76), 30, BRICK)
        c.circle((398, 66), 4, INK)
