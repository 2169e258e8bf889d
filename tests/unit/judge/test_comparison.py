"""Rank, quarters, intervals and significance, against published tables and worked examples."""

from decimal import Decimal
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.judge.compare import (
    byar,
    exact_poisson,
    median,
    quantile,
    quarters,
    ranks,
    rate_interval,
    significance,
    wilson,
)


@pytest.mark.parametrize(
    ("polarity", "expected"), [("high", [4, 2, None, 2, 1]), ("low", [1, 2, None, 2, 4]), ("none", [4, 2, None, 2, 1])]
)
def test_ties_share_the_better_rank_and_the_next_is_passed_over(polarity, expected):
    assert ranks([10, 20, None, 20, 30], polarity) == expected


def test_quartiles_by_both_methods():
    """Of 1 2 3 4 5 6 7 8. Inclusive: places 2.75, 4.5, 6.25. Exclusive: places 2.25, 4.5, 6.75."""
    eight = [8, 1, 7, 2, 6, 3, 5, 4]
    shares = [Decimal(part) / 4 for part in (1, 2, 3)]
    assert [quantile(eight, share) for share in shares] == [Decimal("2.75"), Decimal("4.5"), Decimal("6.25")]
    assert [quantile(eight, share, "exclusive") for share in shares] == [
        Decimal("2.25"),
        Decimal("4.5"),
        Decimal("6.75"),
    ]


def test_the_median_of_odd_even_and_none():
    assert median([3, None, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == Decimal("2.5")
    assert median([None]) is None


def test_the_best_quarter_is_the_first_whatever_is_good():
    values = [1, 2, 3, 4, 5, 6, 7, None, 8]
    assert quarters(values, "high") == [4, 4, 3, 3, 2, 2, 1, None, 1]
    assert quarters(values, "low") == [1, 1, 2, 2, 3, 3, 4, None, 4]


def test_a_figure_on_the_line_is_in_the_better_quarter_and_three_figures_have_none():
    # The lines of 1 2 3 4 5 are 2, 3 and 4.
    assert quarters([1, 2, 3, 4, 5], "high") == [4, 3, 2, 1, 1]
    assert quarters([1, 2, 3, 4, 5], "low") == [1, 1, 2, 3, 4]
    assert quarters([1, 2, 3], "high") == [None, None, None]


@pytest.mark.parametrize(
    ("events", "base", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_as_newcombe_published_them(events, base, lower, upper):
    """Newcombe, *Two-sided confidence intervals for the single proportion*, 1998, table I, method 3."""
    found = wilson(events, base)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_wilson_at_the_ends_and_in_per_cent():
    assert wilson(20, 20, scale=100).upper == 100
    assert wilson(0, 20, scale=100).lower == 0
    assert wilson(5, 0) is None
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(21, 20)


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.5, 3))
def test_the_ends_of_a_wilson_interval_solve_the_score_equation(events, more, z):
    """At each end p: |x/n − p| = z √(p(1 − p)/n), which is what defines the interval."""
    base = events + more
    share = events / base
    for end in wilson(events, base, z):
        assert (share - end) ** 2 == pytest.approx(z * z * end * (1 - end) / base, abs=1e-9)


@pytest.mark.parametrize(("count", "lower", "upper"), [(0, 0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)])  # fmt: skip
def test_exact_intervals_of_counts_as_in_the_tables(count, lower, upper):
    """Limits for a Poisson mean, as printed in statistical tables since Garwood, 1936."""
    found = exact_poisson(count)
    assert (round(found.lower, 3), round(found.upper, 3)) == (lower, upper)


@given(st.integers(1, 60))
def test_the_exact_ends_leave_half_of_the_rest_in_each_tail(count):
    found = exact_poisson(count)

    def at_most(number, mean):
        return sum(exp(-mean) * mean**k / factorial(k) for k in range(number + 1))

    assert 1 - at_most(count - 1, found.lower) == pytest.approx(0.025, abs=1e-6)
    assert at_most(count, found.upper) == pytest.approx(0.025, abs=1e-6)


@given(st.integers(10, 150))
def test_byars_method_is_close_to_the_exact_interval_from_ten_events(count):
    near, exactly = byar(count), exact_poisson(count)
    assert near.lower == pytest.approx(exactly.lower, rel=2e-3)
    assert near.upper == pytest.approx(exactly.upper, rel=2e-3)


def test_a_rate_has_the_exact_interval_under_ten_events_and_byars_from_there():
    few = rate_interval(5, 2000, per=1000)
    assert (round(few.lower, 4), round(few.upper, 4)) == (0.8117, 5.8342)
    assert rate_interval(10, 2000, per=1000) == (byar(10).lower / 2, byar(10).upper / 2)
    assert rate_interval(0, 2000, per=1000).lower == 0
    assert rate_interval(5, 0) is None


@pytest.mark.parametrize(
    ("interval", "comparator", "polarity", "found"),
    [
        ((90, 94), 95, "high", "worse"),
        ((90, 94), 95, "low", "better"),
        ((96, 99), 95, "high", "better"),
        ((96, 99), 95, "none", "higher"),
        ((90, 94), 95, "range", "lower"),
        ((90, 96), 95, "high", "similar"),
        ((90, 95), 95, "high", "similar"),
        ((90, 94), (93, 97), "high", "similar"),
        ((90, 92), (93, 97), "high", "worse"),
        (None, 95, "high", "not-compared"),
        ((90, 94), None, "high", "not-compared"),
    ],
)
def test_different_where_intervals_do_not_overlap(interval, comparator, polarity, found):
    assert significance(interval, comparator, polarity) == found


figures = st.lists(st.none() | st.integers(-20, 20), max_size=30)


@given(figures, st.sampled_from(["high", "low"]))
def test_better_figures_never_rank_or_stand_lower(values, polarity):
    other = "low" if polarity == "high" else "high"
    turned = [None if value is None else -value for value in values]
    assert ranks(values, polarity) == ranks(turned, other)
    assert quarters(values, polarity) == quarters(turned, other)
    placed = [(r, q) for r, q in zip(ranks(values, polarity), quarters(values, polarity), strict=True) if q is not None]
    assert [q for _, q in sorted(placed)] == sorted(q for _, q in placed)


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=30), st.sampled_from(["inclusive", "exclusive"]))
def test_quantiles_lie_within_the_figures_and_rise(values, method):
    found = [quantile(values, Decimal(part) / 10, method) for part in range(11)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (min(values), max(values))
