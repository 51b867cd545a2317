"""Things that shine: desk lamp, bike light, book light, night light."""

from app.setup.demo.art import outlines, scenes
from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.outlines import Point
from app.setup.demo.art.palettes import (
    BRICK,
    CREAM,
    GLOW,
    INK,
    NIGHT,
    PAPER,
    WOOD,
    clear,
    deep,
    lit,
    mix,
)
from app.setup.demo.art.registry import motif


@motif("lamp")
def lamp(c: Canvas) -> None:
    scenes.room(c)
    c.shape([(276, 142), (368, 142), (434, 288), (210, 288)], clear(GLOW, 0.7))
    c.oval((322, 290), 112, 13, GLOW)
    _books(c)
    scenes.under(c, (118, 308), 74)
    c.oval((116, 300), 56, 25, c.p.body, (180, 360))
    c.box((56, 296, 120, 11), deep(c.p.body), 5.5)
    for arm in (
        ((116, 270), (98, 190)),
        ((98, 190), (174, 94)),
        ((174, 94), (270, 94)),
    ):
        c.line(arm, 20, c.p.body)
        c.line([(x - 3, y - 5) for x, y in arm], 5, lit(c.p.body, 0.22))
    for at, radius in (((98, 190), 18), ((174, 94), 18), ((116, 276), 15)):
        _joint(c, at, radius)
    _lampshade(c)
    scenes.under(c, (334, 334), 70, 6)
    with c.placed((334, 318), -7):
        c.line([(-46, 0), (46, 0)], 20, c.p.body)
        c.line([(-36, -5), (40, -5)], 5, lit(c.p.body, 0.22))
        _joint(c, (-56, 0), 15)


def _books(c: Canvas) -> None:
    c.box((274, 270, 104, 18), lit(c.p.body, 0.2), 3)
    c.box((282, 254, 92, 16), CREAM, 3)
    c.box((282, 264, 92, 6), deep(CREAM, 0.12))
    c.box((278, 238, 88, 16), BRICK, 3)
    c.box((290, 238, 8, 16), lit(BRICK, 0.6))


def _joint(c: Canvas, at: Point, radius: float) -> None:
    c.circle(at, radius, CREAM)
    c.circle(at, radius / 2, c.p.main)


def _lampshade(c: Canvas) -> None:
    c.oval((322, 152), 30, 22, PAPER, (0, 180))
    dome = outlines.oval((322, 142), 70, 68, (180, 360))
    c.shaded(dome, lit(c.p.main, 0.08), deep(c.p.main, 0.06))
    c.curve([(276, 130), (284, 102), (314, 88)], 10, lit(c.p.main, 0.34))
    c.box((246, 138, 152, 13), deep(c.p.main), 6)
    c.circle((318, 70), 10, c.p.body)


@motif("bikelight", NIGHT)
def bikelight(c: Canvas) -> None:
    scenes.night(c)
    c.oval((360, 330), 420, 150, lit(c.p.wall, 0.12))
    c.box((-scenes.FAR, 306, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    for x in range(-300, 800, 160):
        c.box((x, 330, 72, 7), lit(c.p.desk, 0.22), 3.5)
    c.shape([(152, 100), (152, 158), (-600, 420), (-600, -90)], clear("#ffe7a3", 0.82))
    c.shape([(152, 116), (152, 146), (-600, 270), (-600, 60)], clear("#fff8de", 0.75))
    _front_wheel(c)
    c.line([(332, 122), (900, 200)], 22, c.p.pop)
    c.line([(316, 160), (560, 520)], 22, c.p.pop)
    c.line([(268, 282), (322, 128)], 16, CREAM)
    c.line([(338, 92), (317, 150)], 24, c.p.pop)
    c.circle((268, 282), 13, CREAM)
    c.curve([(338, 94), (345, 70), (300, 60), (244, 78)], 15, c.p.body)
    c.line([(300, 62), (348, 70)], 22, WOOD)
    _bike_lamp(c)


def _front_wheel(c: Canvas) -> None:
    hub = (268, 282)
    c.ring(hub, 112, 17, c.p.body)
    c.ring(hub, 95, 6, lit(c.p.wall, 0.45))
    for angle in range(0, 360, 30):
        rim = outlines.oval(hub, 90, 90, (angle, angle))[0]
        c.line([hub, rim], 2.4, lit(c.p.wall, 0.28))


def _bike_lamp(c: Canvas) -> None:
    c.soft(outlines.oval((150, 130), 60, 56), clear("#fff1c9", 0.5), 16)
    c.box((230, 66, 30, 48), lit(c.p.body, 0.18), 8)
    c.circle((244, 108), 15, CREAM)
    c.circle((244, 108), 7, lit(c.p.body, 0.18))
    body = outlines.rounded((150, 94, 86, 72), 16)
    c.shaded(body, lit(c.p.main, 0.1), deep(c.p.main, 0.1))
    c.box((176, 106, 46, 8), lit(c.p.main, 0.45), 4)
    for x, share in ((184, 1.0), (201, 1.0), (218, 0.45)):
        c.circle((x, 136), 5.4, clear(CREAM, share))
    c.box((140, 88, 24, 84), INK, 11)
    c.box((134, 98, 15, 64), PAPER, 7)


@motif("booklight", NIGHT, first=2)
def booklight(c: Canvas) -> None:
    scenes.night(c, (64, 76))
    c.circle((240, 190), 176, lit(c.p.wall, 0.1))
    c.box((-scenes.FAR, 296, 480 + 2 * scenes.FAR, scenes.FAR), c.p.desk)
    c.soft(outlines.oval((240, 318), 206, 12), clear("#000000", 0.4), 5)
    _open_book(c)
    c.shape([(264, 100), (312, 82), (434, 268), (84, 268)], clear("#ffd98a", 0.5))
    c.curve([(240, 216), (222, 170), (206, 122), (222, 84), (266, 74)], 13, c.p.main)
    c.box((221, 194, 38, 48), deep(c.p.main, 0.1), 9)
    c.box((228, 201, 8, 34), lit(c.p.main, 0.5), 4)
    c.line([(262, 92), (316, 72)], 26, deep(c.p.main, 0.1))
    c.line([(274, 100), (316, 84)], 8, PAPER)


def _open_book(c: Canvas) -> None:
    for side in (-1, 1):
        top = outlines.smooth([(0, 220), (side * 96, 200), (side * 198, 212)])
        foot = outlines.smooth([(side * 198, 312), (side * 96, 302), (0, 322)])
        with c.placed((240, 0)):
            c.shape(top + foot, "#b93c17")
            c.shape([(x * 0.94, y - 9) for x, y in top + foot], "#fff4dc")
            for i in range(4):
                row = [(side * 30, 226), (side * 96, 212), (side * 160, 214)]
                c.curve([(x, y + i * 20) for x, y in row[: 2 + (i < 3)]], 5, "#d6c49a")
    c.shape([(230, 214), (250, 214), (250, 308), (240, 316), (230, 308)], "#e6d5ae")


@motif("nightlight", NIGHT, first=1)
def nightlight(c: Canvas) -> None:
    c.fade(deep(c.p.wall, 0.2), c.p.wall)
    c.circle((214, 176), 190, lit(c.p.wall, 0.12))
    c.circle((214, 176), 134, mix(lit(c.p.wall, 0.2), c.p.main, 0.24))
    c.soft(outlines.oval((214, 190), 96, 90), clear(c.p.main, 0.45), 30)
    for x, y in ((52, 60), (352, 44), (446, 74), (92, 28), (24, 150)):
        c.circle((x + c.look % 3 * 6, y), 3.4, "#f7d98b")
    _stairs(c)
    c.oval((208, 275), 104, 8, clear("#ffd58a", 0.85))
    stem = [(178, 166), (240, 166), (242, 220), (256, 268), (162, 268), (176, 220)]
    c.blob(stem, "#fff3d9")
    c.shaded(outlines.oval((208, 174), 114, 112, (180, 360)), lit(c.p.main), c.p.main)
    c.oval((208, 173), 114, 14, deep(c.p.main, 0.12))
    for x, y, r in ((158, 116, 19), (222, 92, 14), (268, 138, 18), (204, 140, 12)):
        c.oval((x, y), r, r * 0.78, "#fff3d9")
    for x in (196, 222):
        c.circle((x, 216), 5, INK)
    c.arc((209, 222), 9, (30, 150), 4, INK)
    _bear(c)


def _stairs(c: Canvas) -> None:
    tread, riser = "#b3825a", "#7a553f"
    c.box((-scenes.FAR, 282, scenes.FAR + 312, scenes.FAR), riser)
    c.box((-scenes.FAR, 270, scenes.FAR + 316, 18), tread)
    c.box((304, 214, scenes.FAR, scenes.FAR), deep(riser, 0.1))
    c.box((294, 202, scenes.FAR, 18), tread, (6, 0, 0, 6))
    c.box((304, 220, 10, scenes.FAR), deep(riser, 0.3))


def _bear(c: Canvas) -> None:
    c.box((374, 150, 48, 52), c.p.pop, (16, 16, 10, 10))
    for x in (374, 422):
        c.circle((x, 104), 12, WOOD)
    c.circle((398, 128), 31, WOOD)
    c.oval((398, 139), 14, 10, lit(WOOD, 0.55))
    for x, y in ((388, 122), (408, 122), (398, 134)):
        c.circle((x, y), 4, INK)
