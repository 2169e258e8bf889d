"""Numbers as people write them."""

from decimal import Decimal

import pytest

from trigpoint.publish.numbers import gap_with_unit, plain, rounded, with_unit


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "said"),
    [
        (Decimal("86.604"), "%", 1, "86.6%"),
        (1_234_567, "£", None, "£1.2m"),
        (999_999, "£", 0, "£999,999"),
        (-2_500_000_000, "£", None, "−£2.5bn"),
        (-12, "£", 0, "−£12"),
        (Decimal("4.3"), "days", 1, "4.3 days"),
        (31, "per 1,000", 0, "31 per 1,000"),
        (2_167_550, "", 0, "2,167,550"),
        (Decimal("-8.40"), "", None, "−8.4"),
        (Decimal("-0.04"), "%", 1, "0.0%"),
    ],
)
def test_a_figure_is_said_with_its_unit_where_people_put_it(value, unit, decimals, said):
    assert with_unit(value, unit, decimals) == said


def test_halves_of_exact_numbers_go_up():
    assert rounded(Decimal("2.5"), 0) == 3
    assert rounded(Decimal("-2.5"), 0) == -3
    assert plain(Decimal("0.125"), 2) == "0.13"


def test_a_gap_between_percentages_is_in_points_and_signed():
    assert gap_with_unit(Decimal("-2.9"), "%", 1) == "−2.9 points"
    assert gap_with_unit(Decimal("2.9"), "%", 1) == "+2.9 points"
    assert gap_with_unit(3, "days", 0) == "+3 days"
