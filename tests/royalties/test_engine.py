"""The pure engine: worked examples by hand, and sums that hold for any pool."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.royalties.engine import canonical, periods, pools
from app.royalties.engine.pools import Agreement, Sale, Share

pytestmark = pytest.mark.nodb


def agreement(*weights, rate_bp=100, floor_bp=100, cap_bp=2_500, groups=None):
    shares = tuple(
        Share(line_no, 100 + line_no, group, weight)
        for line_no, (weight, group) in enumerate(
            zip(weights, groups or ["creator"] * len(weights), strict=True), start=1
        )
    )
    return Agreement(1, 1, "sha", rate_bp, floor_bp, cap_bp, shares)


def sale(gross, *, currency="EUR", kind="sale", units=1, **more):
    values = {"discount": 0, "tax": 0, "freight": 0, **more}
    return Sale("shop", str(gross), 1, 1, currency, kind, units, gross, **values)


def computed(one, *sales, before=None):
    (pool,) = pools.compute({(1, 1): one}, sales, before or {})
    return pool


def minors(pool):
    return [part.minor for part in pool.parts]


def test_a_good_quarter_is_shared_sixty_to_forty():
    pool = computed(
        agreement(60, 40),
        sale(60_000_00, tax=9_580_00, discount=2_400_00, freight=1_000_00, units=900),
        sale(-1_500_00, kind="return", units=-20),
    )
    assert (pool.net, pool.minor) == (45_520_00, 455_20)
    assert minors(pool) == [273_12, 182_08]
    assert (pool.figures.gross, pool.figures.returns) == (60_000_00, -1_500_00)
    assert pool.figures.units == 880


def test_returns_above_sales_take_back_in_the_same_way():
    pool = computed(
        agreement(60, 40),
        sale(5_950_00, tax=950_00),
        sale(-21_000_00, kind="return", tax=-3_352_94, units=-100),
        before={(1, "EUR"): 45_520_00},
    )
    assert (pool.net, pool.minor) == (-12_647_06, -126_47)
    assert minors(pool) == [-75_88, -50_59]
    assert pool.cum_before == 45_520_00


def test_three_equal_shares_differ_by_a_cent_at_most():
    pool = computed(agreement(1, 1, 1), sale(12_345_67, currency="USD"))
    assert (pool.currency, pool.minor) == ("USD", 123_46)
    assert minors(pool) == [41_16, 41_15, 41_15]


def test_creators_never_get_less_than_their_floor():
    """250 bp, creators 40 %: the plain split gives 100.00, the floor asks 100.01."""
    pool = computed(
        agreement(40, 60, rate_bp=250, groups=["creator", "other"]), sale(10_000_51)
    )
    assert pool.minor == 250_01
    assert minors(pool) == [100_01, 150_00]


def test_a_negative_pool_has_no_floor():
    pool = computed(
        agreement(40, 60, rate_bp=250, groups=["creator", "other"]),
        sale(-10_000_51, kind="return"),
    )
    assert minors(pool) == [-100_00, -150_01]


@pytest.mark.parametrize(("net", "pool"), [(411_500, 4_12), (412_500, 4_12), (-50, 0)])
def test_a_pool_is_rounded_half_to_even(net, pool):
    """4.115 -> 4.12, 4.125 -> 4.12, -0.005 -> 0, in cents of a 1 bp pool."""
    rate = 10 if net > 0 else 100
    assert computed(agreement(1, rate_bp=rate), sale(net)).minor == pool


def test_deductions_count_up_to_a_quarter_of_gross():
    pool = computed(agreement(1), sale(100_00, discount=20_00, freight=10_00))
    assert pool.figures.not_deducted == 5_00
    assert pool.net == 75_00


def test_currencies_and_versions_have_their_own_pools():
    second = Agreement(1, 2, "sha2", 200, 100, 2_500, (Share(1, 7, "creator", 1),))
    late = Sale("shop", "x", 1, 2, "EUR", "correction", 1, 10_00, 0, 0, 0)
    found = pools.compute(
        {(1, 1): agreement(1), (1, 2): second},
        [late, sale(10_00), sale(10_00, currency="USD")],
        {},
    )
    assert [(p.agreement.n, p.currency, p.minor) for p in found] == [
        (1, "EUR", 10),
        (1, "USD", 10),
        (2, "EUR", 20),
    ]


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
    st.lists(st.integers(1, 10**6), max_size=6),
    st.integers(1, 5_000),
)
def test_parts_always_sum_to_the_pool(net, creators, others, rate_bp):
    groups = ["creator"] * len(creators) + ["other"] * len(others)
    one = agreement(*creators, *others, rate_bp=rate_bp, floor_bp=1, groups=groups)
    pool = computed(one, sale(net, kind="correction"))
    assert sum(minors(pool)) == pool.minor
    assert all(
        (part.minor >= 0) == (pool.minor >= 0) or part.minor == 0 for part in pool.parts
    )
    assert abs(pool.minor - pool.exact) <= 1 / 2


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12), st.randoms())
def test_the_order_of_lines_does_not_matter(amounts, random):
    lines = [sale(amount, kind="correction") for amount in amounts]
    shuffled = random.sample(lines, len(lines))
    one = agreement(3, 2, 1)
    assert minors(computed(one, *lines)) == minors(computed(one, *shuffled))


def test_the_floor_is_checked_on_weights():
    shares = agreement(40, 60, groups=["creator", "other"]).shares
    assert pools.holds_floor(250, 100, shares)
    assert not pools.holds_floor(249, 100, shares)


def test_equal_values_are_equal_bytes():
    one = {"b": [1, "ä"], "a": {"y": None, "x": True}}
    other = {"a": {"x": True, "y": None}, "b": (1, "ä")}
    assert canonical.text(one) == canonical.text(other)
    assert canonical.loads(canonical.text(one)) == one
    assert canonical.digest(one) == canonical.sha256(canonical.text(other))
    assert canonical.digest_bytes(b"") == canonical.sha256("")


def test_a_float_has_no_canonical_text():
    with pytest.raises(TypeError, match="no float"):
        canonical.text({"a": [1.5]})


def test_quarters_have_days_and_an_order():
    quarter = periods.Period.parse("2026Q4")
    assert (quarter.starts_on, quarter.ends_on) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
    )
    assert quarter.next.code == "2027Q1"
    assert quarter.next.previous == quarter
    assert periods.Period.of(date(2026, 3, 31)).next == periods.Period(2026, 2)
    assert periods.Period.parse("2026Q2") < quarter


@pytest.mark.parametrize("code", ["2026", "2026Q5", "26Q1", "2026q1", ""])
def test_another_period_is_refused(code):
    with pytest.raises(periods.BadPeriod):
        periods.Period.parse(code)
