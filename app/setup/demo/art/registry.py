"""The list of motifs: a module of pictures enters each by its decorator."""

from collections.abc import Callable
from dataclasses import dataclass

from app.setup.demo.art.canvas import Canvas
from app.setup.demo.art.palettes import DAY, Palette

Painter = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class Motif:
    paint: Painter
    moods: tuple[Palette, ...]
    first: int  # the mood of variant 0
    look: int  # the backdrop of variant 0

    def canvas(self, size: tuple[int, int], variant: int) -> Canvas:
        mood = self.moods[(self.first + variant) % len(self.moods)]
        return Canvas(size, mood, self.look + variant)


known: dict[str, Motif] = {}


def motif(
    name: str, moods: tuple[Palette, ...] = DAY, *, first: int = 0, look: int = 0
) -> Callable[[Painter], Painter]:
    def enter(paint: Painter) -> Painter:
        known[name] = Motif(paint, moods, first, look)
        return paint

    return enter
