"""Several kinds of nothing: missing read as zero, halves of a ratio, hidden numbers, limits, and breaks in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from reference.worlds import EVERYBODY, World, by_members, by_period

from soundness.conftest import data_set, indicator
from trigpoint.cube.limits import Limits
from trigpoint.cube.question import BadQuestion
from trigpoint.cube.warehouse import PlanReport

Draw = Callable[..., World]
D = Decimal


def test_a_missing_row_is_not_zero_and_a_zero_is_not_missing(draw: Draw) -> None:
    w = draw(
        data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 0      |
        | 2019-01 | w2   | -      |
        """,
    )
    assert by_members(w.ask("crimes", "2019-01", by=["area:ward"])) == {
        "w1": 0, "w2": "not-published", "w3": "no-data", "w4": "no-data",
    }  # fmt: skip


def test_no_row_is_zero_only_where_that_is_defined_and_only_once_the_supplier_has_reported(draw: Draw) -> None:
    """
    | month    | w1 | w2 |
    | January  | 4  |    |   the police have reported January: Ward 2 had none
    | February |    |    |   nobody has reported February: not known
    """
    w = draw(
        data_set("crime", "crimes sum sum no_row_means: zero", more="provider: police")
        + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 4      |
        """,
    )
    where = {"area": "w2"}
    assert w.cell("crimes", "2019-01", where=where).value == 0
    assert w.cell("crimes", "2019-02", where=where).nothing == "no-data"


def test_the_last_of_a_stock_without_a_row_is_zero_and_not_the_one_before(draw: Draw) -> None:
    """Ward 2 had 7 waiting in January and no row in February, when Ward 1 was reported: none are left."""
    w = draw(
        data_set("list", "waiting sum last no_row_means: zero", more="provider: police")
        + indicator("waiting", "list.waiting"),
        list="""
        | period  | area | waiting |
        | 2019-01 | w1   | 5       |
        | 2019-01 | w2   | 7       |
        | 2019-02 | w1   | 5       |
        | 2019-03 | w1   | 6       |
        """,
    )
    assert w.cell("waiting", "2018-Q4", "quarter", where={"area": "w2"}).value == 0
    assert w.cell("waiting", "2018-Q4", "quarter").value == 6


HALVES = """
    | period  | area | seen | ontime |
    | 2019-01 | w1   | 10   | 9      |
    | 2019-01 | w2   | 90   | {}     |
"""


@pytest.mark.parametrize(
    ("rule", "ward_2", "value"),
    [
        ("unknown", "", None),  # 9 of 100 would be wrong, and so is 9 of 10 for both wards
        ("skip", "", 90),  # Ward 2 is left out, above and below the line
        ("zero", "", 9),  # by its definition
        ("unknown", "45", 54),
        ("skip", "45", 54),
    ],
)
def test_the_halves_of_a_ratio_come_from_the_same_slices(draw: Draw, rule: str, ward_2: str, value: int | None) -> None:
    w = draw(
        data_set("clinic", "seen sum sum\nontime sum sum")
        + indicator("punctual", "100 * clinic.ontime / clinic.seen", f"missing: {rule}", kind="percentage"),
        clinic=HALVES.format(ward_2),
    )
    cell = w.cell("punctual", "2019-01")
    assert cell.value == value
    if value is None:
        assert "not supplied for the same breakdown (1 figures and 2)" in cell.reason


def test_nothing_to_divide_by_is_not_zero(draw: Draw) -> None:
    w = draw(
        data_set("clinic", "seen sum sum\nontime sum sum")
        + indicator("punctual", "100 * clinic.ontime / clinic.seen", kind="percentage"),
        clinic=HALVES.replace("10 ", "0 ").replace("9 ", "0 ", 1).format(""),
    )
    assert w.cell("punctual", "2019-01", where={"area": "w1"}).nothing == "not-applicable"


def test_statements_are_counted_and_never_added(draw: Draw) -> None:
    w = draw(
        data_set("plan", "agreed none last value_kind: yes-no", "{dimension: partner, level: partner}")
        + indicator("agreed", "plan.agreed", kind="yes-no"),
        plan="""
        | period  | partner | agreed |
        | 2019-01 | council | no     |
        | 2019-02 | council | yes    |
        | 2019-02 | police  | no     |
        """,
    )
    both = w.cell("agreed", "2018-Q4", "quarter")
    assert (both.value, both.text, both.counts) == (None, "1 of 2: yes", (("yes", 1), ("no", 1)))
    one = w.cell("agreed", "2019-02", where={"partner": "council"})
    assert (one.value, one.text) == (1, "yes")


YEARS = """
    | period  | area | crimes |
    | 2018-02 | w1   | 1      |
    | 2018-03 | w1   | 2      |
    | 2018-04 | w1   | 4      |
    | 2018-05 | w1   | 8      |
    | 2019-03 | w1   | 16     |
    | 2019-04 | w1   | 32     |
"""


def test_year_to_date_starts_afresh_with_the_year_and_rolling_does_not(draw: Draw) -> None:
    w = draw(data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"), crime=YEARS)
    months = "2018-03 2018-04 2018-05 2019-03 2019-04"
    assert by_period(w.ask("crimes", months, "ytd")) == {
        "2018-03": 3, "2018-04": 4, "2018-05": 12, "2019-03": 28, "2019-04": 32,
    }  # fmt: skip
    assert by_period(w.ask("crimes", months, "rolling-12")) == {
        "2018-03": 3, "2018-04": 7, "2018-05": 15, "2019-03": 28, "2019-04": 56,
    }  # fmt: skip
    year = w.ask("crimes", "2019-04", "ytd", compare=("last-year", "last-period"))
    assert year.compared == {"last-year": [4], "last-period": [28]}


def test_weeks_do_not_make_a_month(draw: Draw) -> None:
    w = draw(
        data_set("crime", "crimes sum sum", grain="week") + indicator("crimes", "crime.crimes", grain="week"),
        crime="""
        | period   | area | crimes |
        | 2019-W01 | w1   | 1      |
        | 2019-W02 | w1   | 1      |
        | 2019-W05 | w1   | 1      |
        """,
    )
    cell = w.cell("crimes", "2019-01", "month")
    assert cell.nothing == "not-additive"
    assert "weeks" in cell.reason


def test_a_changed_definition_is_not_compared_or_added_across_its_break(draw: Draw) -> None:
    w = draw(
        data_set("crime", "crimes sum sum\nattempts sum sum")
        + "kind: indicator\ncode: crimes\nname: Crimes\nvalue_kind: number\nunit: cases\npolarity: low\ngrain: month\n"
        "audience: public\nversions:\n  - {formula: crime.crimes, to: 2018-12-31}\n"
        "  - {formula: crime.crimes + crime.attempts, from: 2019-01-01, breaks_trend: true}\n---\n",
        crime="""
        | period  | area | crimes | attempts |
        | 2018-12 | w1   | 10     | 5        |
        | 2019-01 | w1   | 10     | 5        |
        """,
    )
    answer = w.ask("crimes", "2018-12 2019-01", compare=("last-period",))
    assert answer.value == [10, 15]
    assert answer.compared["last-period"] == [None, None]
    whole = w.cell("crimes", "2018-12 2019-01", by_period=False)
    assert whole.nothing == "not-additive"
    assert "1 January 2019" in whole.reason


def test_the_latest_available_says_of_which_period_it_is(draw: Draw) -> None:
    w = draw(data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"), crime=YEARS)
    answer = w.ask("crimes", "2018-09", latest_available=True, by=["area:ward"], where={"area": "w1"})
    assert (answer.value, answer.period[0].code, answer.asked[0].code) == ([8], "2018-05", "2018-09")


def test_a_move_between_districts_counts_where_the_ward_then_was(draw: Draw) -> None:
    w = draw(
        "kind: members\ncode: moved\nname: Moved\ndimension: area\nmembers:\n"
        "  - code: w9\n    name: Ward 9\n    level: ward\n    memberships:\n"
        "      - {parent: north, to: 2018-12-31}\n      - {parent: south, from: 2019-01-01}\n---\n"
        + data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2018-12 | w9   | 1      |
        | 2019-01 | w9   | 10     |
        """,
    )  # fmt: skip
    answer = w.ask("crimes", "2018-12 2019-01", by=["area:district"])
    assert answer.value == [1, None, None, 10]
    whole = w.ask("crimes", "2018-19", "financial-year", by=["area:district"], totals=True)
    assert by_members(whole) == {"north": 1, "south": 10, "·total": 11}


SMALL = "small_numbers: {below: 5, measures: [cases], dimensions: [area]}"


def test_a_small_number_is_hidden_and_cannot_be_worked_out_by_subtraction(draw: Draw) -> None:
    """
    | north | w1  3 | w2 20 |  23     Ward 1 is small. 23 − 20 would give it away, so Ward 2 is hidden too;
    | south | w3 40 |          40     the districts and the county stay.
    | -     | w4  9 |           9
    """
    w = draw(
        data_set("abuse", "cases sum sum", more=SMALL) + indicator("cases", "abuse.cases"),
        abuse="""
        | period  | area | cases |
        | 2019-01 | w1   | 3     |
        | 2019-01 | w2   | 20    |
        | 2019-01 | w3   | 40    |
        | 2019-01 | w4   | 9     |
        """,
    )
    assert by_members(w.ask("cases", "2019-01", by=["area:ward"], totals=True)) == {
        "w1": "hidden", "w2": "hidden", "w3": 40, "w4": 9, "·total": 72,
    }  # fmt: skip
    assert by_members(w.ask("cases", "2019-01", by=["area:district"], totals=True)) == {
        "north": 23, "south": 40, "shire·district": 9, "·total": 72,
    }  # fmt: skip
    # However it is asked, the same cells are hidden: no other sum gives Ward 1 away.
    assert w.cell("cases", "2019-01", where={"area": "w2,w3"}).nothing == "hidden"
    assert w.cell("cases", "2019-01", where={"area": "w3,w4"}).value == 49
    assert w.cell("cases", "2018-Q4", "quarter", where={"area": "w1"}).nothing == "hidden"
    cell = w.cell("cases", "2019-01", where={"area": "w1"})
    assert (cell.value, cell.numerator, cell.denominator) == (None, None, None)


def test_a_breakdown_outside_the_release_table_is_hidden(draw: Draw) -> None:
    w = draw(
        data_set("abuse", "cases sum sum", "{dimension: area, level: ward}, {dimension: sex, level: sex}", SMALL)
        + indicator("cases", "abuse.cases") + indicator("half", "abuse.cases / 2"),
        abuse="""
        | period  | area | sex | cases |
        | 2019-01 | w1   | f   | 98    |
        | 2019-01 | w1   | m   | 2     |
        """,
    )  # fmt: skip
    assert by_members(w.ask("cases", "2019-01", by=["sex"], totals=True)) == {
        "f": "hidden",
        "m": "hidden",
        "·total": 100,
    }
    assert w.cell("half", "2019-01").value == 50


def test_a_ratio_with_a_hidden_part_is_hidden(draw: Draw) -> None:
    w = draw(
        data_set("abuse", "cases sum sum\npeople sum sum", more=SMALL)
        + indicator("rate", "100 * abuse.cases / abuse.people", kind="percentage"),
        abuse="""
        | period  | area | cases | people |
        | 2019-01 | w1   | 3     | 100    |
        | 2019-01 | w2   | 20    | 100    |
        """,
    )
    answer = w.ask("rate", "2019-01", by=["area:ward"], where={"area": "north"}, totals=True)
    assert by_members(answer) == {"w1": "hidden", "w2": "hidden", "·total": D("11.5")}


CRIMES = """
    | period  | area | crimes |
    | 2019-01 | w1   | 1      |
    | 2019-01 | w2   | 2      |
    | 2019-01 | w3   | 4      |
"""


def test_a_scope_decides_which_cells_and_never_which_rows_are_summed(draw: Draw) -> None:
    """One who answers for North sees its wards and its total, and never a "county" that is only North."""
    w = draw(data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"), crime=CRIMES)
    north = replace(EVERYBODY, scopes=(("area", frozenset(["north"])),))
    assert by_members(w.ask("crimes", "2019-01", by=["area:district"], totals=True, limits=north)) == {
        "north": 3, "south": "not-permitted", "·total": "not-permitted",
    }  # fmt: skip
    assert w.cell("crimes", "2019-01", limits=north).nothing == "not-permitted"
    assert w.cell("crimes", "2019-01", where={"area": "w1,w3"}, limits=north).nothing == "not-permitted"
    assert w.cell("crimes", "2019-01", where={"area": "w1,w2"}, limits=north).value == 3


def test_an_open_level_is_the_same_number_for_everybody(draw: Draw) -> None:
    opened = data_set("crime", "crimes sum sum").replace(
        "audience: public", "audience: public, open_levels: [area.county]"
    )
    w = draw(opened + indicator("crimes", "crime.crimes"), crime=CRIMES)
    north = replace(EVERYBODY, scopes=(("area", frozenset(["north"])),))
    assert w.cell("crimes", "2019-01", where={"area": "shire"}, limits=north).value == 7
    assert w.cell("crimes", "2019-01", limits=north).value == 7
    assert w.cell("crimes", "2019-01", where={"area": "south"}, limits=north).nothing == "not-permitted"


def test_figures_wait_for_their_audience_and_their_day(draw: Draw) -> None:
    w = draw(
        data_set("crime", "crimes sum sum").replace("audience: public", "audience: partnership, not_before_days: 14")
        + indicator("crimes", "crime.crimes"),
        crime=CRIMES,
    )
    public = Limits(date(2019, 2, 20))
    assert w.cell("crimes", "2019-01", limits=public).reason == "For people of the partnership only."
    early = Limits(date(2019, 2, 13), audiences=frozenset(["public", "partnership"]))
    assert w.cell("crimes", "2019-01", limits=early).reason == "Not to be shown before 14 February 2019."
    assert w.cell("crimes", "2019-01", limits=replace(early, today=date(2019, 2, 14))).value == 7


def test_a_comparison_does_not_go_round_a_limit(draw: Draw) -> None:
    w = draw(
        "kind: comparator\ncode: south\nname: South\ndimension: area\nagainst: {type: member, member: south}\n---\n"
        + data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"), crime=CRIMES,
    )  # fmt: skip
    where = {"area": "north"}
    assert w.ask("crimes", "2019-01", where=where, compare=("south",)).compared == {"south": [4]}
    north = replace(EVERYBODY, scopes=(("area", frozenset(["north"])),))
    assert w.ask("crimes", "2019-01", where=where, compare=("south",), limits=north).compared == {"south": [None]}


def test_a_runaway_question_is_refused_with_the_reason(draw: Draw) -> None:
    w = draw(data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"), crime=CRIMES)
    w.engine._most_cells, most = 10, w.engine._most_cells
    try:
        with pytest.raises(BadQuestion, match="about 12 figures, and 10 is the most"):
            w.ask("crimes", "2019-01 2019-02 2019-03", by=["area:ward"])
    finally:
        w.engine._most_cells = most


def test_a_batch_asks_each_data_set_once(draw: Draw) -> None:
    w = draw(
        data_set("crime", "crimes sum sum\nattempts sum sum")
        + indicator("crimes", "crime.crimes") + indicator("share", "crime.attempts / crime.crimes", kind="ratio", unit="ratio"),
        crime=CRIMES.replace("crimes |", "crimes | attempts |").replace(" 1      |", " 1 | 1 |")
        .replace(" 2      |", " 2 | 1 |").replace(" 4      |", " 4 | 1 |"),
    )  # fmt: skip
    report = PlanReport()
    w.ask(
        "crimes share",
        "2019-01 2019-02",
        by=["area:ward"],
        totals=True,
        compare=("last-period", "last-year"),
        report=report,
    )
    assert report.count == 1
