"""The pictures of the demo world, painted by children while the story is told.

Run as a module it is the child: what to paint on standard input, a WebP file for each.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.kernel import pictures
from app.kernel.pictures import Picture
from app.setup.demo import art

Key = tuple[str, int]
CHILDREN = 2
PATIENCE = 0.02
SMALL = 120  # pixels wide: what is no wider is painted sooner than a child is born
_ROOT = Path(__file__).parents[3]
_Child = subprocess.Popen[bytes]


class NotPainted(RuntimeError):
    """A child ended before it had painted what was ordered."""


class Press:
    """Paints in the order of `keys`; asking for a picture waits until it is there.

    Small pictures are painted here and now.
    """

    def __init__(self, keys: Sequence[Key], size: tuple[int, int]) -> None:
        self._kept: dict[Key, Picture] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="cobuild-art-")
        order = list(dict.fromkeys(keys))
        self._children: list[_Child] = []
        if size[0] <= SMALL:
            paint(self._folder.name, order, size)
            return
        parts = [order[place::CHILDREN] for place in range(CHILDREN)]
        self._children += [self._start(part, size) for part in parts if part]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self._children:
            child.kill()
            child.wait()
        self._folder.cleanup()

    def __getitem__(self, key: Key) -> Picture:
        """A picture, stored once."""
        if key not in self._kept:
            self._kept[key] = pictures.keep(self._await(key))
        return self._kept[key]

    def _await(self, key: Key) -> bytes:
        path = _path(self._folder.name, key)
        while not path.exists():
            if all(child.poll() is not None for child in self._children):
                break
            time.sleep(PATIENCE)
        if not path.exists():
            raise NotPainted(f"{key[0]}, variant {key[1]}")
        return path.read_bytes()

    def _start(self, keys: Sequence[Key], size: tuple[int, int]) -> _Child:
        child = subprocess.Popen(
            [sys.executable, "-m", "app.setup.demo.press"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        order = {"folder": self._folder.name, "keys": keys, "size": size}
        assert child.stdin is not None
        child.stdin.write(json.dumps(order).encode())
        child.stdin.close()
        return child


def paint(folder: str, keys: Sequence[Key], size: tuple[int, int]) -> None:
    """Paint each picture; a file appears only once it is whole."""
    for motif, variant in keys:
        path = _path(folder, (motif, variant))
        beside = path.with_suffix(".part")
        art.draw(motif, size, variant).save(beside, "WEBP", quality=82, method=4)
        beside.replace(path)


def _path(folder: str, key: Key) -> Path:
    return Path(folder) / f"{key[0]}-{key[1]}.webp"


if __name__ == "__main__":
    said = json.loads(sys.stdin.buffer.read())
    paint(said["folder"], said["keys"], tuple(said["size"]))
