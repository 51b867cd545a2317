"""Money never floats, never vanishes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import (
    BadAmount,
    Money,
    decimal_text,
    exponent,
    largest_remainder,
    round_half_even,
)

pytestmark = pytest.mark.nodb


def test_the_worked_examples_of_the_specification():
    assert Money(10_001, "EUR").share(bp=200) == Money(200, "EUR")
    assert [m.minor for m in Money(200, "EUR").split([2, 1])] == [133, 67]
    assert Money(45_520_00, "EUR").share(bp=100) == Money(455_20, "EUR")
    assert [m.minor for m in Money(455_20, "EUR").split([60, 40])] == [273_12, 182_08]
    assert Money(-12_647_06, "EUR").share(bp=100).minor == -126_47
    assert [m.minor for m in Money(-126_47, "EUR").split([60, 40])] == [-75_88, -50_59]
    assert [m.minor for m in Money(123_46, "USD").split([1, 1, 1])] == [
        4116,
        4115,
        4115,
    ]


@pytest.mark.parametrize(
    ("value", "whole"),
    [("4.5", 4), ("5.5", 6), ("-0.5", 0), ("411.5", 412), ("412.5", 412)],
)
def test_a_tie_goes_to_the_even_one(value, whole):
    assert round_half_even(Fraction(value)) == whole


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any),
)
def test_parts_sum_to_the_whole(total, weights):
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    assert largest_remainder(-total, weights) == [-part for part in parts]
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert all(abs(part - e) < 1 for part, e in zip(parts, exact, strict=True))


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        largest_remainder(5, weights)


@pytest.mark.parametrize(
    ("words", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("-0.5", "EUR", -50),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
    ],
)
def test_decimal_text_is_read_exactly(words, currency, minor):
    assert Money.parse(words, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "words", ["", "1,000.00", "1.234", "1e3", "NaN", "Infinity", "ten"]
)
def test_what_is_no_amount_is_refused(words):
    with pytest.raises(BadAmount):
        Money.parse(words, "EUR")


@given(st.integers(-(10**14), 10**14), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_text_and_back_is_the_same(minor, currency):
    money = Money(minor, currency)
    assert Money.parse(money.decimal, currency) == money


def test_floats_and_mixing_are_refused():
    with pytest.raises(TypeError, match="whole minor units"):
        Money(1.5, "EUR")
    with pytest.raises(ValueError, match="is not"):
        Money(1, "EUR") + Money(1, "USD")


def test_sums_and_order():
    assert Money(5, "EUR") + Money(3, "EUR") - Money(1, "EUR") == Money(7, "EUR")
    assert -Money(5, "EUR") < Money(3, "EUR")
    assert decimal_text(-5, 2) == "-0.05"
    assert (exponent("JPY"), exponent("KWD"), exponent("EUR")) == (0, 3, 2)
