"""What was changed between two texts, word by word, to be read by people."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

import regex

# A text is compared by sentences first, then changed sentences by their words. Longer
# ones are shown whole: comparing takes the square of a length, and worse of a bad one.
_SENTENCES = regex.compile(r"[^\n.!?。！？]*[\n.!?。！？]+\s*|[^\n.!?。！？]+")
# A word with the space after it; where no spaces are written, one character.
_WORDS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]\s*"
    r"|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\p{L}\p{N}\p{M}_'\u2019])+\s*"
    r"|\s+|\X",
)
_MOST = 800
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: same, removed or added."""

    kind: str
    words: str


def difference(before: str, after: str) -> list[Piece]:
    """One text against another: what stayed, went and came, in reading order.

    The same and added pieces together are `after`, the same and removed `before`.
    """
    return list(_joined(_by_sentences(before, after)))


def _by_sentences(before: str, after: str) -> Iterator[Piece]:
    for old, new in _steps(_SENTENCES.findall(before), _SENTENCES.findall(after)):
        if old == new:
            yield Piece("same", new)
        else:
            yield from _by_words(old, new)


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if SequenceMatcher(None, old, new).quick_ratio() < _ALIKE:
        old, new = [before], [after]
    for removed, added in _steps(old, new):
        if removed == added:
            yield Piece("same", added)
        else:
            yield Piece("removed", removed)
            yield Piece("added", added)


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What stands where in both, stretch by stretch."""
    if max(len(old), len(new)) > _MOST:
        old, new = ["".join(old)], ["".join(new)]
    for _, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without empty pieces, and neighbours of a kind as one."""
    full = (piece for piece in pieces if piece.words)
    for kind, group in groupby(full, key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.words for piece in group))
