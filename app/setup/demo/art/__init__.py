"""Pictures of the demo world, painted by code: no file to ship, none to license.

`draw` gives the same picture for the same arguments, always.
"""

from PIL import Image

from app.setup.demo.art import (
    balcony,
    carry,
    desk,
    evening,
    home,
    kitchen,
    lights,
    night,
    outside,
    phones,
    play,
    room,
    screens,
    tables,
    wishes,
)
from app.setup.demo.art.registry import known

# importing one enters its motifs
MODULES = (
    balcony,
    carry,
    desk,
    evening,
    home,
    kitchen,
    lights,
    night,
    outside,
    phones,
    play,
    room,
    screens,
    tables,
    wishes,
)
MOTIFS: tuple[str, ...] = tuple(sorted(known))


def draw(
    motif: str, size: tuple[int, int] = (1200, 900), variant: int = 0
) -> Image.Image:
    """Paint a motif; a variant changes its colours and what is behind it."""
    chosen = known[motif]
    canvas = chosen.canvas(size, variant)
    chosen.paint(canvas)
    return canvas.finish()
