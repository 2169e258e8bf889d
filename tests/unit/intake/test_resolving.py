"""What labels, codes and names of a file mean."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from trigpoint.definitions.datasets import DataSet, DataSetDimension
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.dimensions import Dimension, Member
from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.sources import DimensionColumn, LongColumns, Mapping, Source
from trigpoint.intake.dates import read_day, read_instant
from trigpoint.intake.plan import SourcePlan, plan_source
from trigpoint.intake.resolve import CodeMeaning, resolve_codes, resolve_labels, resolve_measures, resolve_states

AREA = Dimension.model_validate(
    {
        "kind": "dimension",
        "code": "area",
        "name": "Area",
        "plural": "Areas",
        "nature": "place",
        "levels": [
            {"code": "region", "name": "Region", "plural": "Regions"},
            {"code": "council", "name": "Council", "plural": "Councils"},
        ],
    }
)
MEMBERS = [
    Member.model_validate(member)
    for member in (
        {"code": "OL", "name": "Outer London", "level": "region", "aliases": ["London (Outer)"]},
        {
            "code": "E1",
            "name": "Barnet",
            "level": "council",
            "parent": "OL",
            "codes": [{"scheme": "old", "code": "302"}],
        },
        {"code": "E2", "name": "Brent", "level": "council", "parent": "OL"},
        {"code": "302", "name": "Elsewhere", "level": "council"},
    )
]
MAPPING = Mapping.model_validate(
    {
        "kind": "mapping",
        "code": "map",
        "name": "Map",
        "dimension": "area",
        "scheme": "old",
        "codes": [{"code": "x9", "member": "E2"}],
    }
)
TREE = DimensionTree(AREA, MEMBERS, [MAPPING])


def code(text: str, role: dict[str, Any] | None = None, **column: Any) -> CodeMeaning:
    rule = DimensionColumn.model_validate({"column": "Area", "unknown": "reject"} | column)
    dimension = DataSetDimension.model_validate({"dimension": "area"} | (role or {}))
    (found,) = resolve_codes([text], rule, dimension, TREE)
    return found


@pytest.mark.parametrize("text", ["E1", "e1", "Barnet", " BARNET ", "barnet."])
def test_codes_and_names_in_any_writing_become_one_code(text: str) -> None:
    assert (code(text).code, code(text).member) == ("E1", "E1")


def test_a_suppliers_own_code_is_kept_as_it_is() -> None:
    old = {"scheme": "old"}
    assert (code("x9", old).code, code("x9", old).member) == ("x9", "E2")
    # In that coding 302 is Barnet, whatever member has the code 302 here.
    assert (code("302", old).code, code("302", old).member) == ("302", "E1")
    assert code("302").member == "302"


def test_a_name_whose_code_means_another_in_the_suppliers_coding_is_refused() -> None:
    found = code("Elsewhere", {"scheme": "old"})
    assert found.fault.what_to_do is not None
    assert "means another area in this file's coding" in found.fault.what_to_do


def test_a_source_may_match_codes_only_or_names_only() -> None:
    assert code("Barnet", match="code").member is None
    assert code("E1", match="name").member is None
    assert code("Barnet", match="name").member == "E1"


def test_aliases_of_the_source_come_first() -> None:
    assert code("The Borough", aliases={"the borough": "E2"}).code == "E2"


def test_who_is_unknown_is_kept_or_rejected_with_the_nearest() -> None:
    assert code("Barnett", unknown="keep") == CodeMeaning("Barnett", "Barnett", None)
    assert code("Barnett").fault.nearest == "E1 (Barnet)"
    assert code("Barnett").fault.what_to_do == (
        "Mend it. If it is right, ask an analyst or an administrator to add it to the areas that are defined."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Total",
        "Total of above",
        "Grand total",
        "SUBTOTAL",
        "Sub-total",
        "All areas total",
        "Sum",
        "All",
        "All councils",
        "England",
        "UK",
    ],
)
def test_a_row_of_totals_is_said_to_be_one(text: str) -> None:
    assert code(text).fault.what_to_do == "This looks like a total row: take it out, totals are worked out here."
    assert code(text).fault.nearest is None


@pytest.mark.parametrize("text", ["Total", "Total of above", "Grand total", "Sub-total", "ALL", "All areas", "England"])
def test_a_row_of_totals_is_not_kept_as_unknown_for_it_would_count_all_twice(text: str) -> None:
    assert "total row" in (code(text, unknown="keep").fault.what_to_do or "")
    assert code("Total Care Ltd", unknown="keep").fault.what_to_do is None


@pytest.mark.parametrize("text", ["Totley", "Summerfield", "Barnet", "All Saints", "England Lane"])
def test_a_name_that_only_begins_like_a_total_is_none(text: str) -> None:
    assert "total" not in (code(text).fault.what_to_do or "")


def test_a_country_may_be_unknown_where_no_place_is_meant() -> None:
    born = DimensionTree(AREA.model_copy(update={"nature": "other"}), MEMBERS)
    column = DimensionColumn(column="Born in", unknown="reject")
    (found,) = resolve_codes(["England"], column, DataSetDimension(dimension="area"), born)
    assert "total" not in (found.fault.what_to_do or "")


def test_an_empty_place_is_rejected_unless_it_means_unknown() -> None:
    assert code(" ").fault.expected == "an area"
    assert code(" ", empty="unknown") == CodeMeaning(" ", "", None)


def test_a_member_of_another_level_is_refused_for_it_would_be_counted_twice() -> None:
    only = {"level": "council"}
    assert (
        code("Outer London", only).fault.what_to_do
        == "Outer London is a region: supply the figures of its parts instead."
    )
    published = {"level": "council", "published_levels": ["region"]}
    assert code("London (Outer)", published).code == "OL"


def plan(grain: str, year: str | None = None, **period: Any) -> SourcePlan:
    measure = {
        "code": "m",
        "name": "People helped",
        "unit": "u",
        "over_members": "sum",
        "over_time": "sum",
        "year": year,
    }
    data_set = DataSet.model_validate(
        {
            "kind": "data-set", "code": "d", "name": "D", "grain": grain,
            "dimensions": [{"dimension": "area"}], "measures": [measure],
        }
    )  # fmt: skip
    source = Source.model_validate(
        {
            "kind": "source", "code": "s", "name": "S", "data_set": "d", "period": {"column": "P"} | period,
            "dimensions": {"area": {"column": "Area"}}, "wide": [{"column": "M", "measure": "m"}],
        }
    )  # fmt: skip
    return plan_source(source, data_set)


def label(text: str, by: SourcePlan) -> Any:
    (found,) = resolve_labels([text], by.year_types(), by, Calendars())
    return found


def test_a_label_means_the_year_of_its_measure() -> None:
    assert label("2018", plan("calendar-year")).start == date(2018, 1, 1)
    assert label("2018-19", plan("calendar-year", "academic-year")).start == date(2018, 9, 1)
    assert label("2018-19 (Rev)", plan("financial-year")).state == "revised"


def test_years_together_may_stand_among_years_but_not_among_months() -> None:
    assert label("2014-16", plan("calendar-year")).grain == "range"
    assert label("2018/19", plan("month")).fault.expected == "a month"
    assert label("Q4 2018/19", plan("month")).fault.what_to_do.startswith("It is a quarter")


def test_a_day_means_the_month_in_which_it_lies() -> None:
    assert label("2019-03-31", plan("month")).start == date(2019, 3, 1)
    assert label("31/03/2019", plan("month", date_order="day-first")).start == date(2019, 3, 1)


def test_measures_are_named_by_code_name_or_alias() -> None:
    data_set = plan("month").data_set
    long = LongColumns(measure_column="x", value_column="y", aliases={"Helped": "m"})
    found = {
        meaning.text: meaning
        for meaning in resolve_measures(["M", "people  helped", "HELPED", "Peple helped"], long, data_set)
    }
    assert [found[text].member for text in ("M", "people  helped", "HELPED")] == ["m", "m", "m"]
    assert found["Peple helped"].fault.nearest == "People helped"


def test_states_in_any_writing() -> None:
    found = {text: state for text, state, _ in resolve_states(["Prov", "(final)", "R", ""], "estimate")}
    assert found == {"Prov": "provisional", "(final)": "final", "R": "revised", "": "estimate"}
    ((_, _, fault),) = resolve_states(["finnal"], None)
    assert fault.nearest == "final"


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2019-03-31", None, date(2019, 3, 31)),
        ("2019-03-31 17:05:00", None, date(2019, 3, 31)),
        ("20190331", None, date(2019, 3, 31)),
        ("31/03/2019", None, date(2019, 3, 31)),
        ("03/31/2019", None, date(2019, 3, 31)),
        ("01/02/2019", "day-first", date(2019, 2, 1)),
        ("01/02/2019", "month-first", date(2019, 1, 2)),
        ("1st March 2019", None, date(2019, 3, 1)),
        ("1-Mar-19", None, date(2019, 3, 1)),
        ("43555", None, date(2019, 3, 31)),
    ],
)
def test_days_as_files_write_them(text: str, order: Any, day: date) -> None:
    assert read_day(text, order) == day


@pytest.mark.parametrize("text", ["01/02/2019", "31/02/2019", "soon", "", "2019-03", "1 Floreal 2019", "31/03/3019"])
def test_what_is_no_day_or_may_be_two_is_refused(text: str) -> None:
    assert isinstance(read_day(text), str)


def test_an_extract_of_a_day_is_that_of_its_last_moment_in_the_partnerships_own_time() -> None:
    day, noon = (
        read_instant("2019-07-01", None, "Europe/London"),
        read_instant("2019-07-01 12:00", None, "Europe/London"),
    )
    assert not isinstance(day, str)
    assert not isinstance(noon, str)
    assert (day.hour, noon.hour) == (22, 11)
