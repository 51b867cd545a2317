"""What was changed between two texts, word by word, to be read by people."""

from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

# A word with the space after it; where no spaces are written, one character.
_PIECES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]\s*"
    r"|[^\s\p{Han}\p{Hiragana}\p{Katakana}]+\s*"
    r"|\s+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that are in both texts, only in the earlier, or only in the later."""

    kind: str
    words: str


def words_changed(before: str, after: str) -> list[Piece]:
    """Both texts as one, in order: pieces that are kept, gone or new."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            pieces.append(Piece("kept", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("new", "".join(new[c:d])))
    return pieces
