"""What a text means as a figure: exactly, or a kind of nothing, or a refusal that says what to write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.definitions.datasets import Measure
from trigpoint.definitions.sources import Nothing
from trigpoint.intake.numbers import Read, Reading, read, reading_of


def reading(nothing: dict[str, Nothing] | None = None, multiply: Decimal | None = None, **changes: Any) -> Reading:
    measure = {"code": "m", "name": "m", "unit": "visits", "over_members": "sum", "over_time": "sum"} | changes
    return reading_of(Measure.model_validate(measure), nothing or {}, multiply)


COUNT = reading()
MONEY = reading(value_kind="money", unit="£")
PERCENT = reading(value_kind="percentage", unit="%")
RATIO = reading(value_kind="ratio", unit="per person")
RATE = reading(over_members="none", over_time="none")
HOURS = reading(value_kind="duration", unit="hours")


@pytest.mark.parametrize(
    ("text", "how", "value"),
    [
        ("7", COUNT, "7"),
        ("  7 ", COUNT, "7"),
        ("-7.25", COUNT, "-7.25"),
        ("\u22127", COUNT, "-7"),
        ("+7", COUNT, "7"),
        (".5", COUNT, "0.5"),
        ("1,234,567.5", COUNT, "1234567.5"),
        ("1 234 567", COUNT, "1234567"),
        ("1\u202f234", COUNT, "1234"),
        ("(1,200)", COUNT, "-1200"),
        ("1200-", COUNT, "-1200"),
        ("1.2E3", COUNT, "1200"),
        ("7.0000000000000007E-2", COUNT, "0.07"),
        ("2036171.8333310001", COUNT, "2036171.833331"),
        ("999999999999.999999", COUNT, "999999999999.999999"),
        ("£1,234.50", MONEY, "1234.5"),
        ("-£12", MONEY, "-12"),
        ("(£12.10)", MONEY, "-12.1"),
        ("93.2%", PERCENT, "93.2"),
        ("93.2 %", PERCENT, "93.2"),
        ("25%", RATIO, "0.25"),
        ("1:30", HOURS, "1.5"),
    ],
)
def test_numbers_are_read_exactly(text: str, how: Reading, value: str) -> None:
    assert read(text, how) == Read(value=Decimal(value))


@pytest.mark.parametrize(
    ("text", "how", "says"),
    [
        ("lots", COUNT, "a number of visits"),
        ("1,23,4", COUNT, "commas between thousands"),
        ("12,5", COUNT, "with a decimal point"),
        ("5%", COUNT, "not a percentage"),
        ("£5", COUNT, "not money"),
        ("3.5k", COUNT, "written out"),
        ("0.0000001", COUNT, "at most six decimal places"),
        ("1e12", COUNT, "below a million million"),
        ("#DIV/0!", COUNT, "not a spreadsheet's error"),
        ("NaN", RATE, "a number of visits"),
        ("Infinity", RATE, "a number of visits"),
        ("1e999", RATE, "not beyond all measure"),
        ("1e400", COUNT, "below a million million"),
        ("-1e999", MONEY, "below a million million"),
        ("1e400", PERCENT, "below a million million"),
        ("1e-999", COUNT, "at most six decimal places"),
        ("7" * 5000, COUNT, "a number of visits"),
        ("7" * 5000, RATE, "a number of visits"),
        ("0." + "7" * 5000, COUNT, "a number of visits"),
        ("7" * 5000 + ":30", HOURS, "a number of hours"),
        ("999999999999.9999999", COUNT, "below a million million"),
        ("1.0000000000000000000000000000000001", COUNT, "at most six decimal places"),
        ("١٢", COUNT, "a number of visits"),
        ("1:20", HOURS, "comes out even"),
        ("1:20", COUNT, "a number of visits"),
        ("--5", COUNT, "a number of visits"),
        ("1_000", COUNT, "a number of visits"),
    ],
)
def test_what_cannot_be_read_without_loss_or_doubt_is_refused(text: str, how: Reading, says: str) -> None:
    found = read(text, how)
    assert found.expected is not None
    assert says in found.expected
    assert found.what_to_do
    assert (found.value, found.published, found.text, found.nothing) == (None, None, None, None)


def test_a_comma_for_a_point_gets_what_was_probably_meant() -> None:
    assert read("1.234,56", COUNT).nearest == "1234.56"
    assert read("1.0000001", COUNT).nearest == "1"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "no-data"),
        ("   ", "no-data"),
        ("<5", "hidden"),
        ("< 5", "hidden"),
        ("≤10", "hidden"),
        ("fewer than 5", "hidden"),
        ("5 or fewer", "hidden"),
        ("[c]", "hidden"),
        ("[x]", "not-published"),
        ("[Z]", "not-applicable"),
        ("-", "not-published"),
        ("N/K", "no-data"),
        ("-9", "not-applicable"),
    ],
)
def test_kinds_of_nothing_are_told_apart_and_are_never_nought(text: str, kind: Nothing) -> None:
    how = reading({"-": "not-published", "n/k": "no-data", "-9": "not-applicable"})
    assert read(text, how) == Read(nothing=kind)


def test_a_published_rate_keeps_the_double_that_was_published() -> None:
    assert read("11.428569999999999", RATE) == Read(published=11.428569999999999)


def test_thousands_are_multiplied_exactly() -> None:
    assert read("1.234567", reading(multiply=Decimal(1000))).value == Decimal("1234.567")


@pytest.mark.parametrize(("text", "value"), [("Yes", 1), ("y", 1), ("TRUE", 1), ("no", 0), ("0", 0)])
def test_yes_and_no(text: str, value: int) -> None:
    assert read(text, reading(value_kind="yes-no", over_members="none", over_time="last")).value == value


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_any_number_with_six_places_comes_back_the_same(number: Decimal) -> None:
    if len(number.as_tuple().digits) <= 15:
        for text in (f"{number:f}", f"{number:,f}", f"{number:e}"):
            assert read(text, COUNT).value == number


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_and_never_both(text: str) -> None:
    for how in (COUNT, MONEY, PERCENT, RATE, HOURS):
        found = read(text, how)
        said = [
            found.value is not None,
            found.published is not None,
            found.nothing is not None,
            found.expected is not None,
        ]
        assert sum(said) == 1
