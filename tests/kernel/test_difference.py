"""What was changed between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.difference import Piece, difference

pytestmark = pytest.mark.nodb

TEXTS = st.text(alphabet="ab é灯台ライト .!\n", max_size=60)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Same.", "Same.", [("same", "Same.")]),
        ("", "New", [("added", "New")]),
        (
            "A thin lamp.",
            "A flat lamp.",
            [
                ("same", "A "),
                ("removed", "thin "),
                ("added", "flat "),
                ("same", "lamp."),
            ],
        ),
        (
            "The lamp folds flat. It is red.",
            "The lamp folds very flat. It is red.",
            [
                ("same", "The lamp folds "),
                ("added", "very "),
                ("same", "flat. It is red."),
            ],
        ),
    ],
)
def test_changes_are_told_word_by_word(before, after, pieces):
    assert difference(before, after) == [Piece(*piece) for piece in pieces]


def test_where_no_spaces_are_written_characters_are_compared():
    assert difference("我的灯大了。", "我的灯重了。") == [
        Piece("same", "我的灯"),
        Piece("removed", "大"),
        Piece("added", "重"),
        Piece("same", "了。"),
    ]
    assert difference("USB灯", "USB台灯") == [
        Piece("same", "USB"),
        Piece("added", "台"),
        Piece("same", "灯"),
    ]


def test_changed_words_beside_each_other_read_as_one_change():
    assert difference("Put my old desk here.", "Put his new desk here.") == [
        Piece("same", "Put "),
        Piece("removed", "my old "),
        Piece("added", "his new "),
        Piece("same", "desk here."),
    ]


def test_what_has_little_in_common_stands_one_after_the_other():
    old, new = "One thing.", "Quite another matter altogether, you see."
    assert difference(old, new) == [Piece("removed", old), Piece("added", new)]


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_are_both_texts(before, after):
    pieces = difference(before, after)
    assert "".join(p.words for p in pieces if p.kind != "removed") == after
    assert "".join(p.words for p in pieces if p.kind != "added") == before
    assert all(piece.words for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 3_000, "b " * 3_000),
        (". " * 9_900, "? ! " * 5_000),
        ("*a" * 9_900, "*b" * 9_900),
    ],
)
def test_a_very_long_or_bad_text_is_shown_whole(old, new):
    assert difference(old, new) == [Piece("removed", old), Piece("added", new)]
