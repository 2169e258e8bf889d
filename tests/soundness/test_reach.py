"""What a data set cannot tell: places that it is not held for, halves of a ratio that came with gaps, months to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from reference.worlds import EVERYBODY, World, by_members

from soundness.conftest import data_set, indicator
from trigpoint.definitions.faults import BadDefinitions

Draw = Callable[..., World]
D = Decimal

ZEROS = "no_row_means: zero"
PEERS = """
kind: members
code: other-counties
name: Other counties
dimension: area
members:
  - {code: elsewhere, name: Elsewhere, level: county}
---
"""


def test_no_row_is_no_zero_for_a_place_that_the_data_set_is_not_held_for(draw: Draw) -> None:
    """
    | crimes by ward | Shire (w1 4, w2 none) | Elsewhere, a county of whose wards nothing is known |
    | January        | 4                     | nobody counts its crimes, which is not 0             |
    """
    w = draw(
        PEERS
        + "kind: comparator\ncode: peer\nname: Peer\ndimension: area\nagainst: {type: member, member: elsewhere}\n---\n"
        + data_set("crime", f"crimes sum sum {ZEROS}")
        + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 4      |
        """,
    )
    assert w.cell("crimes", "2019-01", where={"area": "w2"}).value == 0
    assert w.cell("crimes", "2019-01", where={"area": "shire"}).value == 4
    cell = w.cell("crimes", "2019-01", where={"area": "elsewhere"})
    assert cell.nothing == "not-applicable"
    assert cell.reason == "Crime is held by ward, and there is none in Elsewhere."
    assert w.ask("crimes", "2019-01", where={"area": "shire"}, compare=("peer",)).compared == {"peer": [None]}


def test_no_row_is_no_zero_beneath_the_level_that_a_data_set_is_held_by(draw: Draw) -> None:
    """Referrals are counted by district: of Ward 1 nothing is known, and Ward 4 lies in no district."""
    w = draw(
        data_set("abuse", f"referrals sum sum {ZEROS}", dimensions="{dimension: area, level: district}")
        + indicator("referrals", "abuse.referrals"),
        abuse="""
        | period  | area  | referrals |
        | 2019-01 | north | 9         |
        """,
    )
    assert by_members(w.ask("referrals", "2019-01", by=["area:district"])) == {"north": 9, "south": 0}
    wards = by_members(w.ask("referrals", "2019-01", by=["area:ward"]))
    assert {ward: wards[ward] for ward in ("w1", "w2", "w3", "w4")} == dict.fromkeys(
        ("w1", "w2", "w3", "w4"), "not-applicable"
    )
    assert wards["north·ward"] == 9


RATE = data_set("abuse", f"repeats sum sum {ZEROS}\nreferrals sum sum {ZEROS}") + indicator(
    "rate", "100 * abuse.repeats / abuse.referrals", kind="percentage"
)


def test_a_ratio_with_a_gap_on_one_side_is_refused(draw: Draw) -> None:
    """
    |           | w1 | w2            |
    | repeats   | 5  | 5             |
    | referrals | 20 | left blank    |   10 of 20 would be 50%, with the repeats of Ward 2 and not its referrals
    """
    w = draw(
        RATE,
        abuse="""
        | period  | area | repeats | referrals |
        | 2019-01 | w1   | 5       | 20        |
        | 2019-01 | w2   | 5       | ?         |
        """,
    )
    cell = w.cell("rate", "2019-01", where={"area": "north"})
    assert (cell.value, cell.nothing) == (None, "no-data")
    assert "Referrals is missing for part of this" in cell.reason
    assert w.cell("rate", "2019-01", where={"area": "w1"}).value == D(25)


def test_a_rate_by_head_is_refused_where_some_of_the_heads_are_not_known(draw: Draw) -> None:
    """Crimes of two wards over the people of one would be twice the rate."""
    w = draw(
        data_set("crime", f"crimes sum sum {ZEROS}")
        + data_set("people", "heads sum last", unit="people")
        + indicator("rate", "1000 * crime.crimes / people.heads", kind="ratio", unit="cases per 1,000 people"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 6      |
        | 2019-01 | w2   | 6      |
        """,
        people="""
        | period  | area | heads |
        | 2019-01 | w1   | 1000  |
        | 2019-01 | w2   | ?     |
        """,
    )
    assert w.cell("rate", "2019-01", where={"area": "north"}).nothing == "no-data"
    assert w.cell("rate", "2019-01", where={"area": "w1"}).value == D(6)


def test_a_month_to_come_is_not_the_latest(draw: Draw) -> None:
    """A year that was mistyped (2062 for 2026), or a projection, does not stand for how things are."""
    w = draw(
        data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 4      |
        | 2062-09 | w1   | 5      |
        """,
    )
    today = replace(EVERYBODY, today=date(2019, 3, 1))
    assert by_members(w.ask("crimes", limits=today)) == {"": 4}
    assert w.cell("crimes", "2062-09", limits=today).value == 5


def test_what_skips_an_open_level_is_not_opened_with_it(draw: Draw) -> None:
    """Ward 4 is the only ward in no district: the figure of "no district" would be that of Ward 4."""
    w = draw(
        data_set("crime", "crimes sum sum").replace(
            "audience: public", "audience: public, open_levels: [area.district]"
        )
        + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2019-01 | w1   | 4      |
        | 2019-01 | w4   | 38     |
        """,
    )
    south = replace(EVERYBODY, scopes=(("area", frozenset(["south"])),))
    answer = by_members(w.ask("crimes", "2019-01", by=["area:district"], limits=south))
    assert answer["north"] == 4
    assert [cell for member, cell in answer.items() if member not in ("north", "south")] == ["not-permitted"]


def test_two_open_levels_between_which_some_lie_are_refused_when_they_are_defined(draw: Draw) -> None:
    """The county less its districts is Ward 4, which is not open: what is open would give it away."""
    with pytest.raises(BadDefinitions) as refused:
        draw(
            data_set("crime", "crimes sum sum").replace(
                "audience: public", "audience: public, open_levels: [area.county, area.district]"
            )
            + indicator("crimes", "crime.crimes"),
            crime="""
            | period  | area | crimes |
            | 2019-01 | w4   | 38     |
            """,
        )
    assert "With 'area.county' open too, whoever takes these from the whole is left with Ward 4" in str(refused.value)


def test_a_span_of_months_is_compared_with_the_same_span_before(draw: Draw) -> None:
    """4 + 5 in two months of 2019 against 1 + 2 in the same of 2018."""
    w = draw(
        data_set("crime", "crimes sum sum") + indicator("crimes", "crime.crimes"),
        crime="""
        | period  | area | crimes |
        | 2018-01 | w1   | 1      |
        | 2018-02 | w1   | 2      |
        | 2019-01 | w1   | 4      |
        | 2019-02 | w1   | 5      |
        """,
    )
    answer = w.ask("crimes", "2019-01 2019-02", by_period=False, compare=("last-year",))
    assert list(answer.value) == [9]
    assert answer.compared["last-year"] == [3]
