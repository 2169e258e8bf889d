"""Figures that are the mean or sum of the ratios of single members, each ratio made by itself."""

from __future__ import annotations

from decimal import Decimal

from trigpoint.cube.answer import TOTAL
from trigpoint.cube.asks import Ask, Lookup, Segment
from trigpoint.cube.fetching import CellKey, Fetched, Item, Part
from trigpoint.cube.figure import Context, Figure
from trigpoint.cube.places import EachAxis
from trigpoint.cube.readings import Reading, missing, read_number
from trigpoint.definitions.formula import Component, evaluate
from trigpoint.definitions.periods import Period


class SingleMembers:
    """The ratios of single members within the cells of one ask."""

    def __init__(self, ask: Ask, fetched: Fetched, context: Context) -> None:
        self._ask, self._fetched, self._context = ask, fetched, context
        self._singles: dict[Item, dict[CellKey, dict[str, Part]]] = {}

    def reading(self, lookup: Lookup, index: int, key: tuple[str, ...]) -> Reading:
        """Only whether there is anything: the figure itself is made of single members (see `figure`)."""
        parts = self._parts(lookup, index, key)
        if not parts:
            return missing("no-data", f"No figure of {lookup.measure.name} was supplied.")
        return Reading(
            Decimal(0), rank=max(part.state for part in parts.values()), values=sum(p.values for p in parts.values()),
            periods=max(part.periods for part in parts.values()), gaps=max(part.gaps for part in parts.values()),
            last_end=max(part.last_end for part in parts.values()),
        )  # fmt: skip

    def _parts(self, lookup: Lookup, index: int, key: tuple[str, ...]) -> dict[str, Part]:
        item = lookup.item
        if item is None:
            return {}
        place = item.axes.index(lookup.each)
        if item not in self._singles:
            found: dict[CellKey, dict[str, Part]] = {}
            for (at, targets), part in self._fetched.parts.get(item, {}).items():
                outer, single = EachAxis.split(targets[place])
                found.setdefault((at, (*targets[:place], outer, *targets[place + 1 :])), {})[single] = part
            self._singles[item] = found
        codes = dict(zip((role for role in lookup.axes), key, strict=True))
        return self._singles[item].get((index, tuple(codes.get(role, TOTAL) for role in item.axes)), {})

    def figure(self, segment: Segment, index: int, key: tuple[str, ...]) -> Figure:
        """The mean or sum of the ratios of single members."""
        assert segment.formula is not None
        context, span = self._context, self._ask.periods[index].span
        indicator = context.definitions.indicators[self._ask.indicator]
        formula = context.definitions.formula(segment.formula)
        parts = {lookup.component: (lookup, self._parts(lookup, index, key)) for lookup in segment.lookups}
        singles = sorted({single for _, found in parts.values() for single in found})
        if not singles:
            return Figure(nothing="no-data", reason=f"No figure of {indicator.name} was supplied.")
        ratios: list[Decimal] = []
        left_out = 0
        for single in singles:
            numbers: dict[Component, Decimal | None] = {}
            for component, (lookup, found) in parts.items():
                part = found.get(single)
                reading = read_number(lookup.measure, part, part, span, context.definitions.calendars, lambda: "")
                value = reading.exact
                if part is None and lookup.measure.no_row_means == "zero" and self._somebody(lookup, span):
                    value = Decimal(0)
                numbers[component] = value
            absent = [component for component, value in numbers.items() if value is None]
            if absent and indicator.missing == "unknown":
                tree = context.codes[absent[0].data_set].tree(parts[absent[0]][0].each)
                name = parts[absent[0]][0].measure.name
                return Figure(nothing="no-data", reason=f"{name} is missing for {tree.name(single)}.")
            ratio = evaluate(formula, numbers, indicator.missing)
            if ratio is None:
                left_out += 1
            else:
                ratios.append(ratio)
        if not ratios:
            return Figure(nothing="not-applicable", reason="There was nothing to divide by in any of its parts.")
        total = sum(ratios, Decimal(0))
        note = ""
        if len(ratios) > 1 or left_out:
            note = f"The {indicator.ratio.partition('-')[0]} of {len(ratios)} ratio{'' if len(ratios) == 1 else 's'}."
        if left_out:
            note += f" Leaves out {left_out} without one."
        return Figure(total / len(ratios) if indicator.ratio == "mean-of-ratios" else total, footnote=note)

    def _somebody(self, lookup: Lookup, span: Period) -> bool:
        return self._context.supplies[lookup.data_set.code].of(lookup.measure, span, ()).periods > 0
