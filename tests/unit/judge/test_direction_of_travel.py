"""Direction of travel: better or worse, and never up or down."""

from datetime import date
from decimal import Decimal

import pytest
from judged_examples import aim

from trigpoint.judge.direction import direction, directions
from trigpoint.judge.terms import Terms


@pytest.mark.parametrize(
    ("polarity", "now", "before", "way", "words"),
    [
        ("high", "92.1", "90", "better", "better than last period by 2.1 points"),
        ("high", "90", "92.1", "worse", "worse than last period by 2.1 points"),
        ("low", "90", "92.1", "better", "better than last period by 2.1 points"),
        ("low", "92.1", "90", "worse", "worse than last period by 2.1 points"),
        ("none", "92.1", "90", "neither", "2.1 points higher than last period"),
        ("high", "90", "90", "no-change", "no change since last period"),
        ("high", "92.14", "92.11", "no-change", "no change since last period"),
        ("high", "92.15", "92.14", "better", "better than last period by 0.1 points"),
    ],
)
def test_in_the_polaritys_terms(polarity, now, before, way, words):
    found = direction(Decimal(now), Decimal(before), Terms(polarity, "percentage", "%"))
    assert (found.way, found.words) == (way, words)


@pytest.mark.parametrize(
    ("now", "before"),
    [("92.14", "92.11"), ("51.4", "51.4"), ("0.04", "0"), ("-0.04", "0.04")],
)
def test_no_change_has_no_amount(now, before):
    found = direction(Decimal(now), Decimal(before), Terms("high", "percentage", "%"))
    assert (found.way, found.change, found.size) == ("no-change", None, "")


def test_a_change_is_the_difference_of_the_figures_as_they_are_shown():
    """85.6 after 85.4 in whole seconds: 86 is one more than 85, though the exact change is a fifth of a second."""
    found = direction(Decimal("85.6"), Decimal("85.4"), Terms("low", "duration", "seconds", decimals=0))
    assert (found.way, found.change, found.size) == ("worse", 1, "1 second")


def test_within_a_range_a_figure_that_moved_is_no_change_and_has_no_amount():
    found = direction(87, 89, Terms("range", "percentage", "%"), target=aim(low=85, high=90))
    assert (found.way, found.change, found.size) == ("no-change", None, "")
    assert found.words == "as near to the target as last period"


@pytest.mark.parametrize(
    ("now", "before", "way"),
    [(83, 80, "better"), (92, 95, "better"), (80, 83, "worse"), (87, 80, "better"), (87, 89, "no-change"), (93, 82, "no-change")],
)  # fmt: skip
def test_towards_a_range_is_better(now, before, way):
    """From 85 to 90: 82 and 93 are as far from it as one another."""
    assert direction(now, before, Terms("range", "percentage", "%"), target=aim(low=85, high=90)).way == way


def test_usual_variation_is_said_beside_the_direction():
    found = direction(92, 90, Terms("high", "percentage", "%"), since="last year", usual=True)
    assert (found.way, found.usual) == ("better", True)
    assert found.words == "better than last year by 2 points, no more than usual variation"


def test_without_both_figures_the_direction_is_not_known():
    terms = Terms("high", "percentage", "%")
    assert direction(None, 90, terms).words == "direction not known: no figure"
    assert direction(90, None, terms, since="last year").words == "direction not known: no figure for last year"
    assert direction(0, 1, terms).way == "worse"


def test_across_a_break_figures_are_not_compared():
    found = direction(92, 90, Terms("high"), comparable_figures=False)
    assert (found.way, found.change) == ("not-comparable", None)


def test_dates_and_stages():
    earlier = direction(date(2019, 3, 1).toordinal(), date(2019, 3, 31).toordinal(), Terms("low", "date"))
    assert earlier.words == "better than last period by 30 days"
    stage = direction(3, 2, Terms("high", "stage", stages=("A", "B", "C")))
    assert stage.words == "better than last period by 1 stage"


def test_shares_of_yes():
    assert direction(Decimal("0.8"), Decimal("0.5"), Terms("high", "yes-no")).words == (
        "better than last period by 30 points"
    )


def test_columns():
    found = directions([1, 2, None], [2, 1, 1], Terms("high"))
    assert [each.way for each in found] == ["worse", "better", "unknown"]
