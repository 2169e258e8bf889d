"""Every cell of 200 random questions over the sample partnership equals what adding up lists of its fact rows gives.

Counts, sums, stocks, distinct counts, ratios with their halves, and published rates; at any level of any hierarchy, from
months to years, year to date and the last twelve months, with filters.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from integration.demo.list_adding import Fact, Part, Sample, Sum, formula_of

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.answered import Answered
from trigpoint.ask.door import answer, known
from trigpoint.catalogue.snapshots import in_force
from trigpoint.cube.question import AskGrain, By, Question, Where
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.whole import Definitions

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

QUESTIONS, A_BATCH = 200, 25
SEED = 2009


@pytest.fixture(scope="module")
def lists(sample: date, django_db_blocker: pytest.FixtureRequest) -> Sample:
    """The facts of each data set as they stand now, as lists."""
    with django_db_blocker.unblock():
        definitions, state = in_force(), known()
        used = {formula.over.data_set for formula in formulas(definitions).values()}
        tables = {code: state.table(code) for code in sorted(used)}
        return Sample(definitions, {code: table.files for code, table in tables.items() if table is not None})


def formulas(definitions: Definitions) -> dict[str, Sum]:
    """The indicators that a list can add up: of numbers, without small numbers to hide."""
    found = {}
    for code, indicator in definitions.indicators.items():
        formula = formula_of(indicator.formula or "")
        if (
            formula is None
            or indicator.value_kind in ("stage", "yes-no", "date", "text")
            or indicator.missing != "unknown"
        ):
            continue
        data_set = definitions.data_sets.get(formula.over.data_set)
        if data_set is not None and data_set.small_numbers is None and indicator.ratio == "of-sums":
            found[code] = formula
    return found


def random_question(chance: random.Random, definitions: Definitions, code: str, formula: Sum) -> Question:
    """A question about an indicator, with none to two breakdowns and perhaps a filter."""
    calendars = definitions.calendars
    data_set = definitions.data_sets[formula.over.data_set]
    month = calendars.parse(f"{chance.randint(2020, 2026)}-{chance.randint(1, 12):02}")
    if data_set.grain != "month":
        grain: AskGrain = definitions.indicators[code].grain  # type: ignore[assignment]
        periods = (calendars.containing(month.start, grain),)  # type: ignore[arg-type]
    else:
        grain = chance.choice(("month", "quarter", "financial-year", "calendar-year", "ytd", "rolling-12"))
        here = month if grain in ("ytd", "rolling-12") else calendars.containing(month.start, grain)  # type: ignore[arg-type]
        periods = tuple(dict.fromkeys(sorted([here, calendars.shift(here, -chance.randint(1, 3))])))
    by, where = [], []
    for role in chance.sample(data_set.dimensions, chance.randint(0, len(data_set.dimensions))):
        tree = definitions.dimensions[role.dimension]
        levels = [level.code for level in tree.dimension.levels if tree.level_members(level.code)]
        if role.dimension == "organisation":
            levels.remove("team")
        levels = [level for level in levels if level not in ("peer-group",)]
        if chance.random() < 0.7:
            level = chance.choice(levels)
            by.append(By(role.dimension, level, tree.hierarchy_with(level)))
        else:
            where.append(Where(role.dimension, (chance.choice(sorted(tree.members)),)))
    if by and not where and chance.random() < 0.4 and "area" in definitions.dimensions:
        first = by[0].dimension
        inside = [m.code for m in definitions.dimensions[first].members.values() if m.level in ("district", "partner")]
        if inside:
            where.append(Where(first, (chance.choice(sorted(inside)),)))
    return Question((code,), grain, periods, tuple(by), tuple(where))


def span_of(grain: str, period: Period, calendars: Calendars) -> tuple[date, date]:
    """First day, and day after the last, counted on fingers."""
    year, month = (period.end.year, period.end.month)
    if grain == "rolling-12":
        return date(year - 1, month, 1), period.end
    if grain == "ytd":
        start = period.start
        return date(start.year if start.month >= 4 else start.year - 1, 4, 1), period.end
    return period.start, period.end


def questions(definitions: Definitions) -> list[Question]:
    chance = random.Random(SEED)
    able = formulas(definitions)
    codes = sorted(able)
    return [
        random_question(chance, definitions, code, able[code])
        for code in (codes[n % len(codes)] for n in range(QUESTIONS))
    ]


@pytest.mark.parametrize("batch", range(QUESTIONS // A_BATCH))
def test_every_cell_is_what_adding_up_lists_gives(lists: Sample, batch: int) -> None:
    definitions = lists.definitions
    asked = questions(definitions)[batch * A_BATCH : (batch + 1) * A_BATCH]
    found = answer(asked, OPERATOR)
    compared: Counter[str] = Counter()
    wrong = [fault for answered in found for fault in faults_of(answered, lists, compared)]
    assert not wrong, f"{len(wrong)} of {sum(compared.values())}: " + "\n".join(wrong[:10])
    assert compared["figures"] > 30, f"too few figures to be a test: {compared}"


def close(told: Decimal | float | None, counted: Fraction | None) -> bool:
    """Whether two figures agree to a billionth."""
    return told is not None and counted is not None and float(told) == pytest.approx(float(counted), rel=1e-9)


def faults_of(answered: Answered, lists: Sample, compared: Counter[str]) -> list[str]:
    """What of an answer is not what the lists give."""
    question = answered.facts.question
    formula = formulas(lists.definitions)[question.indicators[0]]
    filters = {one.dimension: one.members[0] for one in question.where}
    axes = [(axis.dimension, axis.hierarchy) for axis in question.by]
    added: dict[tuple[Part, tuple[date, date]], dict[tuple[str, ...], list[Fact]]] = {}
    faults = []
    for cell, asked in zip(answered.facts.cells(), answered.facts.asked, strict=True):
        if any("·" in member for member in cell.members):
            continue
        span = span_of(question.grain, asked, lists.definitions.calendars)
        about = f"{cell.indicator} {filters} {cell.members} {question.grain} {asked.code}"

        def total(part: Part, span=span, members=cell.members) -> Fraction | None:
            if (part, span) not in added:
                added[part, span] = lists.cells(part, span, filters, axes)
            return lists.total(part, added[part, span].get(members, []))

        over = total(formula.over)
        if formula.under is None:
            expected = over
        else:
            under = total(formula.under)
            expected = None if over is None or not under else formula.scale * over / under
            halves = ((formula.over, cell.numerator, over), (formula.under, cell.denominator, under))
            for part, told, counted in halves:
                # A mean over time is a quotient itself; all else agrees to the last digit.
                same = close(told, counted) if lists.is_mean(part) else told == counted
                if cell.value is not None and not same:
                    faults.append(f"{about}: {part.measure} {told}, not {counted}")
        if expected is None or cell.value is None:
            compared["nothings"] += 1
            if cell.value is not None or (expected not in (None, 0)):
                faults.append(f"{about}: {cell.value} ({cell.nothing}: {cell.reason}), not {expected}")
            continue
        compared["figures"] += 1
        exact = formula.under is None and not lists.is_mean(formula.over) and not isinstance(cell.value, float)
        if (exact and cell.value != expected) or not close(cell.value, expected):
            faults.append(f"{about}: {cell.value}, not {float(expected)}")
    return faults
