"""Where a figure comes from: formula, components, what contributes most, source rows, and how it was reached in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from trigpoint.cube.answer import TOTAL, Cell
from trigpoint.cube.asks import Ask, Lookup, Segment, segments
from trigpoint.cube.places import LevelAxis, levels_of
from trigpoint.cube.question import BadQuestion, Question, Where
from trigpoint.cube.readings import Figure as Amount
from trigpoint.cube.readings import Reading
from trigpoint.cube.source_rows import SourceRows, source_rows
from trigpoint.definitions.datasets import DataSet, Measure
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.formula import Component, in_words
from trigpoint.definitions.whole import Definitions

if TYPE_CHECKING:
    from trigpoint.cube.engine import Batch

MOST_CONTRIBUTORS = 10

OVER_MEMBERS = {
    "sum": "added up", "mean": "as their mean", "minimum": "as the least of them", "maximum": "as the greatest of them",
    "distinct": "each counted once", "none": "as published",
}  # fmt: skip
OVER_TIME = {
    "sum": "added up over time", "last": "as it stood at the end", "mean": "as the mean over time",
    "minimum": "as the least over time", "maximum": "as the greatest over time", "distinct": "each counted once over time",
    "none": "never added up over time",
}  # fmt: skip


@dataclass(frozen=True)
class ComponentExplained:
    """One component of the formula in this cell. values: how many supplied figures it is made of; periods: supplied
    periods."""

    component: Component
    name: str
    unit: str
    data_set: str
    reading: Reading
    how: str

    @property
    def value(self) -> Amount | None:
        """The component's figure."""
        return self.reading.value


@dataclass(frozen=True)
class Contributor:
    """What one member brings. share: of the whole's value, or of its numerator (0 to 1); None where it cannot be said."""

    member: str
    name: str
    value: Amount | None
    numerator: Decimal | None
    denominator: Decimal | None
    share: float | None
    said: str


@dataclass(frozen=True)
class Breakdown:
    """The members of one dimension at a level, the biggest contributors first. others: how many are not listed."""

    dimension: str
    name: str
    level: str
    contributors: tuple[Contributor, ...]
    others: int


@dataclass(frozen=True)
class Explanation:
    """A figure, walked down to its source.

    formula: as written; words: in words; worked: with the figures put in. version_from, version_to, version_note: of the
    definition in force. steps: how it was reached, in order.
    """

    question: Question
    indicator: str
    cell: Cell
    formula: str
    words: str
    worked: str
    version_from: date | None
    version_to: date | None
    version_note: str
    components: tuple[ComponentExplained, ...]
    breakdowns: tuple[Breakdown, ...]
    rows: tuple[SourceRows, ...]
    steps: tuple[str, ...]
    tables: dict[str, int]


def explain(batch: Batch, ask: Ask, question: Question, cell: Cell, most_rows: int) -> Explanation:
    """Explains the one cell of an ask without axes."""
    definitions = batch.definitions
    (segment,) = segments(ask, definitions, batch.codes)
    figure = batch.figures([ask])[ask].figure(0, ())
    version = definitions.version_on(ask.indicator, ask.periods[0].span.last_day)
    shown = figure.nothing not in ("not-permitted", "hidden")
    components = tuple(
        _component(lookup, reading) for lookup, (_, reading) in zip(segment.lookups, figure.readings, strict=False)
    ) if shown else ()  # fmt: skip
    formula = definitions.formula(version.formula) if version else None

    def name(component: Component) -> str:
        measure = definitions.measure(component.data_set, component.measure)
        return _component_name(component, measure, definitions)

    def number(component: Component) -> str:
        value = next((each.value for each in components if each.component == component), None)
        return "?" if value is None else _number(value)

    worked = in_words(formula, number, signs=True) if formula and components and not formula.works_nothing_out else ""
    if worked and cell.value is not None:
        worked += f" = {_number(cell.value, definitions.indicators[ask.indicator].decimals)}"
    return Explanation(
        question=question,
        indicator=ask.indicator,
        cell=cell,
        formula=version.formula if version else "",
        words=in_words(formula, name) if formula else "",
        worked=worked,
        version_from=version.start if version else None,
        version_to=version.end if version else None,
        version_note=version.note if version else "",
        components=components,
        breakdowns=_breakdowns(batch, ask, segment, cell) if shown and cell.nothing is None else (),
        rows=tuple(source_rows(batch, lookup, shown, most_rows) for lookup in segment.lookups),
        steps=tuple(_steps(cell, components, definitions, question)),
        tables={code: batch.codes(code).holdings.version for code in {lk.data_set.code for lk in segment.lookups}},
    )


def _component(lookup: Lookup, reading: Reading) -> ComponentExplained:
    measure = lookup.measure
    if reading.text is not None:
        how = "as stated"
    elif reading.published or measure.over_members == "none":
        how = "as published"
    elif measure.over_members == measure.over_time == "sum":
        how = "added up"
    else:
        how = f"{OVER_MEMBERS[measure.over_members]}, {OVER_TIME[measure.over_time]}"
    return ComponentExplained(lookup.component, measure.name, measure.unit, lookup.data_set.name, reading, how)


def _component_name(component: Component, measure: Measure | None, definitions: Definitions) -> str:
    name = measure.name if measure else str(component)
    if not component.where:
        return name
    slices = []
    for role, members in component.where:
        found = definitions.dimension_role(component.data_set, role)
        tree = definitions.dimensions.get(found.dimension) if found else None
        slices.append(" or ".join(tree.name(member) if tree else member for member in members))
    return f"{name} ({', '.join(slices)})"


def _number(value: Amount, decimals: int | None = None) -> str:
    if decimals is not None:
        return f"{round(Decimal(str(value)), decimals):,f}"
    number = Decimal(str(value))
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _breakdowns(batch: Batch, ask: Ask, segment: Segment, cell: Cell) -> tuple[Breakdown, ...]:
    """By each dimension of the data sets, at the level below the question's own: under the same limits as any answer."""
    wanted: list[tuple[str, str, Ask]] = []
    for dimension in dict.fromkeys(role.dimension for lookup in segment.lookups for role in lookup.data_set.dimensions):
        level = _level_below(batch.definitions, dimension, ask.filters, [lk.data_set for lk in segment.lookups])
        if level is not None:
            axis = LevelAxis(dimension, level, batch.definitions.dimensions[dimension].hierarchy_with(level))
            wanted.append((dimension, level, replace(ask, axes=(axis,))))
    figures = batch.figures([other for _, _, other in wanted])
    found = []
    for dimension, level, other in wanted:
        tree = batch.definitions.dimensions[dimension]
        made = figures[other]
        contributors = [
            _contributor(code, tree, made.figure(0, (code,)), cell, segment)
            for code in sorted(made.keys_found()[0] - {TOTAL})
        ]
        if len(contributors) < 2:
            continue
        contributors.sort(key=lambda each: (-abs(each.share or 0.0), each.name))
        found.append(
            Breakdown(
                dimension, tree.dimension.name, tree.levels[level].name, tuple(contributors[:MOST_CONTRIBUTORS]),
                max(0, len(contributors) - MOST_CONTRIBUTORS),
            )
        )  # fmt: skip
    return tuple(found)


def _level_below(
    definitions: Definitions, dimension: str, filters: tuple[Where, ...], data_sets: list[DataSet]
) -> str | None:
    """The level to break down by: the first below the filter that is not the whole already; None at the bottom."""
    tree = definitions.dimensions[dimension]
    levels = levels_of(tree, None)
    base = {role.level for data_set in data_sets for role in data_set.dimensions if role.dimension == dimension}
    lowest = max((levels.index(level) for level in base if level in levels), default=len(levels) - 1)
    where = next((each for each in filters if each.dimension == dimension), None)
    depth = -1
    if where is not None:
        depths = [levels.index(m.level) for code in where.members if (m := tree.member(code)) and m.level in levels]
        if len(where.members) > 1:
            return levels[max(depths, default=0)]
        depth = max(depths, default=-1)
    for position in range(depth + 1, lowest + 1):
        if depth >= 0 or sum(member.level == levels[position] for member in tree.members.values()) > 1:
            return levels[position]
    return None


def _contributor(code: str, tree: DimensionTree, figure: Any, cell: Cell, segment: Segment) -> Contributor:
    share: float | None = None
    if figure.nothing is None:
        if figure.numerator is not None and cell.numerator:
            share = float(figure.numerator) / float(cell.numerator)
        elif segment.checked is not None and segment.checked.additive and cell.value and figure.value is not None:
            share = float(figure.value) / float(cell.value)
    return Contributor(
        code, tree.name(code), figure.value, figure.numerator, figure.denominator, share,
        figure.text or figure.reason,
    )  # fmt: skip


def _steps(
    cell: Cell, components: tuple[ComponentExplained, ...], definitions: Definitions, question: Question
) -> list[str]:
    label = definitions.calendars.label_within(cell.period, question.grain)
    found = []
    for each in components:
        reading = each.reading
        if reading.value is None and reading.text is None:
            found.append(f"{each.name}: {reading.reason}")
            continue
        said = reading.text if reading.text is not None else f"{_number(reading.value or Decimal(0))} {each.unit}"
        figures = "1 figure" if reading.values == 1 else f"{reading.values:,} figures"
        periods = "1 supplied period" if reading.periods == 1 else f"{reading.periods} supplied periods"
        found.append(f"{each.name} in {label}: {said}, {each.how}, from {figures} of {periods} in {each.data_set}.")
    if cell.coverage is not None and cell.coverage.expected:
        have, expected = cell.coverage
        found.append(
            "Every supply that it needs has come." if have >= expected
            else f"{have} of the {expected} supplies that it needs have come."
        )  # fmt: skip
    if cell.footnote:
        found.append(cell.footnote)
    if cell.nothing is not None:
        found.append(f"There is no figure: {cell.reason}")
    return found


def one_cell(question: Question) -> Question:
    """The question, where it has exactly one figure. BadQuestion otherwise."""
    if question.by or len(question.indicators) != 1:
        raise BadQuestion(
            "To explain a figure, ask for one indicator without breakdowns, and choose by filters whose figure it is."
        )
    if question.by_period and len(question.periods) > 1:
        raise BadQuestion("To explain a figure, ask for one period.")
    return question
