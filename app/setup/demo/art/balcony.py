"""Things for a balcony and what grows on it."""

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
    PAPER,
    SUN,
    WATER,
    WOOD,
    clear,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("greenhouse", first=4, look=4)
def greenhouse(c: Canvas) -> None:
    scenes.garden(c)
    c.box((-scenes.FAR, 300, 480 + 2 * scenes.FAR, scenes.FAR), lit(WOOD, 0.1))
    c.box((-scenes.FAR, 300, 480 + 2 * scenes.FAR, 10), deep(WOOD, 0.2))
    scenes.under(c, (240, 314), 168, 10)
    c.box((92, 256, 296, 56), BRICK, (4, 4, 12, 12))
    c.box((92, 256, 296, 12), deep(BRICK, 0.14), 4)
    for x, colour in ((136, LEAF), (186, MINT), (240, LEAF), (294, MINT), (344, LEAF)):
        for lean, high in ((-22, 66), (0, 92), (22, 70)):
            c.shape(outlines.leaf((x, 258), (x + lean, 258 - high), 24), colour)
    for x, y in ((150, 190), (252, 180), (330, 196)):
        c.circle((x, y), 11, BRICK)
        c.circle((x - 3, y - 3), 3.4, lit(BRICK, 0.5))
    roof = [(92, 258), (92, 140), (240, 58), (388, 140), (388, 258)]
    c.shape(roof, clear("#ffffff", 0.3))
    c.shape([(112, 240), (112, 150), (170, 118), (136, 240)], clear("#ffffff", 0.35))
    c.line([*roof, roof[0]], 9, PAPER)
    c.line([(240, 62), (240, 256)], 6, PAPER)
    c.line([(94, 142), (386, 142)], 6, PAPER)
    with c.turned(-29, (240, 58)):
        c.box((76, 44, 160, 20), c.p.main, 6)
        for x in range(90, 230, 24):
            c.box((x, 44, 11, 20), lit(c.p.main, 0.5))
    c.ring((240, 58), 10, 6, c.p.body)


@motif("compost", first=6, look=0)
def compost(c: Canvas) -> None:
    scenes.room(c, 284)
    scenes.under(c, (220, 320), 116, 11)
    body = outlines.rounded((118, 140, 204, 180), (10, 10, 30, 30))
    c.shaded(body, lit(LEAF, 0.1), deep(LEAF, 0.1))
    c.box((136, 168, 12, 116), lit(LEAF, 0.3), 6)
    c.arc((220, 150), 104, (196, 344), 9, IRON)
    with c.turned(-14, (118, 140)):
        c.box((104, 118, 228, 26), deep(LEAF, 0.2), 12)
        c.box((194, 104, 44, 18), deep(LEAF, 0.34), 8)
    c.circle((220, 234), 36, lit(LEAF, 0.18))
    for turn in (0, 120, 240):
        with c.turned(turn, (220, 234)):
            c.arc((220, 234), 22, (-80, 10), 7, CREAM)
            c.shape([(236, 232), (250, 234), (241, 246)], CREAM)
    c.blob(
        [(342, 320), (336, 290), (356, 270), (376, 274), (390, 300), (384, 320)], BRICK
    )
    c.shape([(352, 284), (372, 286), (366, 306), (356, 304)], "#fff3d9")
    c.curve([(364, 272), (366, 256), (376, 248)], 5, BARK)
    c.curve([(42, 300), (54, 318), (78, 320), (98, 304)], 15, SUN)
    c.circle((99, 302), 6, BARK)
    c.shape(outlines.leaf((414, 318), (452, 282), 22), MINT)


@motif("railtable", first=3, look=4)
def rail_table(c: Canvas) -> None:
    c.fade(lit(WATER, 0.62), lit(c.p.wall, 0.3))
    c.circle((392, 76), 36, SUN)
    for x, high, colour in (
        (-30, 150, 0.5),
        (60, 196, 0.62),
        (150, 128, 0.48),
        (330, 170, 0.58),
        (420, 120, 0.5),
    ):
        c.box((x, 300 - high, 84, scenes.FAR), lit(c.p.body, colour))
        for i in range(6):
            c.box(
                (x + 14 + i % 2 * 34, 318 - high + i // 2 * 34, 20, 18),
                lit(SUN, 0.5 if i % 3 else 0.1),
                2,
            )
    for x in range(-680, 1160, 40):
        c.box((x, 214, 9, scenes.FAR), INK, 3)
    c.box((-scenes.FAR, 202, 480 + 2 * scenes.FAR, 17), INK, 6)
    c.line([(150, 282), (118, 226)], 9, IRON)
    c.line([(330, 282), (362, 226)], 9, IRON)
    c.shape([(96, 218), (384, 218), (420, 276), (60, 276)], lit(WOOD, 0.16))
    c.shape([(60, 276), (420, 276), (420, 290), (60, 290)], deep(WOOD, 0.2))
    for t in (0.33, 0.66):
        y = 218 + 58 * t
        c.line([(96 - 36 * t, y), (384 + 36 * t, y)], 2.4, WOOD)
    props.cup(c, (176, 254), PAPER, c.p.main)
    c.oval((290, 252), 46, 13, PAPER)
    c.oval((290, 248), 28, 17, "#dd9a55", (180, 360))
    c.line([(264, 246), (316, 246)], 6, LEAF)
    props.steam(c, (172, 194), 44, 0.8)


@motif("beehotel", first=2, look=4)
def bee_hotel(c: Canvas) -> None:
    scenes.garden(c)
    c.box((214, 280, 34, scenes.FAR), BARK)
    c.shape(
        [(84, 132), (232, 40), (380, 132), (364, 150), (232, 70), (100, 150)], c.p.main
    )
    c.shape([(112, 142), (232, 68), (352, 142), (352, 300), (112, 300)], lit(WOOD, 0.1))
    c.box((126, 150, 92, 138), deep(BARK, 0.2), 6)
    c.box((230, 150, 108, 64), deep(BARK, 0.2), 6)
    c.box((230, 224, 108, 64), deep(BARK, 0.2), 6)
    for row in range(6):
        for i in range(4):
            at = (140 + i * 21 + row % 2 * 6, 164 + row * 22)
            c.circle(at, 10, lit(WOOD, 0.36))
            c.circle(at, 5.6, deep(BARK, 0.5) if (row * 4 + i) % 5 else SUN)
    for i in range(5):
        c.box((236 + i * 20, 156, 16, 52), lit(WOOD, 0.3 if i % 2 else 0.44), 4)
        c.circle((244 + i * 20, 182), 4.6, deep(BARK, 0.5))
    for i in range(12):
        c.circle((242 + i % 6 * 17, 242 + i // 6 * 26), 8.5, WOOD)
        c.circle((242 + i % 6 * 17, 242 + i // 6 * 26), 4, deep(BARK, 0.4))
    for at in ((404, 118), (70, 214), (392, 236)):
        with c.placed(at, -16):
            _bee(c)


def _bee(c: Canvas) -> None:
    for side in (-1, 1):
        c.shape(outlines.leaf((0, -4), (side * 15, -26), 13), clear("#ffffff", 0.8))
    c.oval((0, 0), 19, 12, SUN)
    for x in (-6, 5):
        c.box((x, -11, 6, 22), INK, 2)
    c.circle((19, -1), 7, INK)
