"""How figures are written, everywhere."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.judge.numbers import (
    decimals_that_tell,
    format_date,
    format_nothing,
    format_value,
    gap_with_unit,
    listed,
    number_in_words,
    plain,
    rounded,
    with_unit,
)


@pytest.mark.parametrize(
    ("figure", "unit", "decimals", "text"),
    [
        ("86.604", "%", 1, "86.6%"),
        ("1234", "patients", 0, "1,234 patients"),
        ("1234", "number", 0, "1,234"),
        ("4.25", "days", 1, "4.3 days"),
        ("1", "days", 0, "1 day"),
        ("1.0", "days", 1, "1.0 days"),
        ("31", "per 1,000", 0, "31 per 1,000"),
        ("1", "per 1,000 births", 0, "1 per 1,000 births"),
        ("1", "people waiting", 0, "1 person waiting"),
        ("1", "children looked after", 0, "1 child looked after"),
        ("1", "families", 0, "1 family"),
        ("-2.55", "%", 1, "−2.6%"),
        ("-0.04", "%", 1, "0.0%"),
        ("1200000", "£", 0, "£1.2m"),
        ("1250000", "£", None, "£1.25m"),
        ("1234567", "£", None, "£1,234,567"),
        ("999499", "£", 0, "£999,499"),
        ("999999.6", "£", 0, "£1.0m"),
        ("999949999", "£", 0, "£999.9m"),
        ("999950000", "£", 0, "£1.0bn"),
        ("-4500.5", "£", 2, "−£4,500.50"),
        ("12.3", "£ per head", 2, "£12.30 per head"),
        ("1.5", "£m", 1, "£1.5m"),
        ("12", "£000s", 0, "£12k"),
        ("95.000", "%", None, "95%"),
    ],
)
def test_a_figure_with_its_unit(figure, unit, decimals, text):
    assert with_unit(Decimal(figure), unit, decimals) == text


@pytest.mark.parametrize(
    ("figure", "places", "text"),
    [("2.5", 0, "3"), ("-2.5", 0, "−3"), ("0.125", 2, "0.13"), ("1234567.891", 1, "1,234,567.9"), ("-0.2", 0, "0")],
)
def test_halves_are_rounded_away_from_nought(figure, places, text):
    assert plain(Decimal(figure), places) == text


def test_a_float_is_the_decimal_that_it_means():
    # 0.145 is a hair under 0.145 in binary; a person who sees 0.145 expects 0.15.
    assert rounded(0.145, 2) == Decimal("0.15")
    assert plain(0.1) == "0.1"


@pytest.mark.parametrize(
    ("gap", "unit", "text"),
    [("-2.9", "%", "−2.9 points"), ("1.2", "%", "+1.2 points"), ("0", "%", "0.0 points"), ("1500", "£", "+£1,500.0")],
)
def test_gaps_are_signed_and_those_of_percentages_are_in_points(gap, unit, text):
    assert gap_with_unit(Decimal(gap), unit, 1) == text


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("86.604"), "percentage", "86.6%"),
        (date(2019, 3, 3), "date", "3 March 2019"),
        ("2019-03-03", "date", "3 March 2019"),
        (date(2019, 3, 3).toordinal(), "date", "3 March 2019"),
        (Decimal(1), "yes-no", "yes"),
        (Decimal(0), "yes-no", "no"),
        (True, "yes-no", "yes"),
        ("yes", "yes-no", "yes"),
        ("Pilot", "stage", "Pilot"),
        (Decimal(2), "stage", "Pilot"),
        (Decimal(7), "stage", "stage 7"),
        ("In hand.", "text", "In hand."),
    ],
)
def test_every_kind_of_value(value, kind, text):
    assert format_value(value, kind, stages=("Draft", "Pilot", "Live")) == text


def test_several_members_are_counted_not_averaged():
    assert format_value(None, "yes-no", counts=(("yes", 4), ("no", 3))) == "4 of 7: yes"
    assert format_value(None, "yes-no", counts=(("1", 4), ("0", 3))) == "4 of 7: yes"
    assert format_value(None, "stage", counts=(("Draft", 1), ("Live", 2))) == "1 of 3: Draft; 2 of 3: Live"
    assert format_value(None, "date", counts=(("2019-03-03", 2),)) == "2 of 2: 3 March 2019"


@pytest.mark.parametrize(
    ("nothing", "text"),
    [
        ("no-data", "no data"),
        ("not-yet-due", "not yet due"),
        ("late", "late"),
        ("not-published", "not published"),
        ("not-applicable", "not applicable"),
        ("hidden", "hidden (small number)"),
        ("not-additive", "cannot be added up"),
        ("not-permitted", "not permitted"),
        (None, "no data"),
    ],
)
def test_each_kind_of_nothing_is_said_as_itself(nothing, text):
    assert format_nothing(nothing) == text
    assert format_value(None, "percentage", "%", nothing=nothing) == text


def test_what_is_not_a_number_is_refused_in_plain_words():
    with pytest.raises(ValueError, match="'n/a' is not a number"):
        format_value("n/a", "number")


def test_words_for_small_numbers_and_lists():
    assert [number_in_words(n) for n in (0, 3, 9, 10, 1234)] == ["no", "three", "nine", "10", "1,234"]
    assert number_in_words(3, start=True) == "Three"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
    assert format_date(date(2020, 2, 29)) == "29 February 2020"


def test_a_figure_just_short_of_an_edge_is_shown_with_enough_places():
    assert with_unit(Decimal("94.96"), "%", 1, apart_from=[Decimal(95)]) == "94.96%"
    assert with_unit(Decimal("95"), "%", 1, apart_from=[Decimal(95)]) == "95.0%"
    assert with_unit(Decimal("1200400"), "£", 0, apart_from=[Decimal("1200000")]) == "£1.2004m"


figures = st.decimals(min_value=-10_000, max_value=10_000, places=6)


@given(figures, st.lists(figures, max_size=4), st.integers(0, 3))
def test_the_places_that_tell_keep_the_figure_on_its_own_side_of_every_edge(figure, edges, decimals):
    places = decimals_that_tell(figure, edges, decimals)
    shown = rounded(figure, places)
    assert places >= decimals
    for edge in edges:
        assert (shown > edge, shown < edge) == (figure > edge, figure < edge)


@given(figures, st.integers(0, 4))
def test_rounding_is_symmetrical_and_within_half_a_place(figure, decimals):
    assert rounded(-figure, decimals) == -rounded(figure, decimals)
    assert abs(rounded(figure, decimals) - figure) <= Decimal("0.5").scaleb(-decimals)
