"""What was changed between two texts, word by word, to be read by people."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

# A word with the space after it; where no spaces are written, one character.
_PIECES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]\s*"
    r"|[^\s\p{Han}\p{Hiragana}\p{Katakana}]+\s*"
    r"|\s+"
)
# Comparing takes the square of this; longer texts are shown one after the other.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: same, removed or added."""

    kind: str
    words: str


def difference(before: str, after: str) -> list[Piece]:
    """One text against another: what stayed, went and came, in reading order.

    The same and added pieces together are `after`, the same and removed `before`.
    """
    return [piece for piece in _compared(before, after) if piece.words]


def _compared(before: str, after: str) -> Iterator[Piece]:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > _MOST:
        yield Piece("removed", before)
        yield Piece("added", after)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[c:d]))
        else:
            yield Piece("removed", "".join(old[a:b]))
            yield Piece("added", "".join(new[c:d]))
