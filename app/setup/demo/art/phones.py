"""Phones and what they could show."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BRICK,
    INK,
    LEAF,
    MINT,
    NOON,
    PAPER,
    SUN,
    clear,
    deep,
    lit,
    mix,
)
from app.setup.demo.art.registry import motif


@motif("bigbuttons", first=3, look=0)
def big_buttons(c: Canvas) -> None:
    scenes.wall(c)
    props.phone(c, (138, 22, 204, 322), PAPER)
    for i, colour in enumerate((c.p.main, INK, c.p.pop)):
        y = 58 + i * 92
        c.box((156, y, 168, 80), deep(colour, 0.16), 20)
        c.box((156, y, 168, 74), colour, 20)
    props.glow(c, (240, 94), 30, "#ffffff")
    c.circle((240, 95), 19, PAPER)
    c.ring((240, 187), 20, 8, PAPER)
    for turn in range(0, 360, 45):
        ends = [outlines.oval((240, 279), r, r, (turn, turn))[0] for r in (20, 29)]
        c.line(ends, 6, PAPER)
    c.circle((240, 279), 14, PAPER)
    c.shape(outlines.capsule((346, 190), (460, 300), 48), "#d9a06b")
    c.shape(outlines.capsule((300, 112), (356, 196), 30), "#d9a06b")
    c.oval((298, 110), 9, 8, lit("#d9a06b", 0.5))


@motif("onephone", first=4, look=1)
def one_phone(c: Canvas) -> None:
    scenes.wall(c)
    for i, x in enumerate((34, 142, 250, 358)):
        high = 188 if i != 2 else 210
        y = 250 - high * 0.8
        scenes.lifted(c, outlines.rounded((x, y, 88, high), 16), 9)
        c.box((x, y, 88, high), INK, 16)
        c.box((x + 6, y + 6, 76, high - 12), c.p.main if i == 2 else "#4a5568", 12)
        c.box((x + 28, y + 11, 32, 5), INK, 2)
    for r in (36, 54):
        c.arc((294, 56), r, (200, 240), 6, c.p.main)
        c.arc((294, 56), r, (300, 340), 6, c.p.main)
    with c.placed((294, 176)):
        c.shape(
            [(-27, 22), (-20, 10), (-19, -12), (0, -32), (19, -12), (20, 10), (27, 22)],
            PAPER,
        )
        c.circle((0, -30), 7, PAPER)
        c.oval((0, 27), 9, 8, PAPER)
    for x in (78, 186, 402):
        for dx, dy, size in ((-12, 8, 12), (4, -8, 15), (18, -28, 18)):
            with c.placed((x + dx - 8, 180 + dy)):
                c.line([(0, 0), (size, 0), (0, size), (size, size)], 3, "#8d99ab")


@motif("lockscreen", first=5, look=1)
def lock_screen(c: Canvas) -> None:
    scenes.wall(c)
    props.phone(c, (146, 22, 188, 324), "#2a5d86")
    c.shaded(outlines.rounded((154, 30, 172, 308), 21), "#6fb3de", "#f3c9a5")
    c.box((214, 37, 52, 9), INK, 4.5)
    c.figures("7:15", (182, 78), 40, PAPER)
    c.box((168, 152, 144, 92), clear("#ffffff", 0.6), 16)
    c.circle((206, 190), 16, NOON)
    for x, y, r in ((204, 206, 13), (222, 198, 17), (240, 206, 12)):
        c.circle((x, y), r, PAPER)
    for x in (206, 222, 238):
        c.line([(x, 222), (x - 4, 233)], 3.6, "#2a7fa8")
    c.figures("9", (264, 178), 32, INK)
    c.ring((298, 182), 6, 3.4, INK)
    c.oval((240, 334), 80, 34, LEAF, (180, 360))
    c.box((226, 282, 28, 24), PAPER, 6)
    c.arc((240, 284), 10, (180, 360), 5, PAPER)
    c.box((206, 322, 68, 5), PAPER, 2)
    c.line([(364, 86), (404, 86)], 9, c.p.main)
    c.circle((420, 86), 26, c.p.main)
    c.pie((420, 86), 17, (-90, 150), PAPER)


@motif("voice", first=0, look=1)
def voice(c: Canvas) -> None:
    scenes.wall(c)
    props.phone(c, (54, 30, 164, 304), deep(INK, 0.2))
    c.box((74, 80, 124, 44), c.p.main, 12)
    c.box((70, 76, 132, 52), clear(PAPER, 0.25), 14)
    c.box((88, 96, 84, 11), PAPER, 5)
    for y, long in ((146, 96), (190, 74), (234, 104)):
        c.box((74, y, 124, 32), lit(INK, 0.18), 10)
        c.box((88, y + 12, long * 0.8, 8), "#8d99ab", 4)
    for i, high in enumerate((34, 78, 122, 62, 140, 92, 44, 70, 28)):
        c.box(
            (250 + i * 24, 176 - high / 2, 13, high),
            mix(c.p.main, c.p.body, i / 8),
            6.5,
        )
    c.arc((206, 102), 34, (-40, 40), 7, c.p.body)
    c.arc((206, 102), 52, (-36, 36), 7, c.p.body)
    for i in range(6):
        c.circle(
            (286 + i % 3 * 26, 282 + i // 3 * 26), 8 if i in (0, 1, 4) else 4, c.p.body
        )


@motif("widget", first=4, look=0)
def widget(c: Canvas) -> None:
    scenes.wall(c)
    props.phone(c, (142, 20, 196, 328), "#f3d3c2")
    c.shaded(outlines.rounded((150, 28, 180, 312), 21), "#f6b8a8", "#8f7fd0")
    c.box((214, 35, 52, 9), INK, 4.5)
    c.box((164, 62, 152, 84), PAPER, 20)
    c.box((246, 82, 56, 32), c.p.main, 16)
    c.circle((286, 98), 13, PAPER)
    props.bulb(c, (200, 104), 0.72, SUN)
    for i in range(8):
        colour = (BRICK, MINT, SUN, "#3f7cc4", "#7a5bb5", NOON, LEAF, INK)[i]
        c.box((166 + i % 4 * 39, 166 + i // 4 * 48, 30, 30), colour, 9)
    c.box((160, 292, 160, 40), clear(PAPER, 0.5), 16)
    for i in range(4):
        c.box((170 + i * 38, 299, 26, 26), (PAPER, MINT, PAPER, BRICK)[i], 8)
    c.shape(outlines.capsule((314, 110), (430, 250), 40), "#d9a06b")
    c.oval((312, 108), 15, 13, "#d9a06b")
