"""The child of `pictures`: bytes on standard input, WebP pictures on standard output.

Its arguments are the longest sides wanted, smallest first; each picture comes after
its length in four bytes. Exit code 3 says too large, any other failure says no
picture. Imports Pillow only.
"""

import io
import resource
import struct
import sys
import warnings

from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000
MAX_MEMORY = 2**30
MAX_SECONDS = 25
_ALPHA = ("RGBA", "LA", "PA", "P")


def main(sides: list[int]) -> int:
    """Decode once, drop all metadata, encode each size; a small picture has fewer."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        # reads the header alone: a bomb is refused before any of it is decoded
        picture = Image.open(
            io.BytesIO(sys.stdin.buffer.read()), formats=("PNG", "JPEG", "WEBP")
        )
        ImageOps.exif_transpose(picture, in_place=True)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return 3
    clean = _on_white(picture)
    for side in sides:
        _send(_shrunk(clean, side))
        if side >= max(clean.size):
            break
    return 0


def _on_white(picture: Image.Image) -> Image.Image:
    """Pixels alone, in a new picture, on white where they let through."""
    clean = Image.new("RGB", picture.size, "white")
    if picture.mode in _ALPHA:
        layer = picture.convert("RGBA")
        clean.paste(layer, mask=layer)
    else:
        clean.paste(picture.convert("RGB"))
    return clean


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    return ImageOps.contain(picture, (side, side))


def _send(picture: Image.Image) -> None:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    sys.stdout.buffer.write(struct.pack(">I", out.tell()) + out.getvalue())


if __name__ == "__main__":
    sys.exit(main([int(side) for side in sys.argv[1:]]))
