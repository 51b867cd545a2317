"""Pictures from people: re-encoded in a short child process, never served as sent.

A child of its own keeps a decoder's memory, and its faults, out of the server. What
need not be ready at once is stashed first, and prepared by a job.
"""

import io
import re
import secrets
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from PIL import Image

from app.kernel import clock, storage
from app.kernel.errors import Invalid
from app.kernel.words import N_

MAX_BYTES = 12 * 1024 * 1024
KEPT = timedelta(days=7)
# The longest sides of a picture that pages offer, smallest first.
SIDES = (480, 800, 1200)
_ALONE = (1600,)
_CHILD = Path(__file__).with_name("picture_child.py")
_BEGINS = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|RIFF....WEBP", re.DOTALL)
_TOKEN = re.compile(r"[0-9a-f]{32}")


class BadPicture(Invalid):
    code = "bad_picture"
    text = N_("This file is not a picture we can read. Send a JPEG, PNG or WebP.")


class PictureTooLarge(Invalid):
    code = "picture_too_large"
    text = N_("This picture is too large. Send one of at most 12 MB and 40 megapixels.")


class PictureLost(Invalid):
    code = "picture_lost"
    text = N_("This file got lost on our side. Please send it once more.")


# Why a picture cannot be shown, by the code that its row keeps.
REASONS = {cls.code: cls.text for cls in (BadPicture, PictureTooLarge, PictureLost)}


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored WebP and its size in pixels."""

    name: str
    width: int
    height: int


def encode(content: bytes) -> Picture:
    """Re-encode and store a picture; refuses what is no picture or too large."""
    (whole,) = _encoded(content, _ALONE)
    return whole


def stash(content: bytes) -> str:
    """Put what was sent aside for `prepare`; refuses what is plainly no picture."""
    if len(content) > MAX_BYTES:
        raise PictureTooLarge
    if not _BEGINS.match(content):
        raise BadPicture
    token = secrets.token_hex(16)
    path = _stashed(token)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return token


def prepare(token: str) -> list[Picture]:
    """Encode what was stashed in each size, smallest first, and store it.

    Twice is the same as once: a stored file is named by its content.
    """
    path = _stashed(token)
    if not path.exists():
        raise PictureLost
    return _encoded(path.read_bytes(), SIDES)


def drop(token: str) -> None:
    """Forget what was stashed; what is not there is no matter."""
    _stashed(token).unlink(missing_ok=True)


def sweep() -> None:
    """Forget stashes that no row can be waiting for any more."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in _stashes().glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def keep(webp: bytes) -> Picture:
    """Store a WebP that our own code made."""
    width, height = Image.open(io.BytesIO(webp)).size
    return Picture(storage.put(webp, "webp"), width, height)


def _encoded(content: bytes, sides: Sequence[int]) -> list[Picture]:
    if len(content) > MAX_BYTES:
        raise PictureTooLarge
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-I", str(_CHILD), *map(str, sides)],
            input=content,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadPicture from None
    if child.returncode == 3:
        raise PictureTooLarge
    if child.returncode != 0:
        raise BadPicture
    return [keep(webp) for webp in _parts(child.stdout)]


def _parts(sent: bytes) -> Iterator[bytes]:
    """The pictures of a child's answer, each after its length."""
    place = 0
    while place < len(sent):
        (length,) = struct.unpack_from(">I", sent, place)
        yield sent[place + 4 : place + 4 + length]
        place += 4 + length


def _stashed(token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise PictureLost
    return _stashes() / token


def _stashes() -> Path:
    return Path(current_app.config["DATA"]) / "incoming"
