"""Every cell of random questions over random facts equals what adding up lists gives."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import naive
from reference.naive import Asked, Fact
from reference.worlds import Files, World, world, write_facts

from soundness.conftest import PLACES, data_set, indicator
from trigpoint.cube.engine import Engine
from trigpoint.cube.question import By, Question, Where
from trigpoint.definitions.periods import Calendars, Period

MEASURES = """
flow sum sum
stock sum last
level mean mean
least minimum minimum
most maximum maximum
events sum sum no_row_means: zero
over sum sum
under sum sum
rate none none
"""
DEFINITIONS = (
    PLACES
    + data_set("all", MEASURES, "{dimension: area}, {dimension: sex, level: sex}", "provider: police")
    + "".join(indicator(name, f"all.{name}") for name in ("flow", "stock", "level", "least", "most", "events", "rate"))
    + "".join(
        indicator(f"ratio-{rule}", "100 * all.over / all.under", f"missing: {rule}", "percentage")
        for rule in ("unknown", "zero", "skip")
    )
)
EXPECTED: dict[str, Callable[[list[Fact], Asked, tuple[str, ...]], Fraction | str]] = {
    "flow": lambda facts, asked, key: naive.figure(naive.rows_of(facts, "flow", asked, key), "sum", "sum"),
    "stock": lambda facts, asked, key: naive.figure(naive.rows_of(facts, "stock", asked, key), "sum", "last"),
    "level": lambda facts, asked, key: naive.figure(naive.rows_of(facts, "level", asked, key), "mean", "mean"),
    "least": lambda facts, asked, key: naive.figure(naive.rows_of(facts, "least", asked, key), "minimum", "minimum"),
    "most": lambda facts, asked, key: naive.figure(naive.rows_of(facts, "most", asked, key), "maximum", "maximum"),
    "events": lambda facts, asked, key: naive.count_or_zero(facts, "events", asked, key),
    "rate": lambda facts, asked, key: naive.published(facts, "rate", asked, key),
    "ratio-unknown": lambda facts, asked, key: naive.ratio(facts, "over", "under", "unknown", asked, key),
    "ratio-zero": lambda facts, asked, key: naive.ratio(facts, "over", "under", "zero", asked, key),
    "ratio-skip": lambda facts, asked, key: naive.ratio(facts, "over", "under", "skip", asked, key),
}
MONTHS = 18
"""January 2018 to June 2019: parts of three financial years."""

FAMILIES = {name: ([name], [name]) for name in ("flow", "stock", "level", "least", "most", "events", "rate")} | {
    "ratios": (["ratio-unknown", "ratio-zero", "ratio-skip"], ["over", "under"])
}
"""Indicators that are asked together, and the measures that they are made of."""


def facts_of(measures: list[str]) -> st.SearchStrategy[list[Fact]]:
    """Facts that lie close together, so that most cells have several."""
    keys = st.tuples(
        st.sampled_from(measures),
        st.integers(0, MONTHS - 1),
        st.sampled_from(["w1", "w2", "w3", "w4", "zz"]),
        st.sampled_from(["f", "m", "x"]),
    )
    values = st.one_of(st.none(), st.integers(0, 9), st.integers(1, 9), st.integers(1, 9))
    found = st.dictionaries(keys, values, min_size=12, max_size=70)
    return found.map(lambda facts: [Fact(*key, value) for key, value in facts.items()])


areas = st.lists(
    st.sampled_from(["shire", "north", "south", "w1", "w3", "w4", "unknown"]), min_size=1, max_size=2, unique=True
)
wheres = st.tuples(st.none() | areas, st.none() | st.sampled_from([["f"], ["m"], ["f", "m"]]))
axes_of = st.tuples(st.none() | st.sampled_from(["county", "district", "ward"]), st.booleans())
grains = st.sampled_from(["month", "quarter", "financial-year", "ytd", "rolling-12"])


def month_of(index: int, calendars: Calendars) -> Period:
    return calendars.parse(f"{2018 + index // 12}-{index % 12 + 1:02}")


def months_within(index: int, grain: str) -> tuple[int, int]:
    """The first and last month of the reporting period that a month stands for, counted on fingers."""
    in_year = (index - 3) % 12
    match grain:
        case "month":
            return (index, index)
        case "quarter":
            return (index - in_year % 3, index - in_year % 3 + 2)
        case "financial-year":
            return (index - in_year, index - in_year + 11)
        case "ytd":
            return (index - in_year, index)
        case _:
            return (index - 11, index)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> World:
    return world(tmp_path_factory.mktemp("reference"), engine, DEFINITIONS)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_cell_is_what_adding_up_lists_gives(
    empty: World, tmp_path_factory: pytest.TempPathFactory, family: str, data: st.DataObject
) -> None:
    indicators, measures = FAMILIES[family]
    facts = data.draw(facts_of(measures), "facts")
    where, axes, grain = data.draw(wheres, "where"), data.draw(axes_of, "axes"), data.draw(grains, "grain")
    chosen = data.draw(st.sets(st.integers(0, MONTHS - 1), min_size=1, max_size=3), "months")
    totals = data.draw(st.booleans(), "totals")
    w = with_facts(empty, tmp_path_factory.mktemp("facts"), facts)
    calendars = w.definitions.calendars
    told_apart = ([("area", axes[0])] if axes[0] else []) + ([("sex", "sex")] if axes[1] else [])
    filters = tuple((d, tuple(found)) for d, found in zip(("area", "sex"), where, strict=True) if found)
    periods: dict[Period, tuple[int, int]] = {}
    for index in sorted(chosen):
        months = months_within(index, grain)
        month = month_of(index, calendars)
        asked = month if grain in ("ytd", "rolling-12") else calendars.containing(month.start, grain)  # type: ignore[arg-type]
        periods[asked] = months
    question = Question(
        tuple(indicators),
        grain,  # type: ignore[arg-type]
        tuple(periods),
        tuple(By(dimension, level) for dimension, level in told_apart),
        tuple(Where(dimension, members) for dimension, members in filters),
        totals=totals,
    )
    (answer,) = w.engine.answer([question], w.definitions, w.tables, w.limits)
    for cell, period in zip(answer.cells(), answer.asked, strict=True):
        asked_ = Asked(tuple(told_apart), filters, periods[period])
        expected = EXPECTED[cell.indicator](facts, asked_, cell.members)
        about = (cell.indicator, cell.members, period.code)
        if isinstance(expected, str):
            assert (about, cell.nothing) == (about, expected)
        else:
            assert (about, cell.nothing) == (about, None)
            assert float(cell.value or 0) == pytest.approx(float(expected), rel=1e-9), about
            if cell.indicator in ("flow", "stock", "events", "least", "most"):
                assert (about, cell.value) == (about, expected)
    shown = {cell.members for cell in answer.cells()}
    for fact in facts:
        if any(naive.rows_of([fact], family, Asked((), filters, months), ()) for months in periods.values()):
            place = tuple(
                naive.place(fact.area, level) if d == "area" else naive.known(fact.sex) for d, level in told_apart
            )
            assert place in shown or family == "rate", "whoever has figures is among the cells"


def with_facts(empty: World, folder: Path, facts: list[Fact]) -> World:
    path = folder / "all.parquet"
    rows = [
        {
            "period": f"{2018 + fact.month // 12}-{fact.month % 12 + 1:02}", "area": fact.area, "sex": fact.sex,
            fact.measure: "-" if fact.value is None else str(fact.value),
        }
        for fact in facts
    ]  # fmt: skip
    write_facts(path, empty.definitions, "all", rows)
    return World(empty.definitions, {"all": Files(0, (str(path),))}, empty.engine, empty.limits)
