"""Outlines of plain shapes as lists of points.

Angles are degrees, clockwise from three o'clock, as the page shows them.
"""

import math
from collections.abc import Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x, y, width, height
Radii = tuple[float, float, float, float]  # clockwise from the top left corner

STEPS = 12  # points between two corners of a smooth line


def oval(at: Point, rx: float, ry: float, span: Point = (0, 360)) -> list[Point]:
    """An ellipse, or the part of it between two angles."""
    start, stop = span
    count = max(6, round(abs(stop - start) / 4))
    angles = (
        math.radians(start + (stop - start) * i / count) for i in range(count + 1)
    )
    return [(at[0] + rx * math.cos(a), at[1] + ry * math.sin(a)) for a in angles]


def rounded(box: Box, radius: float | Radii) -> list[Point]:
    x, y, w, h = box
    radii = radius if isinstance(radius, tuple) else (radius,) * 4
    inward = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    corners = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
    points: list[Point] = []
    for i, (corner, side, r) in enumerate(zip(corners, inward, radii, strict=True)):
        middle = (corner[0] + side[0] * r, corner[1] + side[1] * r)
        points += oval(middle, r, r, (180 + 90 * i, 270 + 90 * i)) if r else [corner]
    return points


def smooth(points: Sequence[Point], *, closed: bool = False) -> list[Point]:
    """A soft line through all the points (Catmull-Rom)."""
    if closed:
        run = [points[-1], *points, points[0], points[1]]
    else:
        run = [points[0], *points, points[-1]]
    line = [
        _between(run[i : i + 4], step / STEPS)
        for i in range(len(run) - 3)
        for step in range(STEPS)
    ]
    return [*line, run[-2]]


def capsule(start: Point, stop: Point, width: float) -> list[Point]:
    """A straight bar with round ends."""
    lean = math.degrees(math.atan2(stop[1] - start[1], stop[0] - start[0]))
    r = width / 2
    return [
        *oval(start, r, r, (lean + 90, lean + 270)),
        *oval(stop, r, r, (lean - 90, lean + 90)),
    ]


def leaf(root: Point, tip: Point, width: float) -> list[Point]:
    """A leaf from its stalk to its tip, `width` across at the middle."""
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    side = width / 2 / (math.hypot(dx, dy) or 1)
    left = (root[0] + dx * 0.45 - dy * side, root[1] + dy * 0.45 + dx * side)
    right = (root[0] + dx * 0.45 + dy * side, root[1] + dy * 0.45 - dx * side)
    return smooth([root, left, tip]) + smooth([tip, right, root])


def star(at: Point, radius: float, points: int = 5, inner: float = 0.45) -> list[Point]:
    return [
        oval(at, *(radius * (inner if i % 2 else 1),) * 2, (angle, angle))[0]
        for i, angle in enumerate(-90 + 180 * n / points for n in range(points * 2))
    ]


def _between(run: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = run
    return _weigh(ax, bx, cx, dx, t), _weigh(ay, by, cy, dy, t)


def _weigh(a: float, b: float, c: float, d: float, t: float) -> float:
    pull = 2 * a - 5 * b + 4 * c - d
    return b + t / 2 * (c - a + t * (pull + t * (3 * (b - c) + d - a)))
