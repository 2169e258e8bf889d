"""What figures are held against, by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reference.worlds import World, world
from soundness.conftest import PLACES, data_set, indicator

from trigpoint.cube.answer import Compared
from trigpoint.cube.engine import Engine
from trigpoint.cube.question import By

DEFINITIONS = (
    PLACES
    + """
kind: group-set
code: pilots
name: Pilots
dimension: area
groups: [{code: pilot, name: Pilot, members: [w1, w3, w4]}]
---
kind: comparator
code: district
name: Own district
dimension: area
against: {type: parent, level: district}
---
kind: comparator
code: own-county
name: Own county
dimension: area
against: {type: parent, level: county}
---
kind: comparator
code: county
name: The county
dimension: area
against: {type: member, member: shire}
---
kind: comparator
code: pilots-together
name: Pilots together
dimension: area
against: {type: group, group_set: pilots, group: pilot}
method: total
---
kind: comparator
code: pilots-middle
name: The middle pilot
dimension: area
against: {type: group, group_set: pilots, group: pilot}
method: median
---
kind: comparator
code: neighbours-middle
name: The middle neighbour
dimension: area
against: {type: neighbours, neighbours: {w1: [w2, w3, w4], w2: [w1, w3]}}
method: median
---
kind: comparator
code: neighbours-together
name: Neighbours together
dimension: area
against: {type: neighbours, neighbours: {w1: [w2, w3, w4], w2: [w1, w3]}}
method: total
---
"""
    + data_set("clinic", "seen sum sum\nontime sum sum")
    + indicator(
        "punctual", "100 * clinic.ontime / clinic.seen",
        "baselines:\n  - {period: 2018-12}\n  - {period: 2018-12, value: 33, where: {area: w2}}", kind="percentage",
    )
    + indicator("seen", "clinic.seen")
)  # fmt: skip
FACTS = """
    | period  | area | seen | ontime |
    | 2018-12 | w1   | 10   | 5      |
    | 2019-01 | w1   | 10   | 9      |
    | 2019-01 | w2   | 90   | 45     |
    | 2019-01 | w3   | 20   | 4      |
    | 2019-01 | w4   | 80   | 8      |
"""
WARDS = ("w1", "w2", "w3", "w4")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("comparisons")
    engine = Engine(threads=1)
    yield world(folder, engine, DEFINITIONS, clinic=FACTS)
    engine.close()


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        ("district", [54, 54, 20, None]),  # Ward 4 is in no district
        ("county", [33, 33, 33, 33]),  # 66 of 200, for each
        ("pilots-together", [19.090909, 19.090909, 19.090909, 19.090909]),  # 21 of 110: total over total
        ("pilots-middle", [20, 20, 20, 20]),  # of 90, 20 and 10
        ("neighbours-middle", [20, 55, None, None]),  # of 50, 20 and 10; of 90 and 20
        ("neighbours-together", [30, 43.333333, None, None]),  # 57 of 190; 13 of 30
        ("last-period", [50, None, None, None]),
        ("last-year", [None, None, None, None]),
        ("baseline", [50, 33, None, None]),  # as answered for its period; as stated for Ward 2
    ],
)
def test_each_ward_against(clinic: World, comparator: str, expected: list[float | None]) -> None:
    answer = clinic.ask("punctual", "2019-01", by=["area:ward"], compare=(comparator,))
    assert answer.members == [(ward,) for ward in WARDS]
    found = [None if value is None else round(float(value), 6) for value in answer.compared[comparator]]
    assert found == expected


def test_the_member_may_be_named_in_a_filter(clinic: World) -> None:
    answer = clinic.ask("punctual", "2019-01", where={"area": "w1"}, compare=("district", "neighbours-together"))
    assert answer.compared == {"district": [54], "neighbours-together": [30]}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({}, "It is not of one area, so there is no district of its own to compare it with."),
        ({"where": {"area": "shire"}}, "Shire lies in no district, so there is none to compare with."),
        ({"where": {"area": "w4"}}, "Ward 4 lies in no district, so there is none to compare with."),
        ({"where": {"area": "w1,w3"}}, "It is not of one area, so there is no district of its own to compare it with."),
        ({"where": {"area": "north"}}, "North is itself what others are compared with."),
        (
            {"by": [By("area", group_set="pilots")]},
            "It is not of one area, so there is no district of its own to compare it with.",
        ),
    ],
)
def test_what_lies_in_no_district_is_compared_with_none_and_not_with_those_left_over(
    clinic: World, question: dict[str, Any], reason: str
) -> None:
    # Ward 4, in no district, has 10: that is nobody's own district.
    (cell,) = clinic.ask("punctual", "2019-01", compare=("district",), **question).cells()
    assert cell.value is not None
    assert cell.compared == (Compared(None, "not-applicable", reason),)


def test_each_district_and_those_in_none_against_the_county_above_them(clinic: World) -> None:
    answer = clinic.ask("punctual", "2019-01", by=["area:district"], totals=True, compare=("own-county", "district"))
    found = {members[0]: one for members, one in zip(answer.members, answer.compared["own-county"], strict=True)}
    assert found == {"north": 33, "south": 33, "shire·district": 33, "·total": None}
    reasons = [one.reason for one in answer.comparisons["district"]]
    assert reasons[2] == "These lie in no district, so there is none to compare with."


@pytest.mark.parametrize(
    ("comparator", "period", "nothing", "reason"),
    [
        ("neighbours-middle", "2019-01", "not-applicable", "The middle neighbour has none listed for it."),
        ("neighbours-together", "2019-01", "not-applicable", "Neighbours together has none listed for it."),
        ("baseline", "2019-01", "not-applicable", "No baseline is set for it."),
        ("pilots-middle", "2018-11", "no-data", "None of those that it would be compared with has a figure."),
    ],
)
def test_where_there_is_nothing_to_compare_with_it_is_said_why(
    clinic: World, comparator: str, period: str, nothing: str, reason: str
) -> None:
    indicator = "seen" if comparator == "baseline" else "punctual"
    (cell,) = clinic.ask(indicator, period, where={"area": "w3"}, compare=(comparator,)).cells()
    assert cell.compared == (Compared(None, nothing, reason),)
