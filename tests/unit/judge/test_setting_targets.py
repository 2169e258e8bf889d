"""Targets set by a rule: hand-worked examples, and what holds whatever the figures."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.judge.setting import Outturn, best_quarter, improved, points, shares, the_same, theil_sen, trend
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms

HIGH, LOW = Terms("high", "percentage", "%"), Terms("low", "number", "thefts", 0)
RANGE, NONE, DATE = Terms("range", "number", "per 1,000"), Terms("none", "number", "people", 0), Terms("low", "date")
figures = st.decimals(min_value=0, max_value=10_000, places=2)


def years(*values, first=2019):
    return [
        Outturn(first + n, f"{first + n}/{(first + n + 1) % 100}", Decimal(value))
        for n, value in enumerate(values)
        if value is not None
    ]


def test_the_same_again():
    found = the_same(TargetInForce(Decimal(95), None, None, "single", "at least 95%"), "2018/19")
    assert (found.value, found.sum) == (95, "the target of 2018/19 again, at least 95%")
    ends = the_same(TargetInForce(None, Decimal(63), Decimal(73), "range", "between 63 and 73"), "2018/19")
    assert (ends.value, ends.low, ends.high) == (None, 63, 73)
    assert the_same(None, "2018/19").sum == "2018/19 has no target with a figure"


@pytest.mark.parametrize(
    ("outturn", "percent", "terms", "value", "said"),
    [
        ("80", "5", HIGH, "84.0", "80.0% in 2019/20, and 5% of it more"),
        ("98", "5", HIGH, "100.0", "98.0% in 2019/20, and 5% of it more; no share is above 100%"),  # not 102.9%
        ("1234", "2.5", LOW, "1203", "1,234 thefts in 2019/20, and 2.5% of it less"),  # 1203.15
    ],
)
def test_the_outturn_improved_by_so_many_per_cent(outturn, percent, terms, value, said):
    found = improved(years(outturn), Decimal(percent), terms)
    assert (found.value, found.sum) == (Decimal(value), said)


@pytest.mark.parametrize(
    ("terms", "outturns", "why"),
    [
        (HIGH, [], "no year's outturn is known"),
        (LOW, ["0"], "a share of 0 thefts (2019/20) is no improvement on it"),
        (RANGE, ["5"], "best is within a range, and this rule gives one figure"),
        (NONE, ["5"], "neither high nor low is better, so there is no better figure to aim at"),
        (DATE, ["5"], "it is no figure that a sum can be done with"),
    ],
)
def test_where_nothing_can_be_improved_it_says_why(terms, outturns, why):
    found = improved(years(*outturns), Decimal(2), terms)
    assert not found.is_given
    assert found.sum == why


def test_a_trend_is_not_turned_by_one_odd_year():
    """10, 12, 14, 90, 18: every slope but those to 90 is 2, so the line is 10 + 2 a year: 20 in the sixth."""
    found = trend(years("10", "12", "14", "90", "18"), 2024, HIGH)
    assert found.value == Decimal("20.0")
    assert found.sum == "the middle line (Theil-Sen) through 5 years, 2019/20 to 2023/24: up 2 points a year"


def test_a_trend_says_when_it_is_for_the_worse_and_when_there_is_none():
    assert trend(years("90", "88", "86"), 2022, HIGH).sum.endswith("down 2 points a year; that is for the worse")
    assert trend(years("90", None, "86"), 2022, HIGH).sum == ("a trend needs 3 yearly outturns, and 2 can be compared")
    assert "less than nothing" in trend(years("30", "20", "10"), 2023, LOW).sum
    # A year that is missing is a gap of two years, not of one.
    assert trend(years("10", None, "14", "16"), 2023, HIGH).value == 18


@given(st.lists(st.tuples(st.integers(2000, 2030), figures), min_size=2, max_size=12, unique_by=lambda one: one[0]))
def test_the_line_is_that_of_theil_and_sen(held):
    slope, _ = theil_sen(held)
    x, y = np.array([n for n, _ in held]), np.array([float(v) for _, v in held])
    rise, run = np.subtract.outer(y, y), np.subtract.outer(x, x)
    every = rise[run > 0] / run[run > 0]
    assert float(slope) == pytest.approx(np.median(every), abs=1e-6)


def test_the_best_quarter_is_the_upper_where_high_is_good_and_the_lower_where_low_is():
    """Of 1 to 9 the quartiles are 3 and 7 (Hyndman and Fan, type 7)."""
    held = [Decimal(n) for n in (9, 1, 8, 2, 7, 3, 6, 4, 5)]
    assert best_quarter(held, "Peers", "2018/19", HIGH).value == 7
    assert best_quarter(held, "Peers", "2018/19", LOW).value == 3
    ends = best_quarter(held, "Peers", "2018/19", RANGE, outside=2)
    assert (ends.low, ends.high) == (3, 7)
    assert ends.sum == "the middle half of 9 places (Peers) in 2018/19; 2 without a figure"
    few = best_quarter(held[:2], "Peers", "2018/19", HIGH)
    assert few.sum == "quarters need 4 places, and 2 have figures of Peers in 2018/19"
    assert not best_quarter(held, "Peers", "2018/19", NONE).is_given


def test_a_profile_has_the_shares_of_the_year_before():
    """Of 100 in the year before a quarter had 10, 20, 30, 40; of 50 that is 5, 10, 15, 20."""
    assert points([10, 20, 30, 40], Decimal(50), LOW, adds_up=True) == (5, 10, 15, 20)
    # Thirds of 100: what is over goes to the first.
    assert points([1, 1, 1], Decimal(100), LOW, adds_up=True) == (34, 33, 33)


def test_a_profile_of_a_rate_lies_about_the_target_as_the_rate_lay_about_its_average():
    assert points([80, 90, 85, 85], Decimal(90), HIGH, adds_up=False) == (85, 95, 90, 90)
    assert points([80, 100, 90], Decimal(95), HIGH, adds_up=False) == (
        "in that shape a part of the year would be aimed at more than 100%"
    )
    assert points([1, 19], Decimal(5), RANGE, adds_up=False) == (
        "in that shape a part of the year would be aimed at less than nothing"
    )
    assert points([], Decimal(5), LOW, adds_up=True) == "no whole year before has figures for each of its parts"
    assert points([-1, 2], Decimal(5), LOW, adds_up=True) == "the figures of the year before are no shares of anything"


@given(st.lists(figures, min_size=1, max_size=12), st.decimals(min_value=0, max_value=100_000, places=3))
def test_points_add_up_to_the_target_exactly(shape, aim):
    found = points(shape, aim, Terms("low", "number", "thefts", 1), adds_up=True)
    if not isinstance(found, str):
        assert sum(found) == aim
        assert all(
            abs(point - aim * one / sum(shape)) < Decimal("0.1") for point, one in zip(found, shape, strict=True)
        )


@given(st.lists(figures, min_size=1, max_size=12), st.decimals(min_value=0, max_value=100_000, places=3))
def test_points_average_to_the_target_exactly(shape, aim):
    found = points(shape, aim, Terms("low", "number", "days", 1), adds_up=False)
    if not isinstance(found, str):
        assert sum(found) == aim * len(shape)


@given(st.dictionaries(st.text(min_size=1), figures, min_size=1, max_size=9), st.decimals(0, 10_000, places=1))
def test_apportioned_shares_add_up(weights, value):
    found = shares(weights, value, 1)
    assert found == {} if not sum(weights.values()) else sum(found.values()) == value
