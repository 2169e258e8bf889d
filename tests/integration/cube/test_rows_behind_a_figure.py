"""Which rows are behind a figure: told row by row, it is the very rows that the engine finds, whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from reference.worlds import World, period_of, world
from soundness.conftest import PLACES, data_set, indicator

from trigpoint.cube.engine import Engine
from trigpoint.cube.question import AskGrain, Question, Where
from trigpoint.cube.source_rows import Behind

DEFINITIONS = (
    PLACES
    + data_set("crime", "crimes sum sum", "{dimension: area, level: ward}, {dimension: sex, level: sex}")
    + indicator("crimes", "crime.crimes")
    + indicator("by-women", "crime.crimes[sex = f]")
    + data_set("health", "rate none none", "{dimension: area, level: ward, published_levels: [county, district]}")
    + indicator("rate", "health.rate")
    + data_set("census", "heads sum last", "{dimension: area}")
    + indicator("heads", "census.heads")
)
CRIME = """
    | period  | area  | sex | crimes |
    | 2018-12 | w1    | f   | 1      |
    | 2019-01 | w1    | f   | 2      |
    | 2019-01 | w1    | m   | 3      |
    | 2019-01 | w2    | f   | 4      |
    | 2019-01 | w3    | m   | 5      |
    | 2019-01 | w4    | m   | 6      |
    | 2019-01 | where | f   | 7      |
    | 2019-01 |       | f   | 8      |
"""
HEALTH = """
    | period  | area  | rate |
    | 2019-01 | shire | 10   |
    | 2019-01 | north | 11   |
    | 2019-01 | w1    | 12   |
    | 2019-01 | w3    | 13   |
"""
CENSUS = """
    | period  | area  | heads |
    | 2019-01 | north | 30    |
    | 2019-01 | w1    | 10    |
    | 2019-01 | w3    | 20    |
    | 2019-01 | w4    | 5     |
"""


@pytest.fixture
def county(tmp_path: Path, engine: Engine) -> World:
    return world(tmp_path, engine, DEFINITIONS, crime=CRIME, health=HEALTH, census=CENSUS)


@pytest.fixture
def engine():
    engine = Engine(threads=1)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "where",
    [{}, {"area": "shire"}, {"area": "north"}, {"area": "south"}, {"area": "w1"}, {"area": "w4"}, {"area": "w1,w3"},
     {"area": "shire·district"}, {"area": "unknown"}],
)  # fmt: skip
@pytest.mark.parametrize(
    ("code", "period", "grain"),
    [("crimes", "2019-01", "month"), ("crimes", "2018-19", "financial-year"), ("by-women", "2019-01", "month"),
     ("rate", "2019-01", "month"), ("heads", "2019-01", "month")],
)  # fmt: skip
def test_told_row_by_row_they_are_those_that_the_engine_finds(
    county: World, code: str, period: str, grain: AskGrain, where: dict[str, str]
) -> None:
    filters = tuple(Where(dimension, tuple(members.split(","))) for dimension, members in where.items())
    question = Question((code,), grain, (period_of(county.definitions.calendars, period),), where=filters)
    limits = replace(county.limits, sources=frozenset(["crime", "health", "census"]))
    (part,) = county.engine.explain(question, county.definitions, county.tables, limits, rows=1000).rows
    behind = part.behind
    if not isinstance(behind, Behind):
        assert part.count == 0
        return
    facts = pq.read_table(county.tables[part.data_set].files[0]).to_pylist()
    told = [fact["line"] for fact in facts if behind.holds(fact)]
    assert sorted(row.line or 0 for row in part.shown) == told
    assert part.count == len(told)


def test_a_code_that_no_row_carries_any_more_is_still_placed(county: World) -> None:
    question = Question(("crimes",), "month", (period_of(county.definitions.calendars, "2019-01"),))
    limits = replace(county.limits, sources=frozenset(["crime"]))

    def holds(area: str, where: tuple[Where, ...]) -> bool:
        asked = replace(question, where=where)
        (part,) = county.engine.explain(asked, county.definitions, county.tables, limits).rows
        assert part.behind is not None
        fact = {**pq.read_table(county.tables["crime"].files[0]).to_pylist()[1], "dim_area": area}
        return part.behind.holds(fact)

    assert holds("Ward 2", ())
    assert holds("gone", ())
    assert holds("Ward 2", (Where("area", ("north",)),))
    assert not holds("Ward 2", (Where("area", ("south",)),))
    assert not holds("gone", (Where("area", ("south",)),))
    assert not holds("north", (Where("area", ("north",)),))
