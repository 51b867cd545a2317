"""Things that hold other things: rain, tomatoes, phones."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import (
    BARK,
    BRICK,
    INK,
    MINT,
    STEEL,
    SUN,
    WOOD,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("raintray", first=2, look=2)
def rain_tray(c: Canvas) -> None:
    c.fade(lit("#5aa9d6", 0.5), lit(c.p.wall, 0.2))
    for i in range(34):
        x, y = i * 83 % 480, i * 59 % 250
        c.line([(x, y), (x - 4, y + 17)], 3, "#ffffff")
    c.box((-scenes.FAR, 308, 480 + 2 * scenes.FAR, scenes.FAR), lit(WOOD, 0.1))
    scenes.under(c, (240, 322), 190, 10)
    for x, pot, size in ((146, BRICK, 1.15), (244, SUN, 1.4), (340, c.p.main, 1.1)):
        props.plant(c, (x, 292), size, pot)
    c.shape([(56, 276), (424, 276), (398, 324), (82, 324)], c.p.body)
    c.shape([(56, 276), (424, 276), (420, 286), (60, 286)], lit(c.p.body, 0.3))
    c.box((92, 292, 296, 12), "#7fc1e6", 6)
    c.box((404, 296, 40, 12), c.p.body, 5)
    c.circle((452, 326), 6, "#5aa9d6")
    c.oval((120, 40), 74, 24, "#ffffff")
    c.oval((164, 28), 56, 26, "#ffffff")


@motif("cuttingboard", first=6, look=1)
def cutting_board(c: Canvas) -> None:
    scenes.wall(c)
    with c.turned(-8, (240, 190)):
        board = outlines.rounded((66, 82, 332, 216), 26)
        scenes.lifted(c, board, 14)
        c.box((66, 84, 332, 222), deep(WOOD, 0.2), 26)
        c.shape(board, lit(WOOD, 0.18))
        for y in (118, 160, 214, 262):
            c.curve([(84, y), (180, y + 7), (290, y - 6), (380, y + 4)], 2.6, WOOD)
        c.ring((366, 118), 17, 8, deep(WOOD, 0.2))
        for x, y in ((76, 92), (388, 288), (76, 288)):
            c.box((x - 16, y - 13, 34, 28), c.p.main, 9)
        for i in range(5):
            c.circle((126 + i * 36, 216), 24, BRICK)
            c.circle((126 + i * 36, 216), 19, "#ff8b6b")
            for turn in (30, 150, 270):
                c.oval(
                    outlines.oval((126 + i * 36, 216), 10, 10, (turn, turn))[0],
                    3.6,
                    5,
                    "#ffe0c2",
                )
    with c.turned(-30, (330, 120)):
        c.shape([(180, 96), (330, 96), (330, 138), (216, 138)], STEEL)
        c.shape([(204, 126), (330, 126), (330, 138), (216, 138)], lit(STEEL, 0.5))
        c.box((330, 96, 110, 30), INK, 12)
    for x, y in ((404, 300), (428, 316), (398, 326)):
        c.shape(outlines.leaf((x, y), (x + 22, y - 16), 13), MINT)


@motif("phonebox", first=0, look=3)
def phone_box(c: Canvas) -> None:
    scenes.room(c, 286)
    scenes.under(c, (240, 322), 186, 11)
    for i, colour in enumerate((INK, BRICK, "#2a5d86", INK)):
        x = 82 + i * 66
        c.box((x, 96 + i % 2 * 14, 50, 130), deep(colour, 0.2), 10)
        c.box((x + 5, 102 + i % 2 * 14, 40, 100), lit(colour, 0.2), 6)
        c.circle((x + 25, 108 + i % 2 * 14), 3, deep(colour, 0.4))
    c.box((62, 188, 356, 132), deep(WOOD, 0.12), 12)
    c.box((62, 182, 356, 24), lit(WOOD, 0.26), 8)
    for i in range(5):
        c.box((78 + i * 66, 190, 58, 9), deep(BARK, 0.5), 4)
    c.box((62, 206, 356, 106), WOOD, (0, 0, 12, 12))
    for y in (232, 262, 292):
        c.curve(
            [(74, y), (170, y + 6), (300, y - 5), (406, y + 3)], 2.6, deep(WOOD, 0.14)
        )
    c.circle((240, 256), 20, lit(WOOD, 0.3))
    for x, y in ((392, 92), (424, 128), (372, 140)):
        c.oval((x, y), 9, 7, c.p.body)
        c.line([(x + 8, y), (x + 8, y - 32)], 4, c.p.body)
