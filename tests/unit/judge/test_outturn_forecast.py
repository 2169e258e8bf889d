"""Forecasts of the outturn, with sums worked out by hand, and when there is none."""

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_examples import aim

from trigpoint.judge.forecast import chance_in_words, forecast, t_cdf, t_quantile
from trigpoint.judge.terms import Terms

VISITS = Terms("high", "number", "visits", 0)
HALF = [90, 110, 90, 110, 90, 110]
"""Mean 100; squares about it 6 × 100 over 5 degrees of freedom: variance 120."""


@pytest.mark.parametrize(
    ("share", "freedom", "t"),
    [(0.975, 1, 12.706), (0.975, 2, 4.303), (0.975, 5, 2.571), (0.975, 10, 2.228), (0.95, 11, 1.796), (0.9, 30, 1.310)],
)
def test_students_t_as_in_the_tables(share, freedom, t):
    assert t_quantile(share, freedom) == pytest.approx(t, abs=5e-4)


@given(st.integers(1, 40), st.floats(-20, 20))
def test_t_is_symmetrical(freedom, t):
    assert t_cdf(t, freedom) + t_cdf(-t, freedom) == pytest.approx(1)
    assert -1e-12 <= t_cdf(t, freedom) <= 1 + 1e-12


def test_the_level_of_half_a_year():
    """600 so far and 6 × 100 to come. Error √(120 × (6 + 36/6)) = √1440 = 37.95; t(0.9, 5) = 1.476."""
    found = forecast(HALF, VISITS, aim(1200))
    assert found.outturn == pytest.approx(1200)
    assert found.upper - found.outturn == pytest.approx(1.476 * sqrt(1440), rel=1e-3)
    assert found.chance == pytest.approx(0.5)
    assert found.words == (
        "outturn of about 1,200 visits (80% chance: 1,144 visits to 1,256 visits), a 50% chance of meeting the target, "
        "if the rest of the year is like the year so far"
    )


def test_the_chance_turns_with_the_polarity_and_a_range_has_both_ends():
    high = forecast(HALF, VISITS, aim(1230)).chance
    low = forecast(HALF, Terms("low", "number", "visits", 0), aim(1230)).chance
    assert high + low == pytest.approx(1)
    assert high < 0.5 < low
    within = forecast(HALF, Terms("range", "number", "visits", 0), aim(low=1170, high=1230)).chance
    assert within == pytest.approx(2 * low - 1)


LAST_YEAR = [50, 50, 50, 50, 50, 50, 100, 100, 100, 100, 100, 100]
"""Half of what the winter brings came in the summer."""


def test_the_season_of_the_year_before_comes_again():
    """600 so far where there were 300: twice as many, so 2 × 600 to come and not another 600.

    Squares about 2 × 50: 6 × 100 over 5: variance 120. Error √(120 × (6 + 6 × (600 / 300)²)) = √3600 = 60.
    """
    found = forecast(HALF, VISITS, aim(1800), year_before=LAST_YEAR)
    assert found.outturn == pytest.approx(1800)
    assert found.upper - found.outturn == pytest.approx(1.476 * 60, rel=1e-3)
    assert found.words.endswith(
        "a 50% chance of meeting the target, if the rest of the year follows the pattern of the year before"
    )


def test_the_target_is_said_with_the_chance_of_meeting_it():
    found = forecast(HALF, VISITS, replace(aim(1200), words="at least 1,200 visits"))
    assert "a 50% chance of meeting the target (at least 1,200 visits)" in found.words


@given(st.lists(st.integers(1, 200), min_size=6, max_size=11), st.integers(1, 50))
def test_a_year_before_without_seasons_forecasts_as_the_level_does(points, each):
    flat = forecast(points, VISITS, year_before=[each] * 12)
    level = forecast(points, VISITS)
    assert (flat.outturn, flat.lower, flat.upper) == pytest.approx((level.outturn, level.lower, level.upper))


@pytest.mark.parametrize("year_before", [LAST_YEAR[:11], [None, *LAST_YEAR[1:]], [-1, *LAST_YEAR[1:]], [0] * 12])
def test_a_year_before_that_is_not_whole_or_has_nothing_to_go_by_is_left_out(year_before):
    assert forecast(HALF, VISITS, year_before=year_before) == forecast(HALF, VISITS)


def test_the_trend_of_a_straight_line_goes_on():
    """10, 20 … 60, then 70 to 120: 780 in all, with no spread about the line."""
    found = forecast([10, 20, 30, 40, 50, 60], VISITS, aim(780), method="trend")
    assert found.outturn == pytest.approx(780)
    assert found.upper - found.lower == pytest.approx(0, abs=1e-6)
    assert found.words.endswith("if the trend of the year so far goes on")


def test_the_spread_of_a_trend_by_the_textbook_formula():
    """Against the sum of squares worked out from the matrix form: s² (r + x' (X'X)⁻¹ x), x the sum of future rows."""
    known = [3, 5, 4, 8, 7, 9]
    sum_at, sum_squares, rows = sum(range(6)), sum(at * at for at in range(6)), 6
    determinant = rows * sum_squares - sum_at**2
    slope = (rows * sum(at * y for at, y in enumerate(known)) - sum_at * sum(known)) / determinant
    start = (sum(known) - slope * sum_at) / rows
    variance = sum((y - start - slope * at) ** 2 for at, y in enumerate(known)) / 4
    x0, x1 = 6, sum(range(6, 12))
    factor = (sum_squares * x0 * x0 - 2 * sum_at * x0 * x1 + rows * x1 * x1) / determinant
    found = forecast(known, VISITS, method="trend")
    assert found.outturn == pytest.approx(sum(known) + 6 * start + slope * x1)
    assert found.upper - found.outturn == pytest.approx(t_quantile(0.9, 4) * sqrt(variance * (6 + factor)))


def test_means_and_last_figures():
    assert forecast(HALF, VISITS, outturn="mean").outturn == pytest.approx(100)
    last = forecast(HALF, VISITS, outturn="last")
    assert last.outturn == pytest.approx(100)
    assert last.upper - last.outturn == pytest.approx(t_quantile(0.9, 5) * sqrt(120 * (1 + 1 / 6)))


def test_a_ratio_is_of_the_years_sums_and_never_a_mean_of_months():
    """Half the months 50% of 100, half 90% of 900: 5 × … gives 860 of 1,000 a pair, 86%, where the mean would be 70%."""
    terms = Terms("high", "percentage", "%")
    numerators = [5_000, 81_000] * 3
    found = forecast(numerators, terms, aim(80), outturn="ratio", bases=[100, 900] * 3)
    assert found.outturn == pytest.approx(86)
    with pytest.raises(ValueError, match="denominator for each"):
        forecast(numerators, terms, outturn="ratio")


def test_a_missing_month_is_forecast_like_those_to_come():
    found = forecast([90, None, 110, 90, 110, 90, 110], VISITS)
    assert found.outturn == pytest.approx(1200)


def test_a_whole_year_is_known():
    found = forecast([100] * 12, VISITS, aim(1200))
    assert (found.outturn, found.chance, found.known) == (1200, 1, True)
    assert found.words == "outturn 1,200 visits: the target is met"
    assert forecast([100] * 12, VISITS, aim(1201)).words == "outturn 1,200 visits: the target is not met"
    assert forecast([0.1] * 12, Terms("low"), aim("1.2")).chance == 1


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([], "no forecast: 0 of at least 6 figures"),
        ([1, 2, 3, 4, 5], "no forecast: 5 of at least 6 figures"),
        ([1, None, 3, None, 5, 6], "no forecast: 4 of at least 6 figures"),
        ([1] * 11 + [None], "no forecast: the year is over, and some of its figures are missing"),
    ],
)
def test_refused_with_the_reason(points, why):
    found = forecast(points, VISITS, aim(10))
    assert (found.outturn, found.chance, found.words) == (None, None, why)


def test_more_figures_than_the_year_holds_is_a_mistake():
    with pytest.raises(ValueError, match="13 figures in a year of 12"):
        forecast([1] * 13, VISITS)


def test_a_chance_is_never_said_to_be_certain():
    assert chance_in_words(0.999) == "more than a 99% chance"
    assert chance_in_words(0.001) == "less than a 1% chance"
    assert chance_in_words(0.27) == "a 27% chance"
    assert chance_in_words(0.82) == "an 82% chance"


@given(st.lists(st.integers(0, 100), min_size=6, max_size=11), st.integers(0, 2000), st.integers(0, 500))
def test_a_harder_target_is_never_likelier(points, target, more):
    easy = forecast(points, VISITS, aim(target)).chance
    hard = forecast(points, VISITS, aim(target + more)).chance
    assert 0 <= hard <= easy + 1e-12 <= 1 + 1e-9
