"""Which supplied periods make up a reporting period."""

from __future__ import annotations

from datetime import date

import pytest

from trigpoint.cube.holdings import Supplied
from trigpoint.cube.question import BadQuestion
from trigpoint.cube.reporting import answered_span, newest_whole, parts_within, span_map, together
from trigpoint.definitions.datasets import DataSet, Grain, Measure
from trigpoint.definitions.periods import Calendars

CALENDARS = Calendars()


def measure(over_time: str) -> Measure:
    return Measure.model_validate(
        {
            "code": "m",
            "name": "M",
            "unit": "cases",
            "over_members": "none" if over_time == "none" else "sum",
            "over_time": over_time,
        }
    )


def data_set(grain: Grain = "month") -> DataSet:
    return DataSet.model_validate(
        {
            "kind": "data-set",
            "code": "d",
            "name": "D",
            "grain": grain,
            "dimensions": [{"dimension": "area"}],
            "measures": [measure("sum")],
        }
    )


def supplied(*codes: str) -> list[Supplied]:
    periods = [CALENDARS.parse(code) for code in codes]
    return [Supplied(period.start, period.end, period.grain) for period in periods]


def starts(over_time: str, held: list[Supplied], *asked: str) -> list[tuple[str, int]]:
    found = span_map(measure(over_time), data_set(), held, [CALENDARS.parse(code) for code in asked], CALENDARS)
    return [(start.strftime("%Y-%m"), index) for start, _, index in found.pairs]


def test_months_make_up_a_quarter_and_a_year_and_both_may_be_asked_at_once() -> None:
    held = supplied("2018-03", "2018-04", "2018-05")
    assert starts("sum", held, "2018-Q1", "2018-19") == [("2018-04", 0), ("2018-05", 0), ("2018-04", 1), ("2018-05", 1)]


def test_a_rate_needs_its_very_own_period() -> None:
    held = supplied("2018-04", "2018-Q1")
    assert starts("none", held, "2018-Q1") == [("2018-04", 0)]
    refused = span_map(
        measure("none"), data_set(), supplied("2018-04"), [CALENDARS.parse("2018-Q1")], CALENDARS
    ).refused
    assert "ask for months" in refused[0][1]


def test_a_year_supplied_beside_its_months_is_not_added_to_them() -> None:
    held = supplied("2018-04", "2018-05", "2018-19")
    found = span_map(measure("sum"), data_set(), held, [CALENDARS.parse("2018-19")], CALENDARS)
    assert [(start, end) for start, end, _ in found.pairs] == [
        (date(2018, 4, 1), date(2018, 5, 1)), (date(2018, 5, 1), date(2018, 6, 1)),
    ]  # fmt: skip
    assert found.notes == ((0, "Only figures supplied by months are used."),)


def test_what_is_supplied_by_the_year_is_not_a_months_figure() -> None:
    found = span_map(measure("sum"), data_set(), supplied("2018-19"), [CALENDARS.parse("2018-06")], CALENDARS)
    assert (found.pairs, found.waiting) == ((), ((0, "M is supplied by financial years; ask for those."),))


def test_a_year_to_date_is_named_by_its_month() -> None:
    assert answered_span(CALENDARS.parse("2019-01"), "ytd", CALENDARS).code == "2018-04-01..2019-01-31"
    assert answered_span(CALENDARS.parse("2019-01"), "rolling-12", CALENDARS).code == "2018-02-01..2019-01-31"
    with pytest.raises(BadQuestion, match="not one of the months"):
        answered_span(CALENDARS.parse("2018-19"), "month", CALENDARS)


def test_periods_are_taken_together_only_without_gap_or_overlap() -> None:
    quarter = [CALENDARS.parse(code) for code in ("2018-05", "2018-04", "2018-06")]
    assert together(quarter, CALENDARS).code == "2018-04-01..2018-06-30"
    with pytest.raises(BadQuestion, match="leave a gap"):
        together([quarter[0], CALENDARS.parse("2018-08")], CALENDARS)
    with pytest.raises(BadQuestion, match="overlap"):
        together([quarter[0], CALENDARS.parse("2018-Q1")], CALENDARS)


def test_the_newest_period_is_the_last_whole_one() -> None:
    held = supplied("2018-12", "2019-01", "2019-02")
    assert newest_whole(held, "month", CALENDARS) == CALENDARS.parse("2019-02")
    assert newest_whole(held, "quarter", CALENDARS) == CALENDARS.parse("2018-Q3")
    assert newest_whole(supplied("2019-01"), "quarter", CALENDARS) == CALENDARS.parse("2018-Q4")
    assert newest_whole([], "month", CALENDARS) is None


def test_parts_are_whole_periods_inside() -> None:
    span = CALENDARS.rolling(CALENDARS.parse("2019-01"), 5)
    assert [part.code for part in parts_within(span, "quarter", CALENDARS)] == ["2018-Q3"]
    assert len(parts_within(span, "month", CALENDARS)) == 5
