"""XmR charts: limits worked out by hand, each rule by the smallest series that shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.judge.news import chart_words, news_words
from trigpoint.judge.spc import xmr

STEADY = [10, 12] * 6
"""Twelve figures: mean 11, eleven moving ranges of 2, so limits of 11 ± 2.66 × 2: 5.68 and 16.32; outer third from
11 ± 3.5467: under 7.4533 and over 14.5467."""


def marks(values, polarity="high", **more):
    """Position -> rules, of the points that show special cause."""
    chart = xmr(values, polarity, **more)
    return {at: point.rules for at, point in enumerate(chart.points) if point is not None and point.rules}


def test_the_limits_of_a_steady_series():
    (limits,) = xmr(STEADY, "high").limits
    assert (limits.mean, limits.mean_range, limits.points) == (11, 2, 12)
    assert (limits.lower, limits.upper) == pytest.approx((5.68, 16.32))
    assert marks(STEADY) == {}


def test_the_limits_of_an_uneven_series():
    """Figures 4 6 9 5 7 8 3 6 5 9 4 6: sum 72, mean 6. Moving ranges 2 3 4 2 1 5 3 1 4 5 2: sum 32, mean 32/11."""
    (limits,) = xmr([4, 6, 9, 5, 7, 8, 3, 6, 5, 9, 4, 6], "high").limits
    assert limits.mean == 6
    assert limits.mean_range == pytest.approx(32 / 11)
    assert (limits.lower, limits.upper) == pytest.approx((6 - 2.66 * 32 / 11, 6 + 2.66 * 32 / 11))


def test_a_point_outside_the_limits():
    """One 30 among twelve: mean (132 + 30) / 13 = 12.46; moving ranges 11 × 2 and 18: mean 40 / 12; upper 21.33."""
    chart = xmr([*STEADY, 30], "high")
    assert chart.points[12].rules == ("outside",)
    assert chart.variation == "improvement"
    assert xmr([*STEADY, 30], "low").variation == "concern"
    assert xmr([*STEADY, 30], "none").variation == "neither"
    assert xmr(STEADY, "high").variation == "usual"


def test_a_run_of_seven_on_one_side_of_the_mean():
    # Seven of 10 or 11, then seven of 13 or 14: the mean of all is between.
    low, high = [10, 11, 10, 11, 10, 11, 10], [13, 14, 13, 14, 13, 14, 13]
    assert set(marks(low + high)) == set(range(14))
    assert all("run" in rules for rules in marks(low + high).values())
    # Six do not make a run.
    assert not any("run" in rules for rules in marks([*low[:6], *high[:6]]).values())


def test_a_trend_of_six_points_that_each_go_one_way():
    rising = [10, 12, 10, 12, 10, 12, 9, 9.5, 10, 10.5, 11, 11.5, 10, 12]
    assert [at for at, rules in marks(rising).items() if "trend" in rules] == [6, 7, 8, 9, 10, 11]
    five = [10, 12, 10, 12, 10, 12, 9, 9.5, 10, 10.5, 11, 10, 12]
    assert not any("trend" in rules for rules in marks(five).values())


def test_two_of_three_in_the_outer_third_of_one_side():
    """24 steady figures, then 16 11 16 11 10 12: mean 340/30 = 11.33; ranges 23 × 2 and 4 5 5 5 1 2, mean 68/29 = 2.34;
    upper limit 17.57; the outer third starts at 15.49. The two beyond it are marked, not the one between."""
    values = [10, 12] * 12 + [16, 11, 16, 11, 10, 12]
    assert marks(values) == {24: ("near-limit",), 26: ("near-limit",)}
    # One on either side is not two on one side: 6.5 is under 6.92, where the lower outer third starts.
    assert marks([10, 12] * 12 + [16, 11, 6.5, 11, 10, 12]) == {}


def test_where_a_point_lies_counts_for_more_than_where_it_is_going():
    """The lowest figure at the foot of a rising line is of concern where high is good, though the line rises."""
    values = [20, 21] * 8 + [5, 8, 11, 14, 17, 20]
    first = xmr(values, "high").points[16]
    assert set(first.rules) >= {"outside", "trend"}
    assert first.variation == "concern"


@pytest.mark.parametrize(
    ("polarity", "low", "high", "assurance"),
    [
        ("high", 5, None, "capable"),
        ("high", 17, None, "failing"),
        ("high", 11, None, "hit-and-miss"),
        ("low", None, 17, "capable"),
        ("low", None, 5, "failing"),
        ("low", None, 11, "hit-and-miss"),
        ("range", 5, 17, "capable"),
        ("range", 17, 20, "failing"),
        ("range", 1, 5, "failing"),
        ("range", 8, 14, "hit-and-miss"),
        ("high", None, None, None),
    ],
)
def test_whether_the_target_will_be_met_as_things_are(polarity, low, high, assurance):
    assert xmr(STEADY, polarity, low=low, high=high).assurance == assurance


def test_too_few_points_say_nothing():
    chart = xmr(STEADY[:11], "high", low=5)
    assert (chart.variation, chart.assurance, chart.limits) == (None, None, ())
    assert chart.points == (None,) * 11
    assert chart.reason == "too few points: 11, and 12 are needed"


def test_a_missing_figure_is_skipped_and_no_range_is_taken_across_it():
    """Between 12 and 50 there is a gap: had a range been taken across it, the limits would be far wider."""
    values = [10, 12] * 6 + [None] + [12, 10] * 3
    chart = xmr(values, "high")
    assert chart.points[12] is None
    assert chart.limits[0].mean_range == 2
    # Seven on one side, with a gap among them, are still seven together.
    low, high = [10, 11, 10, 11, 10, 11, 10], [13, 14, 13, None, 14, 13, 14, 13]
    assert all("run" in rules for rules in marks(low + high).values())


def test_limits_are_recalculated_from_a_break():
    values = STEADY + [30, 32] * 6
    assert marks(values) != {}
    chart = xmr(values, "high", breaks=[12])
    assert [limits.mean for limits in chart.limits] == [11, 31]
    assert all(point.rules == () for point in chart.points)


def test_a_break_with_too_few_points_after_it_keeps_the_old_limits_and_says_nothing_new():
    chart = xmr([*STEADY, 30, 32, 30], "high", breaks=[12])
    assert len(chart.limits) == 1
    assert chart.points[12:] == (None, None, None)
    assert chart.reason == "too few points: 3 since the last break, and 12 are needed"


def test_figures_that_are_all_the_same_are_usual():
    assert marks([0.1] * 15) == {}


def test_the_words():
    assert chart_words(xmr(STEADY, "high", low=11), "better") == (
        "no more than usual variation; may or may not meet the target from one time to the next"
    )
    assert chart_words(xmr(STEADY[:3], "high"), "better") == "too few points: 3, and 12 are needed"


@pytest.mark.parametrize(
    ("variation", "way", "words"),
    [
        ("concern", "worse", "a real change for the worse"),
        ("concern", "no-change", "a real change for the worse"),
        ("concern", "better", "worse than usual, though better than the period before"),
        ("improvement", "better", "a real change for the better"),
        ("improvement", "worse", "better than usual, though worse than the period before"),
        ("usual", "worse", "no more than usual variation"),
        (None, "worse", ""),
    ],
)
def test_the_chart_and_the_last_step_never_contradict_one_another(variation, way, words):
    assert news_words(variation, way) == words


figures = st.lists(st.integers(-50, 50), min_size=12, max_size=40)


@given(figures, st.integers(-100, 100), st.integers(1, 9))
def test_other_units_change_no_finding(values, shift, scale):
    assert marks(values) == marks([shift + scale * value for value in values])


@given(figures)
def test_upside_down_with_the_polarity_turned_finds_the_same(values):
    one, other = xmr(values, "high"), xmr([-value for value in values], "low")
    assert [(p.rules, p.variation) for p in one.points] == [(p.rules, p.variation) for p in other.points]
