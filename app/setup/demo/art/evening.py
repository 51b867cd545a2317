"""Light for the evening: candle, window star, music stand, umbrella, porch."""

from app.setup.demo.art import outlines, props, scenes
from app.setup.demo.art.canvas import Canvas
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
    WATER,
    WOOD,
    clear,
    deep,
    lit,
)
from app.setup.demo.art.registry import motif


@motif("candle", NIGHT, first=3)
def candle(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.3), c.p.wall)
    props.glow(c, (228, 116), 150, lit(c.p.main, 0.3))
    c.box((-scenes.FAR, 292, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    c.oval((228, 304), 130, 16, clear("#ffd58a", 0.4))
    c.oval((228, 298), 88, 20, IRON)
    c.oval((228, 294), 72, 14, deep(IRON, 0.2))
    c.ring((324, 290), 24, 9, IRON)
    c.shaded(
        outlines.rounded((182, 168, 92, 128), (16, 16, 8, 8)), "#fff3d9", "#e8cf9f"
    )
    c.oval((228, 172), 46, 13, "#ffe9bd")
    c.line([(228, 172), (228, 150)], 5, INK)
    flame = [(228, 58), (252, 104), (254, 134), (228, 156), (202, 134), (206, 106)]
    c.blob(flame, c.p.main)
    c.blob(
        [(228, 92), (241, 120), (240, 140), (228, 150), (216, 140), (216, 120)], GLOW
    )
    for y, dx in ((98, 0), (122, -10), (146, 0)):
        c.curve(
            [(360 - dx, y), (330 - dx, y - 7), (302 - dx, y + 3)], 6, lit(c.p.wall, 0.5)
        )
    c.curve(
        [(400, 84), (378, 112), (384, 126), (372, 136), (392, 168), (470, 176)],
        7,
        lit(c.p.wall, 0.34),
    )


@motif("windowstar", NIGHT, first=0)
def window_star(c: Canvas) -> None:
    c.fade(lit(c.p.wall, 0.12), lit(c.p.wall, 0.24))
    c.box((84, 18, 312, 286), "#10192f", 6)
    c.oval((160, 330), 180, 74, "#dfe9f2", (180, 360))
    c.oval((340, 330), 170, 54, "#c9d8e6", (180, 360))
    for x, high in ((118, 90), (352, 116), (300, 74)):
        for i in range(3):
            y = 276 - high + i * high / 3.4
            c.shape(
                [(x, y - 24), (x + 20 + i * 5, y + 18), (x - 20 - i * 5, y + 18)],
                deep(LEAF, 0.34),
            )
    for i in range(26):
        c.circle(
            (98 + i * 71 % 288, 30 + i * 47 % 230), 2.6 + i % 3, clear("#ffffff", 0.8)
        )
    props.glow(c, (240, 150), 104, lit(c.p.main, 0.3))
    c.line([(240, 18), (240, 84)], 3, INK)
    c.shape(outlines.star((240, 150), 86, 7, 0.52), lit(c.p.main, 0.25))
    c.shape(outlines.star((240, 150), 62, 7, 0.52), GLOW)
    for i in range(7):
        tip = outlines.oval((240, 150), 86, 86, (-90 + i * 51.43, -90 + i * 51.43))[0]
        c.line([(240, 150), tip], 2.4, c.p.main)
    for box in ((72, 6, 336, 16), (72, 6, 16, 304), (392, 6, 16, 304)):
        c.box(box, PAPER, 4)
    c.box((236, 18, 8, 60), PAPER)
    c.box((50, 300, 380, 22), PAPER, 6)
    c.box((50, 316, 380, 8), deep(PAPER, 0.12), 4)
    props.plant(c, (360, 304), 0.5, c.p.main)


@motif("musicstand", NIGHT, first=1)
def music_stand(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.2), c.p.wall)
    c.box((-scenes.FAR, 318, 480 + 2 * scenes.FAR, scenes.FAR), deep(c.p.desk, 0.1))
    props.glow(c, (240, 130), 150, "#ffe3a3")
    c.line([(240, 230), (240, 322)], 10, INK)
    c.line([(240, 300), (184, 334)], 9, INK)
    c.line([(240, 300), (296, 334)], 9, INK)
    with c.turned(-4, (240, 160)):
        c.box((84, 66, 312, 176), INK, 8)
        for x, lean in ((96, 0), (242, 1)):
            c.box((x, 56, 142, 168), PAPER if lean else lit(CREAM, 0.4), 3)
            for stave in range(4):
                for i in range(5):
                    y = 74 + stave * 38 + i * 5
                    c.line([(x + 12, y), (x + 130, y)], 1, "#b9b2a4")
                for i in range(4):
                    at = (x + 26 + i * 28, 78 + stave * 38 + (i * 7 + stave * 5) % 17)
                    c.oval(at, 5.4, 4, INK)
                    c.line([(at[0] + 4.6, at[1]), (at[0] + 4.6, at[1] - 17)], 2.2, INK)
        c.box((76, 222, 328, 16), IRON, 6)
        c.curve([(240, 60), (228, 30), (262, 16), (292, 20)], 9, c.p.main)
        c.shape(outlines.capsule((268, 18), (340, 34), 24), c.p.main)
        c.shape(outlines.capsule((274, 27), (334, 41), 8), GLOW)
        c.box((226, 50, 28, 22), deep(c.p.main, 0.2), 6)
    c.curve([(60, 350), (64, 270), (48, 200), (56, 150)], 5, WOOD)
    c.curve([(60, 350), (78, 280), (74, 204), (56, 150)], 2, CREAM)


@motif("loupe", first=4, look=0)
def loupe(c: Canvas) -> None:
    scenes.room(c, 280)
    scenes.under(c, (120, 316), 78, 10)
    c.box((54, 292, 132, 26), c.p.body, 12)
    c.line([(120, 296), (92, 186), (178, 84), (262, 104)], 13, c.p.body)
    for at in ((92, 186), (178, 84)):
        c.circle(at, 15, c.p.main)
        c.circle(at, 6, PAPER)
    light = [(222, 128), (372, 128), (424, 318), (196, 318)]
    c.shape(light, clear("#fff2c4", 0.5))
    c.oval((298, 118), 88, 30, c.p.body)
    c.oval((298, 118), 74, 23, GLOW)
    c.oval((298, 118), 56, 16, lit(WATER, 0.6))
    c.curve([(266, 114), (286, 108), (314, 107)], 4, "#ffffff")
    scenes.under(c, (306, 320), 82, 8)
    c.oval((306, 304), 78, 22, deep(STEEL, 0.3))
    c.oval((306, 298), 78, 22, STEEL)
    c.oval((306, 298), 62, 16, PAPER)
    for turn in range(0, 360, 30):
        end = outlines.oval((306, 298), 54, 13, (turn, turn))[0]
        c.circle(end, 1.8, INK)
    c.line([(306, 298), (332, 292)], 3.4, INK)
    c.line([(306, 298), (296, 288)], 3.4, BRICK)
    props.screw(c, (404, 330), 7, 20)
    props.screw(c, (428, 320), 6, 70)
    c.line([(206, 336), (250, 316)], 4, IRON)
    c.line([(166, 352), (208, 335)], 9, BRICK)


@motif("umbrella", NIGHT, first=0, look=2)
def umbrella(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.3), lit(c.p.wall, 0.1))
    for i in range(46):
        x, y = -60 + i * 83 % 620, i * 57 % 330
        c.line([(x, y), (x - 6, y + 20)], 2.4, lit(c.p.wall, 0.4))
    c.box((-scenes.FAR, 316, 480 + 2 * scenes.FAR, scenes.FAR), deep(c.p.desk, 0.1))
    c.oval((240, 330), 150, 12, clear("#ff9a3d", 0.4))
    props.glow(c, (240, 170), 170, lit(c.p.main, 0.2))
    c.line([(240, 150), (240, 288)], 8, STEEL)
    c.arc((222, 288), 18, (0, 170), 10, WOOD)
    c.oval((240, 190), 168, 138, c.p.main, (180, 360))
    for left, right in (
        (72, 128),
        (128, 184),
        (184, 240),
        (240, 296),
        (296, 352),
        (352, 408),
    ):
        c.oval(((left + right) / 2, 191), 28, 16, deep(c.p.wall, 0.12), (180, 360))
    for x in (128, 184, 240, 296, 352):
        bow = [(240, 54), (240 + (x - 240) * 0.74, 108), (x, 188)]
        c.curve(bow, 3, deep(c.p.main, 0.24))
    rim = [
        (78, 172),
        (128, 150),
        (184, 142),
        (240, 140),
        (296, 142),
        (352, 150),
        (402, 172),
    ]
    c.curve(rim, 13, GLOW)
    c.line([(240, 54), (240, 34)], 7, STEEL)
    for x, y in ((28, 232), (452, 206)):
        c.circle((x, y), 15, "#fff3c8")
        props.glow(c, (x, y), 34, "#fff3c8")


@motif("crank", first=0, look=3)
def crank(c: Canvas) -> None:
    scenes.room(c, 284)
    props.glow(c, (150, 108), 96, "#fff1c9")
    scenes.under(c, (236, 320), 174, 11)
    c.box((66, 290, 340, 30), deep(WOOD, 0.14), 8)
    c.box((66, 284, 340, 16), lit(WOOD, 0.2), 8)
    c.box((126, 214, 48, 72), IRON, 6)
    for y in (222, 234, 246):
        c.line([(128, y), (172, y - 4)], 5, STEEL)
    c.oval((150, 122), 58, 60, "#fff6d8")
    c.oval((150, 122), 46, 48, lit(SUN, 0.4))
    c.shape([(128, 172), (172, 172), (168, 216), (132, 216)], "#fff6d8")
    c.curve(
        [
            (136, 200),
            (132, 140),
            (144, 116),
            (150, 138),
            (156, 116),
            (168, 140),
            (164, 200),
        ],
        4,
        NOON,
    )
    for turn in (200, 236, 270, 304, 340):
        ends = [outlines.oval((150, 122), r, r, (turn, turn))[0] for r in (76, 94)]
        c.line(ends, 7, SUN)
    for y in (238, 254, 270):
        c.oval((310, y - 18), 64, 14, "#b9632f")
    c.box((252, 176, 116, 26), c.p.body, 8)
    c.box((268, 150, 84, 34), BRICK, 6)
    c.box((310, 150, 42, 34), "#2a7fa8", (0, 6, 6, 0))
    c.ring((310, 168), 20, 5, PAPER)
    c.line([(310, 168), (402, 112)], 12, STEEL)
    c.box((390, 70, 26, 52), WOOD, 11)
    c.curve([(174, 262), (206, 300), (252, 262)], 5, BRICK)
    c.curve([(172, 274), (210, 316), (254, 274)], 5, INK)


@motif("bikebell", first=4, look=3)
def bike_bell(c: Canvas) -> None:
    scenes.wall(c)
    c.line([(-60, 250), (250, 250), (600, 196)], 30, deep(INK, 0.1))
    c.line([(-60, 243), (250, 243), (560, 196)], 6, lit(INK, 0.2))
    c.box((376, 184, 200, 52), BARK, 20)
    c.box((212, 214, 50, 60), IRON, 8)
    c.oval((236, 186), 108, 100, c.p.pop, (180, 360))
    c.oval((236, 186), 108, 22, deep(c.p.pop, 0.18))
    c.circle((236, 92), 11, STEEL)
    c.curve([(150, 160), (162, 126), (196, 106)], 10, lit(c.p.pop, 0.6))
    c.line([(340, 192), (378, 150)], 10, STEEL)
    c.circle((382, 146), 13, c.p.main)
    for r, colour in ((134, BRICK), (160, BRICK)):
        c.arc((236, 176), r, (200, 244), 8, colour)
        c.arc((236, 176), r, (296, 340), 8, MINT)
    c.curve([(92, 60), (100, 50), (112, 66), (100, 82), (84, 62), (88, 50)], 5, BRICK)


@motif("hourglass", NIGHT, first=1, look=1)
def hourglass(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.2), lit(c.p.wall, 0.06))
    props.glow(c, (236, 170), 160, lit(c.p.main, 0.3))
    c.box((-scenes.FAR, 300, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    scenes.under(c, (236, 318), 116, 11)
    top = outlines.smooth([(156, 62), (160, 118), (222, 176)])
    foot = outlines.smooth([(222, 180), (160, 238), (156, 294)])
    left = [*top, *foot]
    glass = [*left, *[(472 - x, y) for x, y in reversed(left)]]
    c.shape(glass, clear("#ffffff", 0.24))
    c.shape([(176, 126), (296, 126), (244, 172), (228, 172)], GLOW)
    c.shape([(234, 172), (238, 172), (238, 270), (234, 270)], GLOW)
    c.blob(
        [(168, 292), (190, 262), (236, 240), (282, 262), (304, 292)], lit(c.p.main, 0.3)
    )
    c.curve([(174, 84), (178, 112), (192, 132)], 6, "#ffffff")
    for y in (42, 294):
        c.box((128, y, 216, 24), deep(WOOD, 0.2), 10)
        c.box((128, y, 216, 12), lit(WOOD, 0.1), 10)
    for x in (140, 322):
        c.box((x, 62, 10, 236), WOOD, 4)
    for i, colour in enumerate((BRICK, c.p.pop, MINT)):
        c.box((370, 282 - i * 22, 92 - i * 8, 20), colour, 3)
    c.box((30, 296, 84, 12), PAPER, 3)
    c.line([(40, 286), (104, 270)], 6, SUN)
