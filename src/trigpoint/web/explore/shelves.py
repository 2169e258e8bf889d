"""What is on the shelves of the explore screen, read from its address and written back to it. Pure.

`by` is the rows and `columns` the columns, each a list of `DIMENSION`, `DIMENSION:LEVEL`, `DIMENSION~MEMBER` (what lies
directly within a member) or `period`. Filters, the period and the day known on are the context's, as on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from trigpoint.ask.reading import dimension_code, member_code, read_grain
from trigpoint.cube.question import By
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions, DimensionTree
from trigpoint.mistakes import Mistake
from trigpoint.web.context import Context
from trigpoint.web.numbers_sent import number_sent

PERIOD = "period"
OWN = ("indicator", "by", "columns", "grain", "last", "totals", "look")
MOST_PERIODS = 120
MOST_INDICATORS = 12
MOST_AXES = 4

FINER: tuple[str, ...] = ("financial-year", "half", "quarter", "month", "week")
GRAINS = {
    "": "As the indicator is reported", "week": "Week", "month": "Month", "quarter": "Quarter", "half": "Half year",
    "financial-year": "Financial year", "academic-year": "Academic year", "calendar-year": "Calendar year",
    "ytd": "Year to date", "rolling-12": "Last 12 months",
}  # fmt: skip
USUAL_PERIODS = {"week": 13, "month": 13, "quarter": 8, "half": 6, "ytd": 13, "rolling-12": 13}


class BadShelves(Mistake):
    """An address whose shelves hold what does not exist; the message says what does."""


@dataclass(frozen=True)
class OnShelf:
    """One breakdown on a shelf. dimension: its code, or `period`. under: the member within which to look."""

    dimension: str
    level: str | None = None
    under: str | None = None

    @property
    def text(self) -> str:
        if self.under is not None:
            return f"{self.dimension}~{self.under}"
        return f"{self.dimension}:{self.level}" if self.level else self.dimension

    @property
    def is_period(self) -> bool:
        return self.dimension == PERIOD

    def by(self, definitions: Definitions) -> By:
        """As an axis of a question, in the hierarchy that has its level, or in which its member has others beneath."""
        tree = definitions.dimensions[self.dimension]
        if self.under is not None:
            return By(self.dimension, under=self.under, hierarchy=hierarchy_beneath(tree, self.under))
        return By(self.dimension, self.level, tree.hierarchy_with(self.level) if self.level else None)


@dataclass(frozen=True)
class Shelves:
    """What is asked for. last: how many periods, where the period is on a shelf; 0 is as usual.

    look: whether a figure leads to where it comes from (`explain`) or to what is beneath it (`inside`).
    """

    indicators: tuple[str, ...] = ()
    rows: tuple[OnShelf, ...] = ()
    columns: tuple[OnShelf, ...] = ()
    grain: str = ""
    last: int = 0
    totals: bool = False
    look: Literal["explain", "inside"] = "explain"

    @property
    def axes(self) -> tuple[OnShelf, ...]:
        """Rows, then columns, the period among them."""
        return (*self.rows, *self.columns)

    @property
    def members(self) -> tuple[OnShelf, ...]:
        """The axes that are no period, in the order in which they are asked."""
        return tuple(axis for axis in self.axes if not axis.is_period)

    @property
    def by_period(self) -> bool:
        return any(axis.is_period for axis in self.axes)

    def parameters(self) -> dict[str, str]:
        """As parameters of an address; what is as usual is left out."""
        found = {
            "indicator": ",".join(self.indicators),
            "by": ",".join(axis.text for axis in self.rows),
            "columns": ",".join(axis.text for axis in self.columns),
            "grain": self.grain,
            "last": str(self.last) if self.last else "",
            "totals": "yes" if self.totals else "",
            "look": self.look if self.look != "explain" else "",
        }
        return {name: value for name, value in found.items() if value}

    def url(self, context: Context, path: str, **more: str) -> str:
        """The address of the screen with these shelves."""
        return context.url(path, **self.parameters(), **more)

    def swapped(self) -> Shelves:
        """Rows as columns and columns as rows."""
        return replace(self, rows=self.columns, columns=self.rows)

    def with_indicator(self, code: str) -> Shelves:
        return replace(self, indicators=tuple(dict.fromkeys((*self.indicators, code))))

    def without_indicator(self, code: str) -> Shelves:
        return replace(self, indicators=tuple(one for one in self.indicators if one != code))

    def put(self, shelf: str, axis: OnShelf) -> Shelves:
        """With a breakdown at the end of a shelf (`rows`, `columns`); it leaves the place that it had."""
        rest = self.without(axis.dimension)
        if shelf == "rows":
            return replace(rest, rows=(*rest.rows, axis))
        return replace(rest, columns=(*rest.columns, axis))

    def without(self, dimension: str) -> Shelves:
        """Without a breakdown, wherever it is."""
        rows, columns = (tuple(a for a in shelf if a.dimension != dimension) for shelf in (self.rows, self.columns))
        return replace(self, rows=rows, columns=columns)

    def instead(self, axis: OnShelf) -> Shelves:
        """With the breakdown of the same dimension replaced where it stands."""
        rows, columns = (
            tuple(axis if a.dimension == axis.dimension else a for a in shelf) for shelf in (self.rows, self.columns)
        )
        return replace(self, rows=rows, columns=columns)


def tidy(parameters: Mapping[str, list[str]]) -> dict[str, str] | None:
    """The screen's parameters with repeated ones joined and empty ones left out; None where they are tidy already.

    `parameters`: all of an address, each with its values. Forms send empty fields, and people repeat `by=`.
    """
    joined = {
        name: ",".join(dict.fromkeys(v for value in values for v in value.split(",") if v)) if name in OWN[:3] else values[-1]
        for name, values in parameters.items()
    }  # fmt: skip
    found = {name: value for name, value in joined.items() if value}
    return None if {name: [value] for name, value in found.items()} == dict(parameters) else found


def read_shelves(parameters: Mapping[str, str], definitions: Definitions) -> tuple[Shelves, list[str]]:
    """The shelves of an address, and what of it cannot be had, in words: what does not exist is left off."""
    wrong: list[str] = []
    indicators: list[str] = []
    for code in _items(parameters.get("indicator", "")):
        if code in definitions.indicators:
            indicators.append(code)
        else:
            hint = did_you_mean(code, definitions.indicators)
            wrong.append(f"There is no indicator “{code[:60]}”. {hint or 'Choose one below.'}")
    if len(indicators) > MOST_INDICATORS:
        wrong.append(f"{MOST_INDICATORS} indicators are the most at once; the first {MOST_INDICATORS} are shown.")
    taken: set[str] = set()
    shelves = [_axes(_items(parameters.get(name, "")), definitions, taken, wrong) for name in ("by", "columns")]
    grain, last = "", 0
    if text := parameters.get("grain", ""):
        try:
            grain = read_grain(text)
        except Mistake:
            wrong.append(f"There is no length of period “{text[:40]}”. Choose one of those below.")
    if text := parameters.get("last", ""):
        if 1 <= (count := number_sent(text) or 0) <= MOST_PERIODS:
            last = count
        else:
            wrong.append(f"“{text[:20]}” is not a number of periods: write 1 to {MOST_PERIODS}.")
    look: Literal["explain", "inside"] = "inside" if parameters.get("look") == "inside" else "explain"
    totals = parameters.get("totals", "") not in ("", "no", "0")
    chosen = tuple(dict.fromkeys(indicators))[:MOST_INDICATORS]
    return Shelves(chosen, shelves[0], shelves[1], grain, last, totals, look), wrong


def _items(text: str) -> Iterable[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _axes(items: Iterable[str], definitions: Definitions, taken: set[str], wrong: list[str]) -> tuple[OnShelf, ...]:
    found: list[OnShelf] = []
    for item in items:
        try:
            axis = read_axis(item, definitions)
        except Mistake as mistake:
            wrong.append(str(mistake))
            continue
        if axis.dimension in taken:
            wrong.append(f"“{item[:60]}” is left off: that breakdown is on a shelf already.")
        elif len(taken) >= MOST_AXES:
            wrong.append(f"“{item[:60]}” is left off: {MOST_AXES} breakdowns are the most at once.")
        else:
            taken.add(axis.dimension)
            found.append(axis)
    return tuple(found)


def read_axis(text: str, definitions: Definitions) -> OnShelf:
    """One breakdown from its words. Raises BadShelves (or BadQuestion), naming what there is."""
    if text == PERIOD:
        return OnShelf(PERIOD)
    name, within, member = text.partition("~")
    if within:
        code = dimension_code(definitions, name)
        found = member_code(definitions, code, member)
        if found == "unknown":
            raise BadShelves(f"There is nothing within “{definitions.dimensions[code].dimension.unknown}”.")
        return OnShelf(code, under=found)
    name, _, level = text.partition(":")
    code = dimension_code(definitions, name)
    levels = [one.code for one in definitions.dimensions[code].dimension.levels]
    if level and level not in levels:
        raise BadShelves(
            f"{definitions.dimensions[code].dimension.name} has no level “{level[:60]}”. It has: {', '.join(levels)}."
        )
    return OnShelf(code, level or None)


@dataclass(frozen=True)
class Spot:
    """Where in the grid a reader points: by dimension the member (None: the total of it), and the period."""

    members: tuple[tuple[str, str | None], ...] = ()
    period: Period | None = None


def drill(
    shelves: Shelves, context: Context, spot: Spot, definitions: Definitions, finest: str
) -> tuple[Shelves, Context]:
    """What lies beneath a heading, subtotal or figure.

    A member opens to what lies within it; one with nothing beneath becomes a filter and leaves its shelf. A total closes
    its breakdown. A period opens to its parts, down to `finest`, the shortest period that is reported. Where no breakdown
    is left, the period is put on the rows.
    """
    for dimension, member in spot.members:
        tree = definitions.dimensions[dimension]
        if member is None:
            shelves = shelves.without(dimension)
        elif member in tree.members and hierarchy_beneath(tree, member) is not None:
            shelves = shelves.instead(OnShelf(dimension, under=member))
        else:
            shelves, context = shelves.without(dimension), context.at(dimension, member)
    if spot.period is not None:
        finer = finer_than(spot.period.grain, finest)
        context = context.during(spot.period)
        shelves = replace(shelves, grain=finer, last=0) if finer else replace(shelves.without(PERIOD), grain="", last=0)
    if not shelves.axes and not (spot.period is not None and context.period is not None):
        shelves = shelves.put("rows", OnShelf(PERIOD))
    return shelves, context


def hierarchy_beneath(tree: DimensionTree, member: str) -> str | None:
    """The first hierarchy in which a member has others beneath, or None where it has none."""
    return next((code for code in tree.hierarchies if tree.children(member, code)), None)


def finer_than(grain: str, finest: str) -> str:
    """The next shorter period (quarters of a year, months of a quarter), or '' where figures come no oftener."""
    if grain not in FINER or finest not in FINER or FINER.index(grain) >= FINER.index(finest):
        return ""
    after = FINER[FINER.index(grain) + 1 :]
    return next((one for one in after if one != "half" and FINER.index(one) <= FINER.index(finest)), "")
