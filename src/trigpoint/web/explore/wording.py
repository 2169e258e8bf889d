"""What is asked on the shelves, and how its figures were made, in words."""

from __future__ import annotations

from trigpoint.web.components.page import DataNote
from trigpoint.web.explore.grid import Grid
from trigpoint.web.explore.shelves import GRAINS, OnShelf, Shelves
from trigpoint.web.visit import Visit


def asked_in_words(here: Visit, shelves: Shelves, grid: Grid | None) -> str:
    """What is asked, as a sentence would say it: indicator by breakdown, place, period."""
    definitions = here.definitions
    names = [definitions.indicators[code].name for code in shelves.indicators]
    said = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    if shelves.axes:
        said += " by " + " and ".join(_axis_said(axis, here) for axis in shelves.axes)
    where = where_in_words(here, shelves, grid)
    return f"{said}, {where}" if where else said


def _axis_said(axis: OnShelf, here: Visit) -> str:
    if axis.is_period:
        return "period"
    tree = here.definitions.dimensions[axis.dimension]
    if axis.under is not None:
        return f"what is within {tree.name(axis.under)}"
    name = tree.levels[axis.level].name if axis.level else tree.dimension.name
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def where_in_words(here: Visit, shelves: Shelves, grid: Grid | None) -> str:
    """Filters and period in words."""
    parts = [here.definitions.dimensions[dimension].name(member) for dimension, member in here.context.where]
    if grid is not None and len(grid.answered):
        facts, label = grid.answered.facts, here.definitions.calendars.label
        periods = sorted(set(facts.asked), key=lambda period: (period.start, period.end))
        if len(periods) == 1:
            parts.append(grid.answered.label(periods[0]))
        else:
            several = f"{label(periods[0])} to {label(periods[-1])}" if shelves.by_period else "newest period of each"
            parts.append(several)
            if shelves.grain in ("ytd", "rolling-12"):
                parts.append(GRAINS[shelves.grain].lower())
    return ", ".join(parts)


def data_notes(grid: Grid) -> list[DataNote]:
    """How the figures were made: when each data set last changed, and what is incomplete."""
    answered = grid.answered
    data_sets = answered.definitions.data_sets
    fresh = [
        (data_sets[code].name, answered.made.fresh[code])
        for code in answered.facts.versions
        if code in data_sets and code in answered.made.fresh
    ]
    found = [DataNote("Fresh", f"{name}, received {at:%-d %B %Y}") for name, at in fresh]
    partial = sum(1 for one in answered.facts.coverage if one is not None and one.have < one.expected)
    if partial:
        found.append(
            DataNote(
                "Coverage", f"{partial:,} of {len(answered):,} figures rest on part of what was expected", warn=True
            )
        )
    if answered.made.as_at is not None:
        found.append(DataNote("As known on", f"{answered.made.as_at:%-d %B %Y}"))
    return found
