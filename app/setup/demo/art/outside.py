"""Things on the way out: a door, a scarf, a pump, a bag for the road."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BARK,
    BRICK,
    GLOW,
    INK,
    IRON,
    NIGHT,
    PAPER,
    STEEL,
    SUN,
    WOOD,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("door", NIGHT, first=0, look=3)
def door(c: Canvas) -> None:
    c.fade(lit(c.p.wall, 0.14), c.p.wall)
    c.box((-scenes.FAR, 322, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    c.box((126, 14, 228, 312), deep(WOOD, 0.4), 6)
    c.box((140, 28, 200, 298), c.p.main, 3)
    for x in (160, 248):
        c.box((x, 52, 72, 108), deep(c.p.main, 0.14), 5)
        c.box((x, 188, 72, 112), deep(c.p.main, 0.14), 5)
    c.box((308, 166, 18, 46), SUN, 6)
    c.line([(316, 182), (290, 182)], 8, SUN)
    c.circle((240, 106), 17, deep(INK, 0.1))
    c.ring((240, 120), 27, 8, STEEL)
    for r in (46, 64, 82):
        c.arc((240, 112), r, (206, 244), 5, GLOW)
        c.arc((240, 112), r, (296, 334), 5, GLOW)
    c.box((146, 312, 188, 26), lit(BARK, 0.14), 6)
    props.glow(c, (84, 92), 54, "#ffe3a3")
    c.box((66, 62, 36, 58), INK, 8)
    c.box((72, 70, 24, 42), GLOW, 5)
    props.plant(c, (412, 330), 0.86, c.p.pop)


@motif("scarf", NIGHT, first=3, look=2)
def scarf(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.2), lit(c.p.wall, 0.1))
    scenes.crescent(c, (64, 66), 26)
    props.glow(c, (240, 228), 190, "#fffbe8")
    c.shape([(110, 380), (140, 268), (240, 232), (340, 268), (372, 380)], c.p.body)
    c.circle((240, 118), 74, "#b97a4d")
    c.pie((240, 112), 80, (176, 364), deep(BARK, 0.4))
    c.oval((240, 62), 82, 42, deep(BARK, 0.4))
    for y, grow in ((186, 0), (212, 10), (238, 18)):
        c.box((146 - grow, y, 188 + 2 * grow, 34), c.p.main, 17)
        c.box((154 - grow, y + 12, 172 + 2 * grow, 9), "#fffbe8", 4)
    with c.turned(8, (312, 250)):
        c.box((294, 236, 50, 130), deep(c.p.main, 0.12), 6)
        for y in (258, 288, 318):
            c.box((294, y, 50, 10), "#fffbe8")
    for x in (216, 264):
        c.circle((x, 122), 5, INK)
    c.arc((240, 138), 14, (30, 150), 5, INK)


@motif("pump", first=2, look=3)
def pump(c: Canvas) -> None:
    scenes.wall(c)
    c.line([(90, 420), (214, 60)], 34, c.p.main)
    c.line([(84, 408), (204, 60)], 8, lit(c.p.main, 0.4))
    c.line([(-30, 300), (150, 236)], 28, c.p.main)
    c.box((184, 36, 66, 40), INK, 10)
    with c.turned(19, (216, 60)):
        c.box((196, -56, 44, 110), STEEL, 6)
    scenes.lifted(c, outlines.rounded((312, 40, 46, 250), 16), 14)
    c.box((312, 118, 46, 176), c.p.body, 14)
    c.box((320, 126, 9, 150), lit(c.p.body, 0.3), 4)
    c.box((326, 54, 18, 70), STEEL, 4)
    c.box((290, 30, 90, 32), c.p.pop, 15)
    c.box((318, 286, 34, 22), IRON, 6)
    c.curve([(334, 306), (338, 340), (396, 338), (404, 292)], 9, INK)
    c.box((394, 262, 22, 34), IRON, 6)
    c.line([(262, 96), (298, 96)], 5, c.p.body)
    c.line([(272, 86), (260, 96), (272, 106)], 5, c.p.body)


@motif("pannier", first=4, look=4)
def pannier(c: Canvas) -> None:
    scenes.garden(c)
    c.box((-scenes.FAR, 326, 480 + 2 * scenes.FAR, scenes.FAR), deep(c.p.desk, 0.1))
    c.ring((176, 236), 118, 15, INK)
    for turn in range(0, 360, 24):
        c.line(
            [(176, 236), outlines.oval((176, 236), 104, 104, (turn, turn))[0]],
            1.8,
            IRON,
        )
    c.line([(64, 118), (330, 118)], 11, INK)
    c.line([(176, 236), (296, 118)], 8, INK)
    c.line([(330, 118), (400, 40)], 16, BRICK)
    c.box((352, 26, 108, 20), BARK, 10)
    scenes.lifted(c, outlines.rounded((78, 132, 168, 150), 16), 8)
    c.box((78, 132, 168, 150), c.p.main, (10, 10, 28, 28))
    c.box((78, 132, 168, 46), deep(c.p.main, 0.16), 10)
    c.box((140, 164, 44, 28), c.p.pop, 6)
    c.box((96, 232, 132, 10), PAPER, 5)
    for x in (108, 200):
        c.box((x, 104, 20, 40), STEEL, 6)
    c.arc((162, 100), 32, (200, 340), 8, c.p.body)
    c.line([(162, 62), (162, 24)], 7, c.p.body)
    c.line([(148, 38), (162, 22), (176, 38)], 7, c.p.body)
