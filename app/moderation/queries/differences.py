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
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    runs: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        went, came = "".join(old[a:b]), "".join(new[c:d])
        if tag != "equal" and _is_broken_by_space(runs):
            space, _ = runs.pop()
            one, other = runs.pop()
            runs.append((one + space + went, other + space + came))
        else:
            runs.append((went, came))
    return [piece for run in runs for piece in _pieces(*run)]


def _is_broken_by_space(runs: list[tuple[str, str]]) -> bool:
    """Whether only a space stands between this change and the one before it."""
    if len(runs) < 2:
        return False
    (one, other), (space, same) = runs[-2:]
    return one != other and space == same and space.isspace()


def _pieces(went: str, came: str) -> list[Piece]:
    if went == came:
        return [Piece("same", went)]
    kinds = (("del", went), ("ins", came))
    return [Piece(kind, words) for kind, words in kinds if words]
