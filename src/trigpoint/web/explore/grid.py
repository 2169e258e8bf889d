"""The answer as rows and columns: a table for files, with headings in as many lines as there are breakdowns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from trigpoint.ask.answered import Answered
from trigpoint.cube.answer import TOTAL
from trigpoint.definitions.periods import Period
from trigpoint.judge.numbers import plain
from trigpoint.publish.cells import Cell, Direction, Figure, Link, sort_key
from trigpoint.publish.from_answers import compared_cell, difference_cell, figure_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.explore.shelves import OnShelf, Shelves, Spot

INDICATOR = "indicator"
BESIDE = "beside"
"""The last axis of the columns where figures are compared: the figure, what it is compared with, the difference."""

ASKED, AGAINST, DIFFERENCE = "figure", "against-", "difference-"
"""What stands on that axis: the figure asked for; with the comparator's code, its figure; and how ours stands beside it."""

NO_BREAKDOWN = (INDICATOR, BESIDE)
Value = str | Period
"""What stands on an axis: a member's code (or the total), a period, an indicator's code, what is beside a figure."""

Key = tuple[Value, ...]


def nowhere(*_: object) -> str:
    """No address: for files."""
    return ""


@dataclass(frozen=True)
class Heading:
    """One heading of the columns. span: how many columns it stands over. spot: where drilling from it leads, or None."""

    text: str
    span: int
    spot: Spot | None
    total: bool = False
    key: str = ""
    """Of the last line only: the column's key, by which one may sort."""


@dataclass(frozen=True)
class Grid:
    """answered: the judged answer. rows, columns: the keys in order, values in the order of `row_axes`, `column_axes`.

    compare: the comparators that stand beside each figure.
    """

    answered: Answered
    shelves: Shelves
    row_axes: tuple[OnShelf, ...]
    column_axes: tuple[OnShelf, ...]
    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    at: dict[tuple[Key, Key], int]
    compare: tuple[str, ...] = ()

    def name(self, axis: OnShelf, value: Value, *, short: bool = False) -> str:
        """What stands on an axis, as people say it."""
        definitions = self.answered.definitions
        if isinstance(value, Period):
            said = self.answered.label(value, short=short)
            return said[0].upper() + said[1:]
        if axis.dimension == INDICATOR:
            found = definitions.indicators[value]
            return (found.short_name or found.name) if short else found.name
        if axis.dimension == BESIDE:
            return self._beside_name(value)
        if value == TOTAL:
            return "All of these"
        return definitions.dimensions[axis.dimension].name(value)

    def _beside_name(self, value: str) -> str:
        compared = self.answered.definitions.comparison_name
        if value.startswith(AGAINST):
            return compared(value.removeprefix(AGAINST))
        if value.startswith(DIFFERENCE):
            said = compared(value.removeprefix(DIFFERENCE))
            return f"Difference: {said}" if len(self.compare) > 1 else "Difference"
        return "Figure"

    def axis_name(self, axis: OnShelf) -> str:
        """What an axis is called: the level's name, or the breakdown's."""
        if axis.dimension == INDICATOR:
            return "Indicator"
        if axis.is_period:
            return "Period"
        tree = self.answered.definitions.dimensions[axis.dimension]
        return tree.levels[axis.level].name if axis.level else tree.dimension.name

    def is_total(self, key: Key) -> bool:
        return TOTAL in key

    def spot(self, axes: Sequence[OnShelf], key: Key) -> Spot:
        """Where a heading (or, with both keys, a cell) is."""
        members: list[tuple[str, str | None]] = []
        period = None
        for axis, value in zip(axes, key, strict=True):
            if isinstance(value, Period):
                period = value
            elif axis.dimension not in NO_BREAKDOWN:
                members.append((axis.dimension, None if value == TOTAL else value))
        return Spot(tuple(members), period)

    def cell_spot(self, i: int) -> Spot:
        """Where the i-th figure is; totals leave their breakdown open, a period not on a shelf stays as it is."""
        facts = self.answered.facts
        members = [
            (axis.dimension, member)
            for axis, member in zip(self.shelves.members, facts.members[i], strict=True)
            if member != TOTAL
        ]
        return Spot(tuple(members), facts.asked[i] if self.shelves.by_period else None)

    @cached_property
    def one_indicator(self) -> str | None:
        """The indicator, where there is one only."""
        return self.shelves.indicators[0] if len(self.shelves.indicators) == 1 else None

    @property
    def unit_in_words(self) -> str:
        """The unit of all figures where it is a word ("incidents"); '' for signs, rates and several indicators."""
        if self.one_indicator is None:
            return ""
        unit = self.answered.definitions.indicators[self.one_indicator].unit
        return unit if unit.replace("-", "").replace(" ", "").isalpha() and not unit.startswith("per ") else ""

    def headings(self) -> list[list[Heading]]:
        """The headings of the columns, a list a line; lines of several columns span them."""
        lines: list[list[Heading]] = []
        for depth, axis in enumerate(self.column_axes):
            line: list[Heading] = []
            for prefix, group in groupby(self.columns, key=lambda key: key[: depth + 1]):
                members = list(group)
                here = None if axis.dimension in NO_BREAKDOWN else self.spot((axis,), (prefix[-1],))
                last = depth == len(self.column_axes) - 1
                line.append(
                    Heading(
                        self.name(axis, prefix[-1], short=axis.is_period or axis.dimension == INDICATOR),
                        len(members), here, prefix[-1] == TOTAL, column_key(members[0]) if last else "",
                    )
                )  # fmt: skip
            lines.append(line)
        return lines

    def table(
        self,
        caption: str,
        order: str = "",
        *,
        rows: slice | None = None,
        unit_once: bool = False,
        figure_href: Callable[[int], str] = nowhere,
        row_href: Callable[[OnShelf, Value], str] = nowhere,
    ) -> Table:
        """The grid as a table: the breakdowns of the rows, then a column of figures for each of the columns.

        order: a column's key, `-` before it for the highest first; totals stay last. rows: which of them, None for all.
        unit_once: a unit that is a word stands beneath the table and not in every cell (for eyes; files keep it).
        figure_href: where the i-th figure leads. row_href: where a row's heading leads.
        """
        heads = tuple(
            Column(f"row-{axis.dimension}", self.axis_name(axis), "link", sort=False) for axis in self.row_axes
        )
        figures = tuple(self._column(key) for key in self.columns)
        unit = self.unit_in_words if unit_once else ""
        drawn: list[dict[str, Cell]] = []
        last: Key = ()
        for key in self._ordered(order)[rows or slice(None)]:
            row: dict[str, Cell] = {
                f"row-{axis.dimension}": Link(self.name(axis, value), row_href(axis, value))
                for axis, value in zip(self.row_axes, key, strict=True)
            }
            for column in self.columns:
                i = self.at.get((key, column))
                if i is None:
                    continue
                cell = self._cell(i, column, figure_href(i))
                row[column_key(column)] = _without_unit(cell, unit) if unit else cell
            if self.is_total(key):
                row["_class"] = "row-total"
            elif len(key) > 1 and drawn and key[0] == last[0]:
                row["_class"] = "row-same"
            last = key
            drawn.append(row)
        name = "-".join(self.shelves.indicators[:3])
        notes = (f"Figures are in {unit}.", *self.notes()) if unit else self.notes()
        return Table(caption, (*heads, *figures), drawn, notes=notes, name=name)

    def alone(self) -> Grid:
        """The same figures without what they are compared with: for charts."""
        return grid_of(self.answered, self.shelves)

    def _cell(self, i: int, column: Key, href: str = "") -> Figure | Direction | None:
        beside = str(column[-1]) if self.compare else ASKED
        if beside.startswith(AGAINST):
            return compared_cell(self.answered, i, beside.removeprefix(AGAINST))
        if beside.startswith(DIFFERENCE):
            return difference_cell(self.answered, i, beside.removeprefix(DIFFERENCE))
        return figure_cell(self.answered, i, href)

    def _column(self, key: Key) -> Column:
        definitions = self.answered.definitions
        code = next(
            (v for axis, v in zip(self.column_axes, key, strict=True) if axis.dimension == INDICATOR),
            self.one_indicator,
        )
        said = " · ".join(self.name(axis, v) for axis, v in zip(self.column_axes, key, strict=True))
        if self.compare and str(key[-1]).startswith(DIFFERENCE):
            return Column(column_key(key), said, "direction", sort=False)
        if not isinstance(code, str):
            return Column(column_key(key), said or "Figure", "figure", sort=False)
        indicator = definitions.indicators[code]
        return Column(column_key(key), said or indicator.name, "figure", indicator.unit, indicator.decimals, sort=False)

    def _ordered(self, order: str) -> list[Key]:
        wanted = order.removeprefix("-")
        column = next((key for key in self.columns if column_key(key) == wanted), None)
        if column is None:
            return list(self.rows)
        backwards = order.startswith("-")

        def place(key: Key) -> tuple[int, object]:
            i = self.at.get((key, column))
            return sort_key(self._cell(i, column)) if i is not None else (2, "")

        plain = [key for key in self.rows if not self.is_total(key)]
        held = sorted((k for k in plain if place(k)[0] != 2), key=lambda k: place(k), reverse=backwards)  # type: ignore[arg-type,return-value]
        return [
            *held,
            *(k for k in plain if place(k)[0] == 2),
            *(k for k in self.rows if self.is_total(k)),
        ]

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the whole: sources and what is incomplete."""
        definitions = self.answered.definitions
        sources = dict.fromkeys(
            (definitions.data_sets[code].source_note or definitions.data_sets[code].name).rstrip(".")
            for code in self.answered.facts.versions
            if code in definitions.data_sets
        )
        said = [f"Source: {'; '.join(sources)}."] if sources else []
        return (*said, *self._not_compared())

    def _not_compared(self) -> list[str]:
        """Why figures have nothing to be compared with, each reason once."""
        name = self.answered.definitions.comparison_name
        found = {
            f"{name(code)}: {one.reason}": None
            for code in self.compare
            for one in self.answered.facts.comparisons[code]
            if one.nothing == "not-applicable" and one.reason
        }
        return list(found)

    def refusals(self) -> list[tuple[str, int]]:
        """Why figures cannot be had, each reason with how many figures it stands for, most first."""
        facts = self.answered.facts
        counted: dict[str, int] = {}
        for nothing, reason in zip(facts.nothing, facts.reason, strict=True):
            if nothing in ("not-additive", "not-permitted", "not-applicable", "hidden") and reason:
                counted[reason] = counted.get(reason, 0) + 1
        return sorted(counted.items(), key=lambda pair: -pair[1])

    @property
    def has_figures(self) -> bool:
        return any(self.figure(i).value is not None or self.figure(i).words for i in range(len(self.answered)))

    def figure(self, i: int) -> Figure:
        return figure_cell(self.answered, i)


def _without_unit(cell: Figure | Direction | None, unit: str) -> Figure | Direction | None:
    """The cell for a table that says the unit once beneath."""
    if isinstance(cell, Figure) and cell.unit == unit:
        return replace(cell, unit="")
    if isinstance(cell, Direction) and cell.change and cell.amount is not None:
        return replace(cell, change=plain(abs(cell.amount)))
    return cell


def column_key(key: Key) -> str:
    """A column's key in addresses and files: the codes of what stands over it."""
    return "/".join(value.code if isinstance(value, Period) else value for value in key) or "figure"


def grid_of(answered: Answered, shelves: Shelves, compare: Sequence[str] = ()) -> Grid:
    """Lay the answer out as the shelves say. Several indicators stand on the columns, or on the rows where those are empty.

    compare: comparators that stand beside each figure, with the difference; the answer has to hold them.
    """
    several = len(shelves.indicators) > 1
    each = (OnShelf(INDICATOR),) if several else ()
    row_axes, column_axes = shelves.rows, shelves.columns
    if several and not row_axes:
        row_axes = each
    elif several:
        column_axes = (*column_axes, *each)
    beside: tuple[str, ...] = ()
    if compare:
        beside = (ASKED, *(f"{each}{code}" for code in compare for each in (AGAINST, DIFFERENCE)))
        column_axes = (*column_axes, OnShelf(BESIDE))
    facts = answered.facts
    places = {axis.dimension: n for n, axis in enumerate(shelves.members)}

    def value(axis: OnShelf, i: int) -> Value:
        if axis.dimension == INDICATOR:
            return facts.indicator[i]
        return facts.asked[i] if axis.is_period else facts.members[i][places[axis.dimension]]

    at: dict[tuple[Key, Key], int] = {}
    rows: dict[Key, None] = {}
    columns: dict[Key, None] = {}
    for i in range(len(facts)):
        row = tuple(value(axis, i) for axis in row_axes)
        over = tuple(value(axis, i) for axis in column_axes if axis.dimension != BESIDE)
        rows.setdefault(row)
        for column in [(*over, one) for one in beside] or [over]:
            columns.setdefault(column)
            at[(row, column)] = i
    return Grid(answered, shelves, row_axes, column_axes, _in_order(rows), _in_order(columns), at, tuple(compare))


def _in_order(keys: dict[Key, None]) -> tuple[Key, ...]:
    """Each axis in the order in which its values first came, totals last, so that headings of one value stand together."""
    ranks: list[dict[Value, int]] = []
    for key in keys:
        for depth, value in enumerate(key):
            if depth == len(ranks):
                ranks.append({})
            ranks[depth].setdefault(value, len(ranks[depth]))
    return tuple(sorted(keys, key=lambda key: tuple((v == TOTAL, ranks[d][v]) for d, v in enumerate(key))))
