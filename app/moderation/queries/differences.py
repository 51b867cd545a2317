"""What changed between two texts, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

_PIECE = regex.compile(r"\p{Han}|[\p{L}\p{N}'\u2019]+|\s+|.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed (`same`), went (`del`) or came (`ins`)."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The two texts as one, in the order of reading."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            found.append(Piece("del", "".join(old[a:b])))
        if c < d:
            found.append(Piece("ins", "".join(new[c:d])))
    return found
