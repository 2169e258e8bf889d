"""Totals that silently go wrong: of ratios, of means, of stocks, of published figures, of places that fall out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from reference.worlds import World, by_members, by_period

from soundness.conftest import data_set, indicator

Draw = Callable[..., World]
D = Decimal


def test_the_total_of_a_ratio_is_the_ratio_of_the_totals(draw: Draw) -> None:
    """
    | ward | seen | on time | on time per cent |
    |------|------|---------|------------------|
    | w1   |  10  |    9    |  90              |
    | w2   |  90  |   45    |  50              |
    | both | 100  |   54    |  54, not 70 (the mean of the two), nor 140 |
    """
    w = draw(
        data_set("clinic", "seen sum sum\nontime sum sum")
        + indicator("punctual", "100 * clinic.ontime / clinic.seen", kind="percentage"),
        clinic="""
        | period  | area | seen | ontime |
        | 2019-01 | w1   | 10   | 9      |
        | 2019-01 | w2   | 90   | 45     |
        """,
    )
    answer = w.ask("punctual", "2019-01", by=["area:ward"], where={"area": "north"}, totals=True)
    assert by_members(answer) == {"w1": D(90), "w2": D(50), "·total": D(54)}
    assert w.cell("punctual", "2019-01", by=["area:county"]).value == 54


def test_a_rate_over_a_year_is_not_the_mean_of_its_months(draw: Draw) -> None:
    """
    | month | seen | on time |
    | April |  10  |   10    |  100 %
    | May   |  90  |    0    |    0 %
    | year  | 100  |   10    |   10 %, not 50
    """
    w = draw(
        data_set("clinic", "seen sum sum\nontime sum sum")
        + indicator("punctual", "100 * clinic.ontime / clinic.seen", kind="percentage"),
        clinic="""
        | period  | area | seen | ontime |
        | 2018-04 | w1   | 10   | 10     |
        | 2018-05 | w1   | 90   | 0      |
        """,
    )
    cell = w.cell("punctual", "2018-19", "financial-year")
    assert (cell.value, cell.numerator, cell.denominator) == (10, 10, 100)
    assert cell.coverage == (2, 12)


def test_a_mean_over_members_is_the_mean_of_all_rows_and_not_of_the_means(draw: Draw) -> None:
    """
    | ward | department | days |
    | w1   | a f        |  2   |
    | w1   | a m        |  4   |   mean of w1 = 3
    | w2   | a f        |  9   |   mean of w2 = 9; mean of north = 5, not 6
    """
    w = draw(
        data_set("stay", "days mean mean", "{dimension: area, level: ward}, {dimension: sex, level: sex}")
        + indicator("stay", "stay.days"),
        stay="""
        | period  | area | sex | days |
        | 2019-01 | w1   | f   | 2    |
        | 2019-01 | w1   | m   | 4    |
        | 2019-01 | w2   | f   | 9    |
        """,
    )
    assert by_members(w.ask("stay", "2019-01", by=["area:ward"], where={"area": "north"}, totals=True)) == {
        "w1": pytest.approx(3), "w2": pytest.approx(9), "·total": pytest.approx(5),
    }  # fmt: skip


STOCK = """
    | period  | area | waiting |
    | 2019-01 | w1   | 10      |
    | 2019-01 | w2   | 20      |
    | 2019-02 | w1   | 11      |
    | 2019-02 | w2   | 21      |
    | 2019-03 | w1   | 12      |
    | 2019-03 | w2   | 22      |
"""


def test_a_stock_is_not_summed_over_time(draw: Draw) -> None:
    """Those waiting at the end of a quarter are those of its last month (12 + 22 = 34), not 96."""
    w = draw(data_set("list", "waiting sum last") + indicator("waiting", "list.waiting"), list=STOCK)
    assert w.cell("waiting", "2018-Q4", "quarter").value == 34
    assert w.cell("waiting", "2018-Q4", "quarter").coverage == (1, 1)


def test_a_stock_may_be_the_mean_of_its_totals(draw: Draw) -> None:
    """(30 + 32 + 34) / 3 = 32."""
    w = draw(data_set("list", "waiting sum mean") + indicator("waiting", "list.waiting"), list=STOCK)
    assert w.cell("waiting", "2018-Q4", "quarter").value == 32


def test_the_last_of_a_stock_says_so_where_the_last_month_is_missing(draw: Draw) -> None:
    """March has not come: the quarter shows February, says that it does, and is incomplete."""
    months = STOCK.split("    | 2019-03")[0]
    w = draw(data_set("list", "waiting sum last") + indicator("waiting", "list.waiting"), list=months)
    cell = w.cell("waiting", "2018-Q4", "quarter")
    assert cell.value == 32
    assert cell.coverage == (0, 1)
    assert "February 2019" in cell.footnote


def test_the_last_of_a_stock_is_incomplete_where_one_supplier_is_missing(draw: Draw) -> None:
    """
    Police has not supplied March: the county's stock is not a fall from 30 to 10, but incomplete.

    | month    | council | police |
    | February |   10    |   20   |
    | March    |   10    |        |
    """
    w = draw(
        data_set("list", "waiting sum last", "{dimension: partner, level: partner}", "provider_dimension: partner")
        + indicator("waiting", "list.waiting")
        + "kind: expected-supply\ncode: list-supply\nname: Supply\ndata_set: list\nsupplies:\n"
        "  - {provider: council, grain: month, due_days: 10}\n  - {provider: police, grain: month, due_days: 10}\n---\n",
        list="""
        | period  | partner | waiting |
        | 2019-02 | council | 10      |
        | 2019-02 | police  | 20      |
        | 2019-03 | council | 10      |
        """,
    )
    assert w.cell("waiting", "2018-Q4", "quarter").coverage == (1, 2)
    assert w.cell("waiting", "2019-02").coverage == (2, 2)
    by_partner = w.ask("waiting", "2019-03", by=["partner"])
    assert by_members(by_partner) == {"council": 10, "police": "no-data"}
    assert by_partner.coverage == [(1, 1), (0, 1)]


PUBLISHED = """
    | period  | area  | rate | births |
    | 2018-19 | shire | 12.5 | 300    |
    | 2018-19 | north | 10   | 100    |
    | 2018-19 | south | 15   | 190    |
"""


def published(draw: Draw) -> World:
    return draw(
        data_set(
            "births", "rate none none\nbirths sum sum",
            "{dimension: area, level: district, published_levels: [county]}", grain="financial-year",
        )
        + indicator("rate", "births.rate", grain="financial-year")
        + indicator("births", "births.births", grain="financial-year"),
        births=PUBLISHED,
    )  # fmt: skip


def test_a_published_rate_is_never_summed_and_the_published_whole_is_offered(draw: Draw) -> None:
    """North 10, South 15, Shire 12.5: without a place there is no figure, but Shire's may be asked for."""
    w = published(draw)
    cell = w.cell("rate", "2018-19", "financial-year")
    assert cell.nothing == "not-additive"
    assert cell.value is None
    assert "may not be added up" in cell.reason
    assert "The published figure for Shire is 12.5" in cell.reason
    assert w.cell("rate", "2018-19", "financial-year", where={"area": "shire"}).value == 12.5
    assert w.cell("rate", "2018-19", "financial-year", where={"area": "north,south"}).nothing == "not-additive"


def test_a_published_rate_by_level_is_each_members_own(draw: Draw) -> None:
    w = published(draw)
    answer = w.ask("rate", "2018-19", "financial-year", by=["area:district"], totals=True)
    assert by_members(answer) == {"north": 10, "south": 15, "·total": "not-additive"}


def test_a_published_total_is_never_added_to_its_parts(draw: Draw) -> None:
    """
    | shire | 300 | published
    | north | 100 |
    | south | 190 |   the sum of the districts is 290, neither 590 nor 300
    """
    w = published(draw)
    assert w.cell("births", "2018-19", "financial-year").value == 290
    assert w.cell("births", "2018-19", "financial-year", where={"area": "shire"}).value == 290
    assert by_members(w.ask("births", "2018-19", "financial-year", by=["area:district"], totals=True)) == {
        "north": 100, "south": 190, "·total": 290,
    }  # fmt: skip


def test_a_published_total_stands_in_labelled_where_a_part_was_not_published(draw: Draw) -> None:
    """South is "-": the county's sum of districts would be 100; its published 300 is shown, and said to be so."""
    w = draw(
        data_set("births", "births sum sum", "{dimension: area, level: district, published_levels: [county]}",
                 grain="financial-year")
        + indicator("births", "births.births", grain="financial-year"),
        births="""
        | period  | area  | births |
        | 2018-19 | shire | 300    |
        | 2018-19 | north | 100    |
        | 2018-19 | south | -      |
        """,
    )  # fmt: skip
    cell = w.cell("births", "2018-19", "financial-year", where={"area": "shire"})
    assert cell.value == 300
    assert "published figure of Shire" in cell.footnote
    whole = w.cell("births", "2018-19", "financial-year")
    assert (whole.value, whole.nothing) == (None, "not-published")
    assert "1 of 2 parts of Births was not published, so they have no total" in whole.reason
    assert "The published figure for Shire is 300" in whole.reason
    assert w.cell("births", "2018-19", "financial-year", where={"area": "south"}).nothing == "not-published"


def test_a_published_rate_is_not_averaged_over_time(draw: Draw) -> None:
    w = draw(
        data_set("survey", "rate none none", "{dimension: area, level: ward}", grain="quarter")
        + indicator("rate", "survey.rate", grain="quarter"),
        survey="""
        | period  | area | rate |
        | 2018-Q1 | w1   | 40   |
        | 2018-Q2 | w1   | 60   |
        """,
    )
    where = {"area": "w1"}
    cell = w.cell("rate", "2018-19", "financial-year", where=where)
    assert cell.nothing == "not-additive"
    assert "ask for quarters" in cell.reason
    assert by_period(w.ask("rate", "2018-Q1 2018-Q2", "quarter", where=where)) == {"2018-Q1": 40, "2018-Q2": 60}


def test_unknown_codes_and_skipped_levels_stay_in_the_total(draw: Draw) -> None:
    """
    | supplied | means                          | crimes |
    | w1       | Ward 1, in North               |   1    |
    | w4       | Ward 4, in no district         |  10    |
    | zz       | nobody knows                   | 100    |
    |          | no code at all                 | 1000   |
    """
    w = draw(
        data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 1      |
        | 2019-01 | w4   | 10     |
        | 2019-01 | zz   | 100    |
        | 2019-01 |      | 1000   |
        """,
    )
    answer = w.ask("crimes", "2019-01", by=["area:district"], totals=True)
    assert by_members(answer) == {
        "north": 1, "south": "no-data", "shire·district": 10, "unknown": 1100, "·total": 1111,
    }  # fmt: skip
    assert w.cell("crimes", "2019-01").value == 1111
    assert w.cell("crimes", "2019-01", where={"area": "shire"}).value == 11
    assert w.cell("crimes", "2019-01", where={"area": "unknown"}).value == 1100


def test_a_member_of_two_groups_is_counted_once_in_their_total(draw: Draw) -> None:
    """Ward 1 is in both groups: 1 + 2 and 1 + 4, but 7 in all."""
    w = draw(
        "kind: group-set\ncode: pilots\nname: Pilots\ndimension: area\ngroups:\n"
        "  - {code: early, name: Early, members: [w1, w2]}\n  - {code: late, name: Late, members: [w1, w3]}\n---\n"
        + data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 1      |
        | 2019-01 | w2   | 2      |
        | 2019-01 | w3   | 4      |
        """,
    )  # fmt: skip
    from trigpoint.cube.question import By

    answer = w.ask("crimes", "2019-01", by=[By("area", group_set="pilots")], totals=True)
    assert by_members(answer) == {"early": 3, "late": 5, "·total": 7}


def test_two_data_sets_meet_only_after_each_is_added_up(draw: Draw) -> None:
    """
    | crimes | w1 f 3 | w1 m 5 |        a join of rows would count the 100 people of w1 twice:
    | people | w1 100 |                 8 / 200. It is 8 / 100.
    """
    w = draw(
        data_set("crime", "crimes sum sum", "{dimension: area, level: ward}, {dimension: sex, level: sex}")
        + data_set("people", "people sum last", unit="people")
        + indicator("rate", "crime.crimes / people.people", kind="ratio", unit="cases per people"),
        crime="""
        | period  | area | sex | crimes |
        | 2019-01 | w1   | f   | 3      |
        | 2019-01 | w1   | m   | 5      |
        """,
        people="""
        | period  | area | people |
        | 2019-01 | w1   | 100    |
        """,
    )
    assert w.cell("rate", "2019-01", where={"area": "w1"}).value == D("0.08")
    by_sex = w.ask("rate", "2019-01", by=["sex"], totals=True)
    assert by_members(by_sex) == {"f": "not-applicable", "m": "not-applicable", "·total": D("0.08")}
    assert by_sex.reason[0] == "People is not held by sex."


def test_people_are_counted_once_wherever_they_turn_up(draw: Draw) -> None:
    """
    | ward | month | person |
    | w1   | Jan   | ann    |
    | w1   | Jan   | ann    |
    | w2   | Jan   | ann    |     w1: 1, w2: 2, North: 2 and not 3
    | w2   | Jan   | bob    |
    | w2   | Feb   | ann    |     the quarter: 2, and not 2 + 1
    """
    w = draw(
        data_set(
            "visits", "people distinct distinct of: person", more="rows: events\nkept: [{code: person, name: Person}]"
        )
        + indicator("people", "visits.people"),
        visits="""
        | period  | area | person | people |
        | 2019-01 | w1   | ann    | 1      |
        | 2019-01 | w1   | ann    | 1      |
        | 2019-01 | w2   | ann    | 1      |
        | 2019-01 | w2   | bob    | 1      |
        | 2019-02 | w2   | ann    | 1      |
        """,
    )
    answer = w.ask("people", "2019-01", by=["area:ward"], where={"area": "north"}, totals=True)
    assert by_members(answer) == {"w1": 1, "w2": 2, "·total": 2}
    assert w.cell("people", "2018-Q4", "quarter").value == 2


def test_means_and_sums_of_ratios_are_taken_only_where_the_definition_says_so(draw: Draw) -> None:
    """w1: 9 / 10 = 90, w2: 45 / 90 = 50: the mean of ratios is 70, where that is what is defined."""
    w = draw(
        data_set("clinic", "seen sum sum\nontime sum sum")
        + indicator(
            "mean", "100 * clinic.ontime / clinic.seen", "ratio: mean-of-ratios\nratio_over: area", "percentage"
        ),
        clinic="""
        | period  | area | seen | ontime |
        | 2019-01 | w1   | 10   | 9      |
        | 2019-01 | w2   | 90   | 45     |
        | 2019-01 | w3   | 0    | 0      |
        """,
    )
    assert w.cell("mean", "2019-01").value == 70
    assert by_members(w.ask("mean", "2019-01", by=["area:district"])) == {"north": 70, "south": "not-applicable"}
