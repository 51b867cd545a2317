"""A signed link opens what it was made for, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.signing import signed, unsigned

WORDS = st.text(st.characters(codec="ascii", exclude_characters="/"), max_size=30)


@given(value=WORDS)
def test_what_was_signed_comes_back(value, session):
    assert unsigned("mail", signed("mail", value)) == value


@given(value=WORDS, other=WORDS)
def test_a_signature_fits_one_value(value, other, session):
    _, _, signature = signed("mail", value).rpartition(".")
    assert unsigned("mail", f"{other}.{signature}") == (
        value if other == value else None
    )


@pytest.mark.parametrize("words", ["", ".", "x", "7.", ".7", "7.é", "7." + "0" * 40])
def test_what_was_not_signed_is_nothing(words, session):
    assert unsigned("mail", words) is None


def test_for_one_purpose(session):
    assert unsigned("feed", signed("mail", "7")) is None
