"""Pictures from people: re-encoded in a short child process, never served as sent.

A child of its own keeps a decoder's memory, and its faults, out of the server.
"""

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.kernel import storage
from app.kernel.errors import Invalid
from app.kernel.words import N_

MAX_BYTES = 12 * 1024 * 1024
_CHILD = Path(__file__).with_name("picture_child.py")


class BadPicture(Invalid):
    code = "bad_picture"
    text = N_("This file is not a picture we can read. Send a JPEG, PNG or WebP.")


class PictureTooLarge(Invalid):
    code = "picture_too_large"
    text = N_("This picture is too large. Send one of at most 12 MB and 40 megapixels.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored WebP and its size in pixels."""

    name: str
    width: int
    height: int


def encode(content: bytes) -> Picture:
    """Re-encode and store a picture; refuses what is no picture or too large."""
    if len(content) > MAX_BYTES:
        raise PictureTooLarge
    child = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-I", str(_CHILD)],
        input=content,
        capture_output=True,
        timeout=30,
        check=False,
    )
    if child.returncode == 3:
        raise PictureTooLarge
    if child.returncode != 0:
        raise BadPicture
    return keep(child.stdout)


def keep(webp: bytes) -> Picture:
    """Store a WebP that our own code made."""
    width, height = Image.open(io.BytesIO(webp)).size
    return Picture(storage.put(webp, "webp"), width, height)
