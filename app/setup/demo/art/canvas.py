"""A drawing board of 480 x 360 units, whatever the size of the picture.

Shapes are drawn twice too large and reduced at the end, which makes their edges
smooth. A picture wider or taller than 4:3 shows more of the surroundings.
"""

import cmath
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageColor, ImageDraw, ImageFilter

from app.setup.demo.art import outlines
from app.setup.demo.art.outlines import Box, Point, Radii
from app.setup.demo.art.palettes import Palette, mix

WIDTH, HEIGHT = 480, 360
FINE = 2
BANDS = 64  # of a fade: more than the steps between two near colours
COARSE = 8  # clouds are blurred in a picture this much smaller: nobody sees it

# the seven strokes of a figure: top, upper left and right, middle, lower, foot
STROKES = {
    "0": "tlrLRf",
    "1": "lL",
    "2": "trmLf",
    "3": "trmRf",
    "4": "lrmR",
    "5": "tlmRf",
    "6": "tlmLRf",
    "7": "trR",
    "8": "tlrmLRf",
    "9": "tlrmRf",
    "-": "m",
    "C": "tlLf",
}
STROKE_ENDS = {
    "t": ((0.0, 0.0), (0.5, 0.0)),
    "l": ((0.0, 0.0), (0.0, 0.5)),
    "r": ((0.5, 0.0), (0.5, 0.5)),
    "m": ((0.0, 0.5), (0.5, 0.5)),
    "L": ((0.0, 0.5), (0.0, 1.0)),
    "R": ((0.5, 0.5), (0.5, 1.0)),
    "f": ((0.0, 1.0), (0.5, 1.0)),
}


class Canvas:
    def __init__(self, size: tuple[int, int], palette: Palette, look: int = 0) -> None:
        self.p = palette
        self.look = look
        self._size = size
        wide, high = size[0] * FINE, size[1] * FINE
        self._image = Image.new("RGB", (wide, high), palette.wall)
        self._pen = ImageDraw.Draw(self._image)
        self._glass = ImageDraw.Draw(self._image, "RGBA")
        scale = min(wide / WIDTH, high / HEIGHT)
        self._turn = complex(scale)
        self._shift = complex(wide - WIDTH * scale, high - HEIGHT * scale) / 2

    def finish(self) -> Image.Image:
        return self._image.reduce(FINE)

    @contextmanager
    def placed(self, at: Point, degrees: float = 0, scale: float = 1) -> Iterator[None]:
        """What is drawn inside has its origin at `at`, turned and scaled."""
        before = self._turn, self._shift
        self._shift += self._turn * complex(*at)
        self._turn *= cmath.rect(scale, math.radians(degrees))
        try:
            yield
        finally:
            self._turn, self._shift = before

    @contextmanager
    def turned(self, degrees: float, around: Point) -> Iterator[None]:
        """What is drawn inside is turned about a point."""
        x, y = around
        with self.placed(around, degrees), self.placed((-x, -y)):
            yield

    def shape(self, points: Iterable[Point], fill: str) -> None:
        # a pen that blends is slow: it is for the colours that need it
        pen = self._glass if len(fill) > len("#rrggbb") else self._pen
        pen.polygon(self._map(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: str) -> None:
        self.shape(outlines.smooth(points, closed=True), fill)

    def box(self, box: Box, fill: str, radius: float | Radii = 0) -> None:
        self.shape(outlines.rounded(box, radius), fill)

    def circle(self, at: Point, radius: float, fill: str) -> None:
        self.oval(at, radius, radius, fill)

    def oval(
        self, at: Point, rx: float, ry: float, fill: str, span: Point = (0, 360)
    ) -> None:
        """An ellipse; with a span the segment between two angles."""
        self.shape(outlines.oval(at, rx, ry, span), fill)

    def pie(self, at: Point, radius: float, span: Point, fill: str) -> None:
        self.shape([at, *outlines.oval(at, radius, radius, span)], fill)

    def ring(self, at: Point, radius: float, width: float, fill: str) -> None:
        """A circle line; `radius` reaches its outer edge."""
        ((x, y),) = self._map([at])
        r = radius * abs(self._turn)
        pen = self._length(width)
        self._pen.ellipse((x - r, y - r, x + r, y + r), outline=fill, width=pen)

    def line(self, points: Sequence[Point], width: float, fill: str) -> None:
        """A line with round ends and corners, in a colour without glass."""
        corners = self._map(points)
        r = abs(self._turn) * width / 2
        self._pen.line(corners, fill=fill, width=self._length(width), joint="curve")
        for x, y in (corners[0], corners[-1]):
            self._pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def curve(self, points: Sequence[Point], width: float, fill: str) -> None:
        self.line(outlines.smooth(points), width, fill)

    def arc(
        self, at: Point, radius: float, span: Point, width: float, fill: str
    ) -> None:
        self.line(outlines.oval(at, radius, radius, span), width, fill)

    def figures(self, text: str, at: Point, height: float, fill: str) -> None:
        """A number as a display shows it, its top left corner at `at`."""
        x = at[0]
        for sign in text:
            with self.placed((x, at[1]), scale=height):
                self._figure(sign, fill)
            x += height * (0.36 if sign in ":1" else 0.78)

    def fade(self, top: str, bottom: str) -> None:
        """Fill the whole picture."""
        self._image.paste(_blend(top, bottom, self._image.size))

    def shaded(self, points: Iterable[Point], top: str, bottom: str) -> None:
        """The shape, its colour fading from its top to its foot."""
        corners = self._map(points)
        left, up, right, down = _around(corners)
        mask = Image.new("L", (right - left, down - up))
        ImageDraw.Draw(mask).polygon([(x - left, y - up) for x, y in corners], fill=255)
        self._image.paste(_blend(top, bottom, mask.size), (left, up), mask)

    def soft(self, points: Iterable[Point], fill: str, blur: float = 8) -> None:
        """The shape as a cloud without edges: shadows and light."""
        red, green, blue, *glass = ImageColor.getrgb(fill)
        blurred = abs(self._turn) * blur / COARSE
        corners = [(x / COARSE, y / COARSE) for x, y in self._map(points)]
        left, up, right, down = _around(corners, math.ceil(blurred * 2.5))
        mask = Image.new("L", (right - left, down - up))
        small = [(x - left, y - up) for x, y in corners]
        ImageDraw.Draw(mask).polygon(small, fill=glass[0] if glass else 255)
        cloud = mask.filter(ImageFilter.GaussianBlur(blurred)).resize(
            (mask.width * COARSE, mask.height * COARSE), Image.Resampling.BILINEAR
        )
        self._image.paste((red, green, blue), (left * COARSE, up * COARSE), cloud)

    def _figure(self, sign: str, fill: str) -> None:
        if sign == ":":
            self.circle((0.04, 0.3), 0.08, fill)
            self.circle((0.04, 0.7), 0.08, fill)
        for stroke in STROKES.get(sign, ""):
            self.line(STROKE_ENDS[stroke], 0.14, fill)

    def _length(self, units: float) -> int:
        return max(1, round(units * abs(self._turn)))

    def _map(self, points: Iterable[Point]) -> list[Point]:
        moved = (complex(*point) * self._turn + self._shift for point in points)
        return [(z.real, z.imag) for z in moved]


def _blend(top: str, bottom: str, size: tuple[int, int]) -> Image.Image:
    wide, high = size
    image = Image.new("RGB", size)
    for band in range(BANDS):
        start, stop = high * band // BANDS, high * (band + 1) // BANDS
        image.paste(mix(top, bottom, band / (BANDS - 1)), (0, start, wide, stop))
    return image


def _around(corners: Sequence[Point], more: int = 1) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (
        math.floor(min(xs)) - more,
        math.floor(min(ys)) - more,
        math.ceil(max(xs)) + more,
        math.ceil(max(ys)) + more,
    )
