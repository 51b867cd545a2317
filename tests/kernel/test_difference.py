"""What was changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from app.kernel.difference import Piece, difference

TEXTS = st.text(alphabet="ab é灯台ライト\n.", max_size=40)


def test_a_word_in_the_middle():
    assert difference("A thin lamp.", "A flat lamp.") == [
        Piece("same", "A "),
        Piece("removed", "thin "),
        Piece("added", "flat "),
        Piece("same", "lamp."),
    ]


def test_where_no_spaces_are_written_characters_are_compared():
    assert difference("一盏灯", "两盏灯") == [
        Piece("removed", "一"),
        Piece("added", "两"),
        Piece("same", "盏灯"),
    ]


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_are_both_texts(before, after):
    pieces = difference(before, after)
    assert "".join(p.words for p in pieces if p.kind != "removed") == after
    assert "".join(p.words for p in pieces if p.kind != "added") == before


def test_very_long_texts_stand_one_after_the_other():
    old, new = "a " * 3_000, "b " * 3_000
    assert difference(old, new) == [Piece("removed", old), Piece("added", new)]
