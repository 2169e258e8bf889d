"""Whether components belong together: supplied for the same slices, and none with a gap where the other has a figure. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.cube.asks import Lookup, Segment
from trigpoint.cube.readings import Reading
from trigpoint.definitions.formula import Component, Missing


def unlike(segment: Segment, readings: Sequence[tuple[Component, Reading]]) -> str:
    """Why components do not belong together: one is missing in slices where another is not."""
    groups: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...], str], list[tuple[Lookup, Reading]]] = {}
    for lookup, (component, reading) in zip(segment.lookups, readings, strict=True):
        if lookup.item is not None and lookup.item.paired and reading.slices is not None:
            group = (component.data_set, component.where, lookup.measure.over_time)
            groups.setdefault(group, []).append((lookup, reading))
    for found in groups.values():
        (first, one), *others = found
        for second, other in others:
            if (one.slices, one.values) != (other.slices, other.values):
                return (
                    f"{first.measure.name} and {second.measure.name} were not supplied for the same breakdown "
                    f"({one.values} figures and {other.values}), so they do not belong together."
                )
    return ""


def one_sided(segment: Segment, readings: Sequence[tuple[Component, Reading]], rule: Missing) -> str:
    """Why a ratio has a side that lacks what the other holds: some of its rows came without a figure.

    Components that are supplied side by side are compared row by row instead (see `Item.paired`).
    """
    if rule != "unknown" or segment.checked is None or segment.checked.denominator is None or len(readings) < 2:
        return ""
    for lookup, (_, reading) in zip(segment.lookups, readings, strict=True):
        if reading.gaps and lookup.item is not None and not lookup.item.paired:
            return (
                f"{lookup.measure.name} is missing for part of this, so that what it is held against "
                "would belong to more than it does."
            )
    return ""
