"""How much of what was expected stands behind a figure: by supplies where they are stated, else by the periods that came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from trigpoint.cube.answer import Coverage
from trigpoint.cube.asks import Lookup, Segment, supply_grain
from trigpoint.cube.cells import Constraint
from trigpoint.cube.figure import Context
from trigpoint.cube.readings import Reading
from trigpoint.cube.reporting import parts_within
from trigpoint.cube.supplies import Need, Reported
from trigpoint.definitions.formula import Component
from trigpoint.definitions.periods import Period

Constraints = Mapping[str, tuple[Constraint, ...]]
"""By role of a data set, the members that a cell is made of."""


def reported(lookup: Lookup, span: Period, constraints: Constraints, context: Context) -> Reported:
    """The supplies of a component that were expected for a span, and which of them came."""
    role = lookup.data_set.provider_dimension
    supplies = context.supplies[lookup.data_set.code]
    return supplies.of(lookup.measure, span, constraints.get(role, ()) if role else ())


def coverage_of(
    segment: Segment,
    readings: Sequence[tuple[Component, Reading]],
    index: int,
    span: Period,
    constraints_of: Callable[[Lookup], Constraints],
    context: Context,
) -> Coverage | None:
    """How much of what was expected for a figure came; None where nothing was expected.

    index: of the reporting period, span. constraints_of: by role of a component's data set, the members of the cell.
    """
    needs: dict[Need, bool] = {}
    counted: dict[str, list[tuple[int, int]]] = {}
    for lookup, (_, reading) in zip(segment.lookups, readings, strict=True):
        if reading.published or reading.nothing in ("not-additive", "not-applicable"):
            # A published figure is as complete as its publisher made it.
            counted.setdefault(lookup.data_set.code, []).append((1, 1))
            continue
        code = lookup.data_set.code
        constraints = constraints_of(lookup)
        if context.supplies[code].stated:
            for need, came in reported(lookup, span, constraints, context).needs.items():
                needs[need] = needs.get(need, True) and came
        else:
            counted.setdefault(code, []).append(_by_period(lookup, reading, index, span, context))
    have = sum(needs.values()) + sum(min(have for have, _ in found) for found in counted.values())
    expected = len(needs) + sum(max(expected for _, expected in found) for found in counted.values())
    if expected == 0:
        return None
    gaps = max((reading.gaps for _, reading in readings), default=0)
    return Coverage(max(0, min(have, expected - gaps)), expected)


def _by_period(lookup: Lookup, reading: Reading, index: int, span: Period, context: Context) -> tuple[int, int]:
    """Where nobody has said who supplies what: of the periods that make up the span, those that came."""
    pairs = lookup.spells.get(index, [])
    if lookup.measure.over_time == "none" or pairs == [(span.start, span.end)]:
        return (1 if reading.periods else 0, 1)
    grain = supply_grain(context.codes[lookup.data_set.code], lookup.measure.code, span.start, span.end)
    parts = parts_within(span, grain, context.definitions.calendars)  # type: ignore[arg-type]
    if not parts:
        return (1 if reading.periods else 0, 1)
    if lookup.measure.over_time == "last":
        return (1 if reading.last_end is not None and reading.last_end >= parts[-1].end else 0, 1)
    return (min(reading.periods, len(parts)), len(parts))
