"""The child of `pictures`: bytes on standard input, WebP on standard output.

Exit code 3 says too large, any other failure says no picture. Imports Pillow only.
"""

import io
import sys
import warnings

from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000
LONGEST = 1600


def main() -> int:
    """Decode, drop all metadata, bound the size, encode as WebP."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(
            io.BytesIO(sys.stdin.buffer.read()), formats=("PNG", "JPEG", "WEBP")
        )
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return 3
    upright.thumbnail((LONGEST, LONGEST))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    clean.save(sys.stdout.buffer, "WEBP", quality=82, method=4)
    return 0


if __name__ == "__main__":
    sys.exit(main())
