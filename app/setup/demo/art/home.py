"""Things of house and garden: timer, grinder, terrarium, waterer, bird feeder."""

from app.setup.demo.art import outlines, scenes
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

COFFEE = "#5b3420"


@motif("timer", first=4, look=2)
def timer(c: Canvas) -> None:
    scenes.room(c, 298)
    scenes.under(c, (220, 320), 122, 11)
    scenes.under(c, (398, 324), 52, 7)
    _spoon(c)
    c.shape([(150, 290), (290, 290), (306, 320), (134, 320)], deep(BRICK, 0.26))
    c.box((196, 22, 48, 30), deep(BRICK, 0.26), 10)
    c.circle((220, 178), 140, BRICK)
    c.arc((220, 178), 122, (188, 250), 11, lit(BRICK, 0.3))
    c.circle((220, 178), 108, PAPER)
    c.pie((220, 178), 90, (-90, 150), c.p.main)
    for tick in range(12):
        inner = 98 if tick % 3 else 94
        angle = (tick * 30, tick * 30)
        ends = [outlines.oval((220, 178), r, r, angle)[0] for r in (inner, 102)]
        c.line(ends, 5, "#5b4634")
    c.circle((220, 178), 35, PAPER)
    c.circle((220, 178), 27, "#3d2c22")
    c.line([(220, 178), (220, 140)], 14, "#3d2c22")
    c.circle((212, 170), 6, "#7c6250")
    _egg(c)


def _spoon(c: Canvas) -> None:
    with c.turned(-6, (36, 220)):
        c.line([(36, 318), (36, 170)], 12, deep(WOOD, 0.1))
        c.oval((36, 142), 23, 34, lit(WOOD, 0.1))
        c.oval((36, 142), 14, 24, deep(WOOD, 0.06))


def _egg(c: Canvas) -> None:
    c.blob([(398, 190), (428, 228), (426, 268), (370, 268), (368, 228)], "#dda273")
    c.curve([(380, 236), (384, 218), (394, 208)], 8, "#f2cda8")
    c.box((356, 258, 84, 64), PAPER, (4, 4, 34, 34))
    c.box((356, 258, 84, 14), "#2a9d8f", 5)


@motif("grinder", first=6, look=0)
def grinder(c: Canvas) -> None:
    scenes.room(c, 292)
    scenes.under(c, (220, 318), 122, 11)
    c.line([(220, 92), (220, 62)], 14, IRON)
    c.line([(220, 66), (346, 74)], 13, STEEL)
    c.line([(346, 72), (346, 58)], 10, IRON)
    c.box((328, 18, 36, 44), BRICK, 16)
    c.box((336, 24, 6, 28), lit(BRICK, 0.4), 3)
    c.circle((220, 64), 13, IRON)
    c.shaded(outlines.oval((220, 150), 84, 66, (180, 360)), SUN, deep(SUN, 0.2))
    c.curve([(158, 138), (168, 112), (192, 96)], 9, lit(SUN, 0.6))
    c.box((126, 144, 188, 16), deep(SUN, 0.3), 8)
    box = outlines.rounded((134, 160, 172, 138), 8)
    c.shaded(box, lit(WOOD, 0.08), deep(WOOD, 0.14))
    c.box((116, 292, 208, 22), deep(BARK, 0.1), 7)
    for y in (178, 276):
        c.curve(
            [(146, y), (190, y + 5), (240, y - 3), (294, y + 3)], 2.4, deep(WOOD, 0.24)
        )
    c.box((158, 196, 124, 66), deep(WOOD, 0.34), 7)
    c.box((164, 200, 112, 56), lit(WOOD, 0.16), 6)
    c.circle((220, 228), 12, deep(SUN, 0.24))
    c.circle((217, 225), 7, SUN)
    _coffee_cup(c)
    for x, y, lean in ((46, 316, 20), (84, 330, -30), (64, 298, 70), (104, 306, 10)):
        _bean(c, (x, y), lean)


def _coffee_cup(c: Canvas) -> None:
    scenes.under(c, (398, 322), 58, 8)
    c.ring((440, 274), 19, 8, PAPER)
    c.box((356, 246, 80, 72), PAPER, (4, 4, 32, 32))
    c.box((356, 258, 80, 10), c.p.main)
    c.oval((396, 247), 40, 9, deep(PAPER, 0.12))
    c.oval((396, 248), 33, 6, COFFEE)
    for x in (384, 410):
        c.curve([(x, 228), (x + 7, 212), (x - 5, 196), (x + 3, 180)], 6, c.p.halo)


def _bean(c: Canvas, at: Point, lean: float) -> None:
    with c.placed(at, lean):
        c.oval((0, 0), 15, 10, COFFEE)
        c.curve([(-12, 0), (-4, 3), (4, -3), (12, 0)], 2.6, lit(COFFEE, 0.3))


@motif("terrarium", first=2, look=3)
def terrarium(c: Canvas) -> None:
    scenes.room(c, 300)
    scenes.under(c, (220, 322), 136, 11)
    glass = [(150, 84), (290, 84), (340, 130), (362, 212), (340, 286), (290, 318)]
    jar = outlines.smooth(
        [*glass, (150, 318), (100, 286), (78, 212), (100, 130)], closed=True
    )
    c.shape(jar, clear("#fbfff6", 0.82))
    _earth(c)
    for tip, wide, colour in (
        ((108, 150), 40, LEAF),
        ((178, 116), 44, LEAF),
        ((234, 176), 36, LEAF),
        ((142, 132), 28, MINT),
        ((206, 138), 26, MINT),
    ):
        c.shape(outlines.leaf((166, 256), tip, wide), colour)
    for x, y, r, share in (
        (334, 238, 20, 0.0),
        (312, 246, 16, 0.2),
        (216, 258, 13, 0.1),
    ):
        c.circle((x, y), r, lit("#6fb14a", share))
    _sensor(c)
    c.line(jar, 6, lit(c.p.wall, 0.1))
    c.curve([(98, 206), (104, 166), (128, 132)], 9, "#ffffff")
    c.soft(outlines.oval((220, 104), 84, 34), clear("#ffb45e", 0.6), 16)
    c.box((136, 54, 168, 34), WOOD, 10)
    c.box((160, 86, 120, 8), GLOW, 4)
    c.box((136, 74, 168, 14), deep(WOOD, 0.16), 6)
    for radius in (20, 40, 60):
        c.arc((376, 128), radius, (-42, 42), 7, c.p.main)


def _earth(c: Canvas) -> None:
    foot = [(346, 270), (326, 300), (290, 317), (150, 317), (114, 300), (94, 270)]
    top = outlines.smooth([(82, 246), (140, 240), (220, 252), (300, 242), (358, 246)])
    c.shape([*top, *foot], "#5b3d25")
    c.shape([(94, 270), (346, 268), *foot[1:]], "#8c6239")
    c.shape([(110, 294), (330, 292), (290, 317), (150, 317)], "#d9c39a")


def _sensor(c: Canvas) -> None:
    for x in (258, 278):
        c.shape([(x, 206), (x + 10, 206), (x + 10, 276), (x + 5, 286), (x, 276)], STEEL)
    c.box((240, 126, 66, 90), deep(PAPER, 0.12), 16)
    c.box((240, 126, 66, 84), PAPER, 16)
    c.box((250, 137, 46, 42), "#22413a", 8)
    _drop(c, (273, 161), 10, "#8ff0cf")
    c.circle((273, 193), 6, c.p.main)


def _drop(c: Canvas, at: Point, r: float, fill: str) -> None:
    x, y = at
    c.circle(at, r, fill)
    c.shape(
        [(x - r * 0.93, y - r * 0.36), (x, y - r * 1.9), (x + r * 0.93, y - r * 0.36)],
        fill,
    )


@motif("waterer", first=1, look=2)
def waterer(c: Canvas) -> None:
    scenes.room(c, 296)
    scenes.under(c, (178, 320), 92, 10)
    for tip, radius, colour in (
        ((70, 132), 30, LEAF),
        ((118, 74), 33, MINT),
        ((184, 48), 35, LEAF),
        ((226, 104), 29, MINT),
        ((92, 190), 25, MINT),
        ((160, 130), 31, lit(LEAF, 0.12)),
    ):
        c.curve([(178, 224), ((178 + tip[0]) / 2 + 8, tip[1] + 40), tip], 5, LEAF)
        _round_leaf(c, tip, radius, colour)
    c.oval((178, 222), 72, 13, "#5b3d25")
    pot = [(102, 232), (254, 232), (236, 318), (120, 318)]
    c.shaded(pot, lit(BRICK, 0.1), deep(BRICK, 0.1))
    c.box((92, 218, 172, 28), BRICK, 9)
    c.box((92, 238, 172, 8), deep(BRICK, 0.14), 4)
    c.box((128, 258, 10, 42), lit(BRICK, 0.35), 5)
    _upturned_bottle(c)


def _round_leaf(c: Canvas, at: Point, radius: float, colour: str) -> None:
    c.circle(at, radius, colour)
    for angle in range(10, 370, 60):
        tip = outlines.oval(at, radius * 0.7, radius * 0.7, (angle, angle))[0]
        c.line([at, tip], 2, lit(colour, 0.16))
    c.circle(at, radius * 0.18, lit(colour, 0.55))


def _upturned_bottle(c: Canvas) -> None:
    """A wine bottle, head down, in a cone of clay that stands in the earth."""
    with c.turned(14, (226, 214)):
        c.box((196, 10, 76, 118), "#2f6b4f", (16, 16, 8, 8))
        c.shape([(196, 120), (272, 120), (248, 166), (220, 166)], "#2f6b4f")
        c.box((220, 160, 28, 34), "#2f6b4f", 4)
        c.box((204, 62, 60, 58), clear(WATER, 0.6), 4)
        c.shape([(204, 118), (264, 118), (244, 160), (224, 160)], clear(WATER, 0.6))
        c.box((206, 22, 8, 96), lit("#2f6b4f", 0.4), 4)
        c.box((196, 44, 76, 40), CREAM)
        c.oval((234, 64), 13, 13, c.p.main)
        c.box((210, 186, 48, 18), WOOD, 6)
        c.shape([(212, 202), (256, 202), (238, 240), (230, 240)], "#c9663d")
    for at, size in (((366, 292), 11), ((398, 300), 8)):
        _drop(c, at, size, WATER)


@motif("birdfeeder", first=4)
def birdfeeder(c: Canvas) -> None:
    scenes.garden(c)
    c.curve([(-500, 20), (60, 34), (240, 28), (420, 10), (900, -60)], 18, BARK)
    for root, tip in (
        ((60, 34), (24, 88)),
        ((104, 36), (92, 90)),
        ((392, 14), (440, 62)),
        ((420, 10), (480, 32)),
        ((344, 20), (366, 66)),
    ):
        c.shape(outlines.leaf(root, tip, 26), MINT if tip[0] % 4 else LEAF)
    for x in (206, 262):
        c.line([(234, 34), (x, 84)], 4, INK)
    c.box((146, 124, 176, 150), lit(WOOD, 0.14), 8)
    c.box((294, 128, 28, 146), deep(WOOD, 0.06), 6)
    c.shape(
        [(234, 58), (356, 136), (338, 158), (234, 92), (130, 158), (112, 136)], c.p.main
    )
    c.shape([(234, 92), (338, 158), (130, 158)], WOOD)
    _lens(c)
    c.box((162, 232, 144, 44), lit("#cfe3ee", 0.4), 6)
    seeds = outlines.smooth([(162, 252), (200, 244), (240, 254), (306, 246)])
    c.shape([*seeds, (306, 276), (162, 276)], "#d9a441")
    c.box((112, 272, 252, 18), BARK, 7)
    for x, y in ((150, 268), (176, 270), (300, 268), (128, 270), (200, 268)):
        c.oval((x, y), 6, 4, "#b9802a")
    _bird(c)


def _lens(c: Canvas) -> None:
    c.circle((234, 188), 36, INK)
    c.circle((234, 188), 27, lit(INK, 0.14))
    c.circle((234, 188), 18, "#2a5d86")
    c.circle((227, 181), 6, "#bfe0f2")
    c.circle((278, 150), 8, deep(WOOD, 0.2))
    c.circle((278, 150), 5, "#7fe0a8")


def _bird(c: Canvas) -> None:
    for x in (364, 382):
        c.line([(x, 262), (x - 4, 284)], 4, INK)
    c.shape([(404, 226), (470, 262), (458, 276), (396, 256)], deep("#3f7cc4", 0.24))
    c.blob(
        [(342, 196), (372, 178), (404, 198), (416, 240), (384, 272), (346, 252)],
        "#3f7cc4",
    )
    c.blob([(338, 214), (360, 222), (374, 254), (358, 264), (340, 244)], "#f29a5c")
    c.blob([(378, 222), (412, 226), (436, 258), (396, 258)], deep("#3f7cc4", 0.14))
    c.shape([(338, 202), (316, 212), (340, 218)], SUN)
    c.circle((358, 202), 7, CREAM)
    c.circle((357, 202), 4.4, INK)
