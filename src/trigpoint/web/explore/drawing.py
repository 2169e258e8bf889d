"""Which chart the shape of an answer asks for, and that chart: lines for time, dots or bars for places, a scatter for two."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.ask.answered import Answered, adds_over_time
from trigpoint.definitions.indicators import Indicator
from trigpoint.judge.numbers import with_unit
from trigpoint.publish.cells import Figure
from trigpoint.publish.charts import (
    Bar,
    BarPanel,
    Chart,
    Dot,
    Line,
    Member,
    Panel,
    Point,
    bar_panels,
    bars,
    dot_plot,
    line_over_time,
    scatter,
    small_multiples,
)  # fmt: skip
from trigpoint.web.explore.grid import INDICATOR, Grid, Key
from trigpoint.web.explore.shelves import OnShelf

MOST_LINES = 1
MOST_PANELS = 24
MOST_DOTS = 60
SAID = ("date", "stage", "yes-no", "text")


def chart_of(grid: Grid, where: str) -> tuple[Chart | None, str]:
    """The chart, or None with why there is none. where: place and period in words, for the subtitle.

    What figures are compared with is drawn beside a single line only: elsewhere it would be a chart of its own.
    """
    compare, grid = grid.compare, grid.alone()
    definitions = grid.answered.definitions
    indicators = [definitions.indicators[code] for code in grid.shelves.indicators]
    if any(indicator.value_kind in SAID for indicator in indicators):
        return None, "Dates, stages and texts are not drawn; the table says them."
    if not grid.has_figures:
        return None, "There is no figure to draw."
    if not any(grid.answered.facts.value[i] is not None for _, _, i in _cells(grid)):
        return None, "There is nothing to draw but a total; the table says it."
    members = grid.shelves.members
    if grid.shelves.by_period:
        return _over_time(grid, indicators, where, compare)
    if len(indicators) == 2 and members:
        return _against_each_other(grid, indicators[0], indicators[1], where)
    if len(indicators) > 2:
        return None, "Charts show one indicator, or two against each other. Take some off to draw the rest."
    if not members:
        return None, "One figure needs no chart. Put a breakdown or the period on a shelf to draw it."
    return _side_by_side(grid, indicators[0], where)


def _labelled(grid: Grid, row: Key, column: Key, *, leave: str = "") -> str:
    """The names of all that tells a cell apart, but for one axis."""
    pairs = [*zip(grid.row_axes, row, strict=True), *zip(grid.column_axes, column, strict=True)]
    return " · ".join(grid.name(axis, value) for axis, value in pairs if axis.dimension != leave)


def _cells(grid: Grid) -> list[tuple[Key, Key, int]]:
    """The cells that are no totals, in the order of the grid."""
    return [
        (row, column, i)
        for row in grid.rows
        for column in grid.columns
        if not grid.is_total(row) and not grid.is_total(column) and (i := grid.at.get((row, column))) is not None
    ]


def _over_time(grid: Grid, indicators: list[Indicator], where: str, compare: Sequence[str]) -> tuple[Chart | None, str]:
    if len({(i.unit, i.decimals) for i in indicators}) > 1:
        return (
            None,
            "These indicators are in different units, and no chart here has two scales. Take one off to draw it.",
        )
    series: dict[str, list[int]] = {}
    for row, column, i in _cells(grid):
        series.setdefault(_labelled(grid, row, column, leave="period"), []).append(i)
    indicator = indicators[0]
    calendars, facts = grid.answered.definitions.calendars, grid.answered.facts

    def points(of: list[int], *, target: bool) -> list[Point]:
        return [
            _point(grid.answered, i, calendars.label(facts.asked[i], short=True), target) for i in _by_time(grid, of)
        ]

    if len(series) > MOST_PANELS:
        return (
            None,
            f"That is {len(series)} lines, and {MOST_PANELS} are the most that can be read. Filter, or look at a higher level.",
        )
    if len({len(of) for of in series.values()}) > 1 or any(len(of) < 2 for of in series.values()):
        return None, "There is one period only. Ask for more periods to draw them."
    notes = (
        ("A gap is a period without a figure.",)
        if any(facts.value[i] is None for of in series.values() for i in of)
        else ()
    )
    subtitle = _subtitle(indicators, where)
    if len(series) <= MOST_LINES:
        name, of = next(iter(series.items()))
        drawn = points(of, target=not grid.shelves.members)
        beside = [
            Line(grid.answered.definitions.comparison_name(code), [facts.compared[code][i] for i in _by_time(grid, of)])
            for code in compare
        ]
        beside = [line for line in beside if any(value is not None for value in line.values)]
        return line_over_time(
            title=_moved(name or indicator.name, drawn, indicator), subtitle=subtitle, points=drawn,
            name=name or indicator.short_name or indicator.name, unit=indicator.unit, decimals=indicator.decimals, notes=notes,
            comparators=beside,
        ), ""  # fmt: skip
    panels = [Panel(name, points(of, target=False)) for name, of in series.items()]
    return small_multiples(
        title=_widest(series, grid.answered, indicator), subtitle=subtitle, panels=panels,
        unit=indicator.unit, decimals=indicator.decimals, notes=notes,
    ), ""  # fmt: skip


def _by_time(grid: Grid, of: list[int]) -> list[int]:
    return sorted(of, key=lambda i: grid.answered.facts.asked[i].start)


def _point(answered: Answered, i: int, label: str, with_target: bool) -> Point:
    cell = answered.cell(i)
    target = answered.target(i) if with_target else None
    return Point(
        label, cell.value, answered.label(cell.period), cell.nothing, cell.state,
        target.value if target is not None else None, None, cell.lower, cell.upper,
    )  # fmt: skip


def _moved(name: str, points: list[Point], indicator: Indicator) -> str:
    held = [point for point in points if point.value is not None]
    if len(held) < 2:
        return f"{name}: {with_unit(held[0].value, indicator.unit, indicator.decimals)}" if held else name
    first, last = held[0], held[-1]
    old, new = (with_unit(p.value, indicator.unit, indicator.decimals) for p in (first, last))
    if old == new:
        return f"{name}: {new}, as in {first.period}"
    way = "up" if float(last.value or 0) > float(first.value or 0) else "down"
    return f"{name}: {new}, {way} from {old} in {first.period}"


def _widest(series: dict[str, list[int]], answered: Answered, indicator: Indicator) -> str:
    newest: dict[str, Figure] = {}
    facts = answered.facts
    last = max(facts.asked[i] for of in series.values() for i in of)
    for name, of in series.items():
        for i in of:
            if facts.asked[i] == last and facts.value[i] is not None:
                newest[name] = Figure(facts.value[i], indicator.unit, indicator.decimals)
    if len(newest) < 2:
        return indicator.name
    high = max(newest, key=lambda name: float(newest[name].value or 0))
    low = min(newest, key=lambda name: float(newest[name].value or 0))
    when = answered.label_within(last)
    return f"In {when}, from {newest[low].text} ({low}) to {newest[high].text} ({high})"


def _subtitle(indicators: list[Indicator], where: str) -> str:
    names = " and ".join(indicator.name for indicator in indicators)
    unit = indicators[0].unit
    return f"{names}{f', {unit}' if unit else ''}{f', {where}' if where else ''}"


def _against_each_other(grid: Grid, one: Indicator, other: Indicator, where: str) -> tuple[Chart | None, str]:
    facts = grid.answered.facts
    both: dict[str, dict[str, int]] = {}
    for row, column, i in _cells(grid):
        both.setdefault(_labelled(grid, row, column, leave=INDICATOR), {})[facts.indicator[i]] = i
    dots = [
        Dot(name, facts.value[found[one.code]], facts.value[found[other.code]])
        for name, found in both.items()
        if one.code in found and other.code in found
    ]
    if sum(dot.x is not None and dot.y is not None for dot in dots) < 3:
        return (
            None,
            "Fewer than three have a figure for both indicators, so there is nothing to set against each other.",
        )
    if len({dot.name for dot in dots}) < len(dots):
        return None, "Some have the same name, and a chart could not tell them apart."
    return scatter(
        title=f"{other.name} against {one.name[:1].lower()}{one.name[1:]}", subtitle=where, dots=dots,
        x_name=one.name, y_name=other.name, x_unit=one.unit, y_unit=other.unit, x_decimals=one.decimals,
        y_decimals=other.decimals, notes=("That two figures go together does not say that one makes the other.",),
    ), ""  # fmt: skip


def _side_by_side(grid: Grid, indicator: Indicator, where: str) -> tuple[Chart | None, str]:
    cells = _cells(grid)
    if len(cells) > MOST_DOTS:
        return (
            None,
            f"That is {len(cells)} figures, and {MOST_DOTS} are the most that can be read in a chart. Filter, or look at a higher level.",
        )
    answered = grid.answered
    names = [_labelled(grid, row, column) for row, column, _ in cells]
    if len(set(names)) < len(names):
        return None, "Some have the same name, and a chart could not tell them apart."
    found = [answered.cell(i) for _, _, i in cells]
    held = [(cell.value, name) for cell, name in zip(found, names, strict=True) if cell.value is not None]
    said = lambda value: with_unit(value, indicator.unit, indicator.decimals)  # noqa: E731
    title = indicator.name
    if len(held) > 1:
        low, high = min(held, key=lambda p: float(p[0])), max(held, key=lambda p: float(p[0]))
        title = f"From {said(low[0])} ({low[1]}) to {said(high[0])} ({high[1]})"
    subtitle = _subtitle([indicator], where)
    # Amounts that add up are bars from nought; rates are dots, whose scale need not start there.
    if indicator.value_kind in ("number", "money") and adds_over_time(answered.definitions, indicator):
        if len(held) > 1:
            title = f"Most in {high[1]}: {said(high[0])}"
        panels = _panels(grid)
        if panels:
            return bar_panels(
                title=title, subtitle=subtitle, panels=panels, unit=indicator.unit, decimals=indicator.decimals
            ), ""
        drawn = [Bar(name, cell.value, cell.nothing) for name, cell in zip(names, found, strict=True)]
        if all(float(bar.value or 0) >= 0 for bar in drawn):
            return bars(
                title=title, subtitle=subtitle, members=drawn, unit=indicator.unit, decimals=indicator.decimals,
                keep_order=_has_order(grid),
            ), ""  # fmt: skip
    members = [
        Member(name, cell.value, cell.lower, cell.upper, None, cell.nothing)
        for name, cell in zip(names, found, strict=True)
    ]
    return dot_plot(
        title=title, subtitle=subtitle, members=members, unit=indicator.unit, decimals=indicator.decimals,
        keep_order=_has_order(grid),
    ), ""  # fmt: skip


def _panels(grid: Grid) -> list[BarPanel]:
    """A small chart a column, where breakdowns stand on rows and on columns and no amount is below nought; else none."""
    rows = [key for key in grid.rows if not grid.is_total(key)]
    columns = [key for key in grid.columns if not grid.is_total(key)]
    if not grid.row_axes or not grid.column_axes or len(rows) < 2 or not 2 <= len(columns) <= MOST_PANELS:
        return []
    found = []
    for column in columns:
        drawn = []
        for row in rows:
            i = grid.at.get((row, column))
            cell = grid.answered.cell(i) if i is not None else None
            name = " · ".join(grid.name(axis, value) for axis, value in zip(grid.row_axes, row, strict=True))
            drawn.append(Bar(name, cell.value if cell else None, cell.nothing if cell else "no-data"))
        name = " · ".join(grid.name(axis, value) for axis, value in zip(grid.column_axes, column, strict=True))
        found.append(BarPanel(name, tuple(drawn)))
    return [] if any(float(bar.value or 0) < 0 for panel in found for bar in panel.bars) else found


def _has_order(grid: Grid) -> bool:
    """Whether the one breakdown has an order of its own, such as fifths of deprivation."""
    axes: tuple[OnShelf, ...] = grid.shelves.members
    tree = grid.answered.definitions.dimensions[axes[0].dimension] if len(axes) == 1 else None
    if tree is None:
        return False
    level = tree.levels.get(axes[0].level or "")
    return tree.dimension.nature == "deprivation" or (level is not None and "fifth" in level.code)
